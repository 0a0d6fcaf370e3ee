"""Reading the fields of a form: short, bounded, and never trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lessons.judging.questions.errors import AnswerUnreadable

MOST_POLICY_CHARACTERS = 20_000
MOST_SHORT_CHARACTERS = 500
MOST_ARN_CHARACTERS = 2_048


def first_text(
    form: Mapping[str, Sequence[str]], name: str, most: int, *, strip: bool = True
) -> str:
    """Return the first value of a field, empty without one. Raises AnswerUnreadable when too long.

    Null characters, which no database keeps and no policy has, are left out.
    """
    values = form.get(name) or [""]
    text = str(values[0]).replace("\x00", "")
    if strip:
        text = text.strip()
    if len(text) > most:
        raise AnswerUnreadable(name, f"That is {len(text):,} characters; {most:,} is the most.")
    return text


def chosen(form: Mapping[str, Sequence[str]], name: str, known: Iterable[str]) -> list[str]:
    """Return the options that are ticked, in the order in which they are offered.

    Raises AnswerUnreadable for one that the question does not have.
    """
    ticked = {str(value) for value in form.get(name) or [] if value}
    offered = list(known)
    if not ticked <= set(offered):
        raise AnswerUnreadable(name, "This option is not among those of the question.")
    return [item for item in offered if item in ticked]


def text_of(answer: Mapping[str, object], name: str) -> str:
    """Return a text of an answer's data, empty when there is none."""
    value = answer.get(name)
    return value if isinstance(value, str) else ""


def texts_of(answer: Mapping[str, object], name: str) -> list[str]:
    """Return a list of texts of an answer's data, empty when there is none."""
    value = answer.get(name)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
