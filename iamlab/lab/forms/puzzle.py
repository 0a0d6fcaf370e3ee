"""What the start page sends: a question, two policy texts, what is in force, and a prediction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from iamlab.lab.forms.policy import join_lines

MAX_FIELD = 2_048


@dataclass(frozen=True, slots=True)
class PuzzleInput:
    """The question as typed; `texts` and `off` go by the policies' keys.

    `prediction` is "yes", "no" or empty. `show` asks for the answer without one. `about` names the
    question that the prediction was made about.
    """

    principal: str
    action: str
    resource: str
    texts: dict[str, str]
    off: tuple[str, ...]
    prediction: str
    show: bool
    about: str


def read_puzzle(data: QueryDict, keys: Sequence[str]) -> PuzzleInput:
    """Return what was sent; what is missing is empty, and a policy that nobody mentions in force.

    A form names the policies in force (`on`), a link those that are not (`off`).
    """
    off = data.getlist("off")
    if "form" in data:
        off = [key for key in keys if key not in data.getlist("on")]
    prediction = data.get("predict", "")
    return PuzzleInput(
        principal=_field(data, "principal"),
        action=_field(data, "action"),
        resource=_field(data, "pick") or _field(data, "resource"),
        texts={
            key: join_lines(data.get(f"text-{number}", ""))
            for number, key in enumerate(keys)
            if f"text-{number}" in data
        },
        off=tuple(key for key in keys if key in off),
        prediction=prediction if prediction in ("yes", "no") else "",
        show="show" in data,
        about=_field(data, "about"),
    )


def _field(data: QueryDict, name: str) -> str:
    """Return one line of text; what is longer than anything that can be meant is cut."""
    return "".join(data.get(name, "").split())[:MAX_FIELD]
