"""How an evaluator reads Resource entries: AWS's way, or with a rule wrong, as learners often do.

Source: rules R1 to R5; AWS, "IAM JSON policy elements: Resource".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from iamlab.engine.documents import ArnFields, split_arn
from iamlab.engine.matching.context import Context
from iamlab.engine.matching.resources import Matcher, ResourcePattern, compile_resource
from iamlab.engine.matching.variables import Template, Variable
from iamlab.engine.matching.wildcards import Glob, Token, Wild


@dataclass(frozen=True, slots=True)
class ResourceReading:
    """What an evaluator takes Resource entries to cover; the defaults are AWS's.

    object_arn_covers_bucket: `bucket/*` covers the bucket too (R5).
    bucket_arn_covers_objects: a bucket's ARN covers its objects too (R5).
    wildcard_stops_at_slash: `*` takes in no slash (R1).
    resource_case_counts: capitals and small letters differ in field six (R2).
    arn_covers_unscoped_actions: an ARN that ends in a lone `*` covers what names no resource (R4).
    """

    object_arn_covers_bucket: bool = False
    bucket_arn_covers_objects: bool = False
    wildcard_stops_at_slash: bool = False
    resource_case_counts: bool = True
    arn_covers_unscoped_actions: bool = False


@dataclass(frozen=True, slots=True)
class MisreadPattern(ResourcePattern):
    """An entry as an evaluator with another reading takes it; `unscoped` that it covers `*`."""

    reading: ResourceReading = ResourceReading()
    unscoped: bool = False

    def matches(self, resource: str, context: Context) -> bool:
        """Tell whether the entry covers a resource: an ARN, or `*` for no particular one."""
        if self.everything or (self.unscoped and resource == "*"):
            return True
        tokens = _tokens(self.tail, context)
        fields = split_arn(resource)
        if tokens is None or fields is None or self.heads is None:
            return False
        heads = zip(self.heads, fields[:5], strict=True)
        return all(head.matches(field) for head, field in heads) and _tail(tokens, self.reading)(
            fields[5]
        )


def compile_misread(
    entry: str, *, variables: bool, reading: ResourceReading
) -> tuple[ResourcePattern, ...]:
    """Compile one entry under a reading, into one pattern or more that keep the entry's text."""
    return tuple(
        _misread(entry, text, variables, reading) for text in (entry, *_also(entry, reading))
    )


def _misread(entry: str, text: str, variables: bool, reading: ResourceReading) -> ResourcePattern:
    plain = compile_resource(text, variables=variables)
    unscoped = reading.arn_covers_unscoped_actions and _names_everything(split_arn(text))
    pattern = MisreadPattern(
        entry, plain.everything, plain.heads, plain.tail, None, reading, unscoped
    )
    if not plain.tail.fixed:
        return pattern
    return replace(pattern, matcher=_fixed(pattern))


def _fixed(pattern: MisreadPattern) -> Matcher:
    nothing = Context()
    return lambda resource: pattern.matches(resource, nothing)


def _also(entry: str, reading: ResourceReading) -> tuple[str, ...]:
    """Return the texts that the entry is believed to stand for besides itself."""
    fields = split_arn(entry)
    if fields is None or fields[2] != "s3" or "${" in entry:
        return ()
    bucket, slash, key = fields[5].partition("/")
    if reading.object_arn_covers_bucket and key == "*":
        return (entry.removesuffix("/*"),)
    if reading.bucket_arn_covers_objects and bucket and not slash:
        return (f"{entry}/*",)
    return ()


def _names_everything(fields: ArnFields | None) -> bool:
    """Tell whether an ARN names all of a service, or all of one type of resource."""
    if fields is None:
        return False
    kind, slash, rest = fields[5].partition("/")
    return kind == "*" if not slash else rest == "*" and fields[2] != "s3"


def _tail(tokens: Iterable[Token], reading: ResourceReading) -> Matcher:
    """Make the test of field six."""
    fold = not reading.resource_case_counts
    if fold:
        tokens = [token if isinstance(token, Wild) else token.lower() for token in tokens]
    matches = _stopping(tokens) if reading.wildcard_stops_at_slash else Glob(tokens).matches
    return (lambda text: matches(text.lower())) if fold else matches


def _stopping(tokens: Iterable[Token]) -> Matcher:
    """Match part by part between the slashes, so that no wildcard reaches over one."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token is Wild.ANY or token is Wild.STAR:
            parts[-1].append(token)
            continue
        first, *others = str(token).split("/")
        parts[-1].append(first)
        parts.extend([other] for other in others)
    globs = [Glob(part) for part in parts]

    def matches(text: str) -> bool:
        pieces = text.split("/")
        return len(pieces) == len(globs) and all(
            glob.matches(piece) for glob, piece in zip(globs, pieces, strict=True)
        )

    return matches


def _tokens(tail: Template, context: Context) -> list[Token] | None:
    """Return the pieces of field six with variables filled in, None when one has no value."""
    tokens: list[Token] = []
    for token in tail.tokens:
        if not isinstance(token, Variable):
            tokens.append(token)
            continue
        text = token.resolve(context)
        if text is None:
            return None
        if text:
            tokens.append(text)
    return tokens
