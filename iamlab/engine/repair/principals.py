"""Edits of Principal that make a statement mean the caller (P1 to P4)."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.catalog import principal_services
from iamlab.engine.documents import NodeKind, PrincipalEntry, split_arn
from iamlab.engine.evaluation import Snapshot
from iamlab.engine.evaluation.explanation.diagnosis import similarity
from iamlab.engine.matching import ACCOUNT_ID
from iamlab.engine.repair.narrowness import names_its_actions, stays_with_resource
from iamlab.engine.repair.shapes import Draft, Kind
from iamlab.engine.repair.situation import label_of
from iamlab.engine.repair.spots import Spot

_ALMOST = 0.85


def principal_drafts(spot: Spot) -> Iterator[Draft]:
    """Yield edits after which the statement means the caller; nobody is let in by a `*`."""
    named = spot.situation.principal
    entries = spot.statement.source.principals
    if named is None or entries is None:
        return
    kind, text = named
    for entry in entries:
        if entry.kind == kind and _is_mistaken(entry, text, spot.situation.snapshot):
            yield spot.draft(
                Kind.PRINCIPAL_NAME,
                f"Correct the principal to `{text}`",
                spot.editor.replace(entry.span, text),
            )
    narrow = names_its_actions(spot.layer, spot.statement) and stays_with_resource(
        spot.situation, spot.layer, spot.statement
    )
    if narrow:
        yield from _addition(spot, kind, text)


def _addition(spot: Spot, kind: str, text: str) -> Iterator[Draft]:
    node = spot.editor.node(spot.statement.source.element_spans["Principal"])
    if node.kind is not NodeKind.OBJECT:
        return
    title = f"Add `{text}` to the principals of {label_of(spot.statement)}"
    listed = node.get(kind)
    if listed is not None:
        yield spot.draft(Kind.PRINCIPAL, title, spot.editor.add_item(listed.span, text))
    else:
        yield spot.draft(Kind.PRINCIPAL, title, spot.editor.add_member(node.span, kind, text))


def _is_mistaken(entry: PrincipalEntry, text: str, snapshot: Snapshot) -> bool:
    """Tell whether an entry can mean nobody we know, and this principal was probably meant."""
    if entry.text == "*" or entry.text in snapshot.identities or ACCOUNT_ID.fullmatch(entry.text):
        return False
    if entry.kind == "Service" and entry.text in principal_services():
        return False
    wanted, got = split_arn(entry.text), split_arn(text)
    if entry.kind != "AWS" or wanted is None or got is None:
        return similarity(entry.text, text) > _ALMOST
    if wanted[5] == "root":
        return False
    same_name = wanted[5].rpartition("/")[2].lower() == got[5].rpartition("/")[2].lower()
    return same_name or similarity(entry.text, text) > _ALMOST
