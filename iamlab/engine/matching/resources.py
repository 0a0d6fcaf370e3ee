"""Does a Resource or NotResource entry cover a resource? (R1 to R9)

Source: AWS, "IAM JSON policy elements: Resource".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from iamlab.engine.documents import split_arn
from iamlab.engine.matching.context import Context
from iamlab.engine.matching.variables import Template, parse_template
from iamlab.engine.matching.wildcards import Glob, compile_glob

Matcher = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class ResourcePattern:
    """One compiled entry of Resource or NotResource.

    `everything` is the literal `*`. `heads` are the globs of the first five ARN fields, None when
    the entry is no ARN and matches nothing (R7). `tail` is field six, where alone variables work
    (R6). `matcher` answers at once when the entry has no variables.
    """

    source: str
    everything: bool
    heads: tuple[Glob, ...] | None
    tail: Template
    matcher: Matcher | None

    def matches(self, resource: str, context: Context) -> bool:
        """Tell whether the entry covers a resource: an ARN, or `*` for no particular one."""
        if self.matcher is not None:
            return self.matcher(resource)
        glob = self.tail.glob(context)
        return glob is not None and _matches_fields(self.heads, glob, resource)

    def unresolved(self, context: Context) -> tuple[str, ...]:
        """Return the variables without a value, for which the entry matches nothing (R6)."""
        return () if self.matcher is not None else self.tail.unresolved(context)

    def absent(self, context: Context) -> tuple[str, ...]:
        """Return the variables whose key the request lacks."""
        return () if self.matcher is not None else self.tail.absent(context)


def compile_resource(entry: str, *, variables: bool) -> ResourcePattern:
    """Compile one entry; `variables` tells whether the document's Version enables them (G2)."""
    if entry == "*":
        return ResourcePattern(entry, True, None, parse_template(entry, enabled=False), _anything)
    fields = split_arn(entry)
    if fields is None:
        return ResourcePattern(entry, False, None, parse_template(entry, enabled=False), _nothing)
    heads = tuple(compile_glob(field) for field in fields[:5])
    tail = parse_template(fields[5], enabled=variables)
    matcher = _fixed_matcher(fields, heads, tail) if tail.fixed else None
    return ResourcePattern(entry, False, heads, tail, matcher)


def _fixed_matcher(
    fields: tuple[str, str, str, str, str, str], heads: tuple[Glob, ...], tail: Template
) -> Matcher:
    glob = tail.glob(Context())
    assert glob is not None  # noqa: S101 - a template without variables always resolves
    if all(head.exact is not None for head in heads):
        return _prefixed(":".join(fields[:5]) + ":", glob)
    return lambda resource: _matches_fields(heads, glob, resource)


def _prefixed(prefix: str, glob: Glob) -> Matcher:
    """Match when five literal fields stand first: they hold five colons, so the split is theirs."""
    if glob.exact is not None:
        return (prefix + glob.exact).__eq__
    length = len(prefix)
    matches = glob.matches

    def matcher(resource: str) -> bool:
        return resource.startswith(prefix) and matches(resource[length:])

    return matcher


def _matches_fields(heads: tuple[Glob, ...] | None, tail: Glob, resource: str) -> bool:
    fields = split_arn(resource)
    if fields is None or heads is None:
        return False
    return all(
        head.matches(field) for head, field in zip(heads, fields[:5], strict=True)
    ) and tail.matches(fields[5])


def _anything(resource: str) -> bool:
    return True


def _nothing(resource: str) -> bool:
    return False
