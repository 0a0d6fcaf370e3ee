"""What is known about a piece of a policy, before it is tied to its place in the text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """The name of a thing, what it is, sentences about it, and AWS's page, if known."""

    title: str
    kind: str
    sentences: tuple[str, ...]
    link: str = ""
