"""What the live blocks send: a request, a policy's text, or a prediction."""

from __future__ import annotations

from collections.abc import Collection

from django.http import QueryDict

from iamlab.lab.forms.policy import join_lines
from lessons.services.blocks.asking import PARTS, SentAsk
from lessons.services.blocks.predicting import CONFIDENCE, Prediction

MAX_PARTS_READ = 100
_MOST_ANCHOR = 100


def read_ask(data: QueryDict, switchable: Collection[str]) -> SentAsk:
    """Return the parts of a request as typed, on one line each, and what is out of force.

    A form names the policies in force, so those of `switchable` that it does not name are not.
    """
    parts = {name: " ".join(data.get(name, "").split()) for name in PARTS if name in data}
    on = set(data.getlist("on"))
    off = tuple(key for key in switchable if "form" in data and key not in on)
    return SentAsk(parts, off)


def read_text(data: QueryDict) -> str:
    """Return the text of a policy with the line ends that were typed."""
    return join_lines(data.get("text", ""))


def read_prediction(data: QueryDict) -> Prediction:
    """Return a prediction; what is no verdict is left for the service to refuse."""
    choice = data.get("choice", "")[:_MOST_ANCHOR]
    return Prediction(choice, read_confidence(data))


def read_confidence(data: QueryDict) -> int:
    """Return how sure somebody is, 1 to 3, 0 for what is none of these."""
    known = {str(number): number for number in CONFIDENCE}
    return known.get(data.get("confidence", ""), 0)


def read_parts(data: QueryDict) -> list[str]:
    """Return the anchors of parts that were read; what is too long to be one is left out."""
    sent = data.getlist("part")[:MAX_PARTS_READ]
    return [anchor for anchor in sent if 0 < len(anchor) <= _MOST_ANCHOR]
