"""How large an edit is: the measure by which one is smaller than another."""

from __future__ import annotations

from collections.abc import Sequence

from iamlab.engine.documents import TextEdit
from iamlab.engine.repair.shapes import Draft, Size

_WILD = "*?"


def size_of(draft: Draft) -> Size:
    """Return the size of a draft (see `Size`)."""
    if draft.policy is None:
        written = draft.document
        keys = sum(len(value) for value in draft.context.values())
        return Size(draft.values, _wild(written), len(written) + keys)
    text = draft.policy.text
    return Size(draft.values, wildcards_added(text, draft.edits), characters(text, draft.edits))


def characters(text: str, edits: Sequence[TextEdit]) -> int:
    """Count the characters that edits take out and put in, equal ends left aside."""
    return sum(_changed(text[edit.start : edit.end], edit.text) for edit in edits)


def wildcards_added(text: str, edits: Sequence[TextEdit]) -> int:
    """Count how many more wildcards there are after the edits."""
    added = sum(_wild(edit.text) - _wild(text[edit.start : edit.end]) for edit in edits)
    return max(added, 0)


def count_values(value: object) -> int:
    """Count the values in JSON data: what is neither list nor object."""
    if isinstance(value, dict):
        return sum(count_values(item) for item in value.values())
    if isinstance(value, list):
        return sum(count_values(item) for item in value)
    return 1


def _wild(text: str) -> int:
    return sum(text.count(character) for character in _WILD)


def _changed(old: str, new: str) -> int:
    start = 0
    shortest = min(len(old), len(new))
    while start < shortest and old[start] == new[start]:
        start += 1
    end = 0
    while end < shortest - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return len(old) + len(new) - 2 * (start + end)
