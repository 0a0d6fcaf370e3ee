"""What the pages of quizzes send: how to begin, an answer as it was typed, and where to go next."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from iamlab.lab.forms.policy import join_lines
from lessons.models import QuizMode

MAX_TEXT = 40_000
"""Characters of a draft's policy that are kept: twice what can be sent in."""

_MAX_SHORT = 2_048
_MAX_ID = 100
_MAX_ITEMS = 20
_PLACE = "place-"
_MAX_DIGITS = 3
_TEXTS = {
    "choice": _MAX_ID,
    "number": _MAX_ID,
    "text": MAX_TEXT,
    "action": _MAX_SHORT,
    "resource": _MAX_SHORT,
}
_SURE = ("1", "2", "3")

GOES = ("check", "next", "previous", "all", "skip", "stop")


class StartForm(forms.Form):
    """How to go through a quiz: with feedback after each question, or at the end."""

    mode = forms.ChoiceField(choices=[(mode.value, mode.label) for mode in QuizMode][:2])


class SkillForm(forms.Form):
    """A skill to practice."""

    skill = forms.SlugField(max_length=_MAX_ID)


def read_fields(data: QueryDict) -> dict[str, list[str]]:
    """Return a form's fields with all their values."""
    return {name: [str(value) for value in values] for name, values in data.lists()}


def read_go(data: QueryDict) -> str:
    """Return what the button that was pressed asks for; Check when it says nothing known."""
    go = data.get("go", "")
    return go if go in GOES else GOES[0]


def read_confidence(data: QueryDict) -> int:
    """Return how sure somebody is, 1 to 3; 0 when they do not say."""
    sure = data.get("confidence", "")
    return int(sure) if sure in _SURE else 0


def read_typed(data: QueryDict) -> dict[str, Any]:
    """Return an answer just as it was typed, in the shape of `Answer`, sensible or not.

    It is what stays in the fields when an answer cannot be read; never what is marked.
    """
    fields = read_fields(data)
    typed: dict[str, Any] = {
        name: _plain(fields[name][0], most) for name, most in _TEXTS.items() if fields.get(name)
    }
    if "choices" in fields:
        typed["choices"] = [_plain(item, _MAX_ID) for item in fields["choices"][:_MAX_ITEMS]]
    pairs = list(zip(fields.get("key", []), fields.get("value", []), strict=False))[:_MAX_ITEMS]
    rows = [[_plain(key, _MAX_SHORT), _plain(value, _MAX_SHORT)] for key, value in pairs]
    if rows:
        typed["context"] = [row for row in rows if any(row)]
    places = {name: values[0] for name, values in fields.items() if name.startswith(_PLACE)}
    if places:
        typed["places"] = {
            name.removeprefix(_PLACE)[:_MAX_ID]: int(text)
            for name, text in list(places.items())[:_MAX_ITEMS]
            if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS
        }
    return typed


def _plain(text: str, most: int) -> str:
    """Return a text that every database can keep, with the line ends that were typed."""
    return join_lines(text).replace("\x00", "")[:most]
