"""Reads Principal and NotPrincipal, in every form that G10 lets an evaluator meet."""

from __future__ import annotations

from iamlab.engine.documents.elements import describe, read_strings, show
from iamlab.engine.documents.findings import FindingCollector, Path
from iamlab.engine.documents.grammar import PRINCIPAL_KINDS, suggest
from iamlab.engine.documents.policies import PrincipalEntry
from iamlab.engine.documents.positions import Span
from iamlab.engine.documents.tree import JsonNode, Member, NodeKind

ANYONE = "*"


def anyone(span: Span) -> PrincipalEntry:
    """The entry of the bare star."""
    return PrincipalEntry(ANYONE, ANYONE, span)


def read_principals(
    element: str, node: JsonNode, path: Path, collector: FindingCollector
) -> tuple[PrincipalEntry, ...]:
    """The entries of a Principal or NotPrincipal.

    A bare string other than `*`, or a list, reads as `{"AWS": ...}` (G10).
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    if node.kind is NodeKind.STRING and node.text == ANYONE:
        return (anyone(node.span),)
    if node.kind is NodeKind.OBJECT:
        if not node.members:
            message = f"`{element}` is an empty object and matches nobody; name a principal."
            collector.suggestion("EMPTY_OBJECT_PRINCIPAL", message, node.span, path)
        entries: list[PrincipalEntry] = []
        for member in node.members:
            entries.extend(_read_member(element, member, path, collector))
        return tuple(entries)
    _report_format(element, node, path, collector)
    if node.kind not in (NodeKind.STRING, NodeKind.ARRAY):
        return ()
    return _read_entries("AWS", element, node, path, collector)


def _report_format(element: str, node: JsonNode, path: Path, collector: FindingCollector) -> None:
    if node.kind in (NodeKind.STRING, NodeKind.ARRAY):
        end = 'it is read as `{"AWS": ...}`.'
    else:
        end = f"not {describe(node)}; as it is, it matches nobody."
    collector.error(
        "INVALID_PRINCIPAL_FORMAT",
        f'`{element}` must be `"*"` or an object such as `{{"AWS": "111122223333"}}`; {end}',
        node.span,
        path,
    )


def _read_member(
    element: str, member: Member, path: Path, collector: FindingCollector
) -> tuple[PrincipalEntry, ...]:
    kind = member.key.text
    here = (*path, kind)
    if kind not in PRINCIPAL_KINDS:
        better = suggest(kind, PRINCIPAL_KINDS)
        hint = f"did you mean `{better}`?" if better else "it matches nobody."
        collector.error(
            "INVALID_PRINCIPAL_KEY",
            f"{show(kind)} is not a type of principal; the types are `AWS`, `Service`, "
            f"`Federated` and `CanonicalUser`; {hint}",
            member.key.span,
            here,
        )
        if kind == ANYONE:  # The kind `*` would mean everyone, which nobody wrote here.
            return ()
    return _read_entries(kind, element, member.value, here, collector)


def _read_entries(
    kind: str, element: str, node: JsonNode, path: Path, collector: FindingCollector
) -> tuple[PrincipalEntry, ...]:
    if node.kind is NodeKind.ARRAY and not node.items:
        message = f"`{element}` has an empty list, which matches nobody; name a principal."
        collector.suggestion("EMPTY_ARRAY_PRINCIPAL", message, node.span, path)
    entries = read_strings(element, node, path, collector)
    return tuple(PrincipalEntry(kind, entry.text, entry.span) for entry in entries)
