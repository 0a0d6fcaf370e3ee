"""ARN templates such as `arn:${Partition}:s3:::${BucketName}`, and how closely an ARN fits one.

A placeholder first stands for text without `:` and `/`. Many names do hold slashes (log groups,
roles with paths, secrets), so a template may also fit loosely, each placeholder taking anything;
of the templates that fit only loosely the one with the most literal text is meant. A resource
part that is one bare placeholder (a bucket, a queue) never fits loosely.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

_HOLE = re.compile(r"\$\{[^}]*\}|\*")


class Closeness(NamedTuple):
    """How well an ARN fits; larger is closer: exact first, then the length of the literal text."""

    exact: bool
    literals: int


@dataclass(frozen=True, slots=True)
class ArnTemplate:
    """A template made ready: five leading fields, and the resource part as literals and holes.

    `pieces` has one literal more than `smallest`, which gives the least length (1, or 0 for `*`)
    of the hole after each literal but the last.
    """

    fields: tuple[str, ...]
    exact: re.Pattern[str]
    pieces: tuple[str, ...]
    smallest: tuple[int, ...]
    literals: int

    def match(self, fields: list[str]) -> Closeness | None:
        """Return how closely the six fields of an ARN fit, or None when they don't."""
        resource = fields[5]
        if not resource.startswith(self.pieces[0]):
            return None
        if not all(map(_field_fits, self.fields, fields)):
            return None
        if self.exact.fullmatch(resource):
            return Closeness(exact=True, literals=self.literals)
        if self.literals and self._fits_loosely(resource):
            return Closeness(exact=False, literals=self.literals)
        return None

    def _fits_loosely(self, text: str) -> bool:
        # Leftmost search of each literal is enough for wildcards, and linear in the text.
        last = self.pieces[-1]
        if not self.smallest:
            return text == last
        position = len(self.pieces[0])
        for piece, least in zip(self.pieces[1:-1], self.smallest, strict=False):
            found = text.find(piece, position + least)
            if found < 0:
                return False
            position = found + len(piece)
        return text.endswith(last) and position + self.smallest[-1] <= len(text) - len(last)


def read_template(text: str) -> ArnTemplate:
    """Make a template of AWS's reference ready; `text` has six fields, the rest is free."""
    *fields, resource = text.split(":", 5)
    pieces = tuple(_HOLE.split(resource))
    holes = _HOLE.findall(resource)
    exact = re.escape(pieces[0])
    for hole, piece in zip(holes, pieces[1:], strict=True):
        exact += (".*" if hole == "*" else "[^:/]+") + re.escape(piece)
    return ArnTemplate(
        fields=tuple(fields),
        exact=re.compile(exact, re.DOTALL),
        pieces=pieces,
        smallest=tuple(0 if hole == "*" else 1 for hole in holes),
        literals=sum(map(len, pieces)),
    )


def _field_fits(wanted: str, got: str) -> bool:
    if wanted.startswith("${"):
        return bool(got)
    return wanted in ("*", got)
