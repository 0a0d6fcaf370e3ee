"""Pages of columns and of rows, for matrices that are too large to be drawn at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from iamlab.lab.matrix.askers import AskerGroup

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number and its first and last item, from 1; `name` is its query parameter."""

    number: int
    first: int
    last: int
    current: bool
    name: str


def list_pages(count: int, current: int, size: int, name: str) -> list[Page]:
    """Return the pages to choose from; none when all fits on one."""
    last = -(-count // size)
    current = current if current <= last else 1
    if last < 2:
        return []
    return [
        Page(page, (page - 1) * size + 1, min(page * size, count), page == current, name)
        for page in range(1, last + 1)
    ]


def page_of(items: Sequence[_Item], page: int, size: int) -> tuple[_Item, ...]:
    """Return one page of a sequence, the first page when there is no such page."""
    return tuple(items[(page - 1) * size : page * size]) or tuple(items[:size])


def page_of_groups(groups: Sequence[AskerGroup], page: int, size: int) -> tuple[AskerGroup, ...]:
    """Return the groups with one page of their principals; groups without any are left out."""
    everyone = [asker for group in groups for asker in group.askers]
    shown = set(page_of(everyone, page, size))
    parts = (
        replace(group, askers=tuple(asker for asker in group.askers if asker in shown))
        for group in groups
    )
    return tuple(part for part in parts if part.askers)
