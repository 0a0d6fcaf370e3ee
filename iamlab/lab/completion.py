"""The names that completion may suggest in one policy of a sandbox, and its answers as data."""

from __future__ import annotations

from typing import Any

from iamlab.engine import Snapshot
from iamlab.engine.completion import Completion, Hover, Names, names_of

_RESOURCE = "resource/"


def names_for(snapshot: Snapshot, key: str) -> Names:
    """Return the sandbox's names as one policy sees them: its own account and resource first."""
    about = key.removeprefix(_RESOURCE) if key.startswith(_RESOURCE) else ""
    resource = snapshot.resources.get(about)
    home = resource.account if resource is not None else key.partition("/")[0]
    return names_of(
        snapshot,
        home=home if home in snapshot.accounts else "",
        about=about if resource is not None else "",
    )


def completion_data(completion: Completion) -> dict[str, Any]:
    """Return suggestions as the script reads them."""
    return {
        "start": completion.start,
        "end": completion.end,
        "total": completion.total,
        "suggestions": [
            {
                "label": item.label,
                "insert": item.insert,
                "kind": item.kind,
                "detail": item.detail,
                "description": item.description,
                "select": [item.select_start, item.select_end],
                "goesOn": item.goes_on,
            }
            for item in completion.suggestions
        ],
    }


def hover_data(hover: Hover | None) -> dict[str, Any]:
    """Return an explanation as the script reads it, empty when there is none."""
    if hover is None:
        return {}
    return {
        "start": hover.start,
        "end": hover.end,
        "title": hover.title,
        "kind": hover.kind,
        "sentences": hover.sentences,
        "link": hover.link,
    }
