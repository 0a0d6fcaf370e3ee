"""Drafts that narrow a Deny: let this request past it and keep what else it protects (E4)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from iamlab.engine.conditions import Family, Quantifier
from iamlab.engine.documents import JsonNode, TextEdit
from iamlab.engine.evaluation import Layer, Policy
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.matching import CallerKind, missing_from_chain
from iamlab.engine.repair.conditions import add_value, missing_key
from iamlab.engine.repair.shapes import Draft, Kind
from iamlab.engine.repair.situation import Situation, is_editable, label_of, root_of
from iamlab.engine.repair.sizes import count_values
from iamlab.engine.repair.spots import Spot
from iamlab.engine.repair.statements import Json, Statement, add_statement

_PRINCIPAL_ARN = "aws:PrincipalArn"
_SERVICE_NAME = "aws:PrincipalServiceName"
_EXCEPTING = frozenset({Family.STRING, Family.ARN, Family.IP_ADDRESS})
_SHOWN = 3


def narrowing_drafts(
    situation: Situation, layer: Layer, policy: Policy, statements: Sequence[CompiledStatement]
) -> Iterator[Draft]:
    """Yield ways past the Denies of one policy, given those of its statements that match.

    No draft takes an action, a resource or a condition out of a Deny: that would open it for
    everybody.
    """
    editor, _ = root_of(policy)
    options = []
    for statement in statements:
        spot = Spot(situation, layer, policy, statement, editor)
        drafts = [_warned(spot, draft) for draft in _ways_past(spot)]
        options.append([draft for draft in drafts if is_editable(policy) or not draft.policy])
    if not all(options):
        return
    if len(options) == 1:
        yield from options[0]
        return
    for kind in (Kind.CONTEXT, Kind.EXCEPTION, Kind.EXCEPT_CALLER, Kind.EXCEPT_REQUEST):
        yield from _together(
            [draft for draft in drafts if draft.kind is kind] for drafts in options
        )


def _together(options: Iterator[list[Draft]]) -> Iterator[Draft]:
    """Join the first way past each of several Denies, when each has one of this kind."""
    chosen = [drafts[0] for drafts in options if drafts]
    if len(chosen) < 2:
        return
    first = chosen[0]
    yield replace(
        first,
        title="; ".join(dict.fromkeys(draft.title for draft in chosen)),
        edits=tuple(edit for draft in chosen for edit in draft.edits),
        context={key: value for draft in chosen for key, value in draft.context.items()},
        values=sum(draft.values for draft in chosen),
        warning=" ".join(dict.fromkeys(draft.warning for draft in chosen)),
    )


def _ways_past(spot: Spot) -> Iterator[Draft]:
    situation, statement = spot.situation, spot.statement
    pairs = list(zip(statement.source.conditions, statement.checks, strict=True))
    for _, check in pairs:
        draft = missing_key(spot, check, wants=False)
        if draft is not None:
            yield draft
    for test, check in pairs:
        value = situation.single(check.key_lower)
        form = check.form
        if form is None or value is None or not form.row.negated:
            continue
        if form.row.family in _EXCEPTING and form.quantifier is Quantifier.NONE:
            title = f"Let {label_of(statement)} spare `{value}` as `{check.key}` too"
            yield spot.draft(Kind.EXCEPTION, title, add_value(spot, test, check, value))
    yield from _listed_exceptions(spot)
    yield from _except_caller(spot)
    yield from _except_request(spot)


def _listed_exceptions(spot: Spot) -> Iterator[Draft]:
    """Add to what NotAction, NotResource or NotPrincipal leave out already."""
    source, case = spot.statement.source, spot.situation.case
    label = label_of(spot.statement)
    if source.not_resources is not None and case.target != "*":
        place = source.element_spans["NotResource"]
        title = f"Let {label} spare this {spot.situation.noun} too, for everybody"
        yield spot.draft(Kind.EXCEPTION, title, spot.editor.add_item(place, case.target))
    if source.not_actions is not None:
        place = source.element_spans["NotAction"]
        title = f"Let {label} spare `{case.action}` too, for everybody"
        yield spot.draft(Kind.EXCEPTION, title, spot.editor.add_item(place, case.action))
    if source.not_principals is not None and not case.bounded:
        missing = missing_from_chain(source.not_principals, case.caller)
        node = spot.editor.node(source.element_spans["NotPrincipal"]).get("AWS")
        if missing and node is not None and "anonymous" not in missing:
            edits = _add_items(spot, node, missing)
            title = f"Let {label} spare {' and '.join(f'`{name}`' for name in missing)} too"
            yield spot.draft(Kind.EXCEPTION, title, edits, values=len(missing))


def _add_items(spot: Spot, node: JsonNode, names: tuple[str, ...]) -> tuple[TextEdit, ...]:
    """Add several texts to one list, or to a lone value."""
    listed = [item.text for item in node.items] or [node.text]
    if len(names) == 1:
        return spot.editor.add_item(node.span, names[0])
    return spot.editor.replace(node.span, [*listed, *names])


def _exception(situation: Situation, *, negated: bool) -> tuple[str, str, str] | None:
    """Return operator, key and value that leave the caller out, or mean just him."""
    word = "Not" if negated else ""
    if situation.case.caller.kind is CallerKind.SERVICE:
        return f"String{word}Equals", _SERVICE_NAME, situation.case.caller.arn
    arn = situation.single(_PRINCIPAL_ARN.lower())
    return (f"Arn{word}Equals", _PRINCIPAL_ARN, arn) if arn else None


def _except_caller(spot: Spot) -> Iterator[Draft]:
    """Leave the caller out of the Deny by a condition on who asks."""
    found = _exception(spot.situation, negated=True)
    if found is None:
        return
    operator, key, value = found
    title = f"Except {spot.situation.case.caller.noun} from {label_of(spot.statement)}"
    edits = _add_condition(spot, operator, key, value)
    if edits:
        yield spot.draft(Kind.EXCEPT_CALLER, title, edits)


def _add_condition(spot: Spot, operator: str, key: str, value: str) -> tuple[TextEdit, ...]:
    source = spot.statement.source
    span = source.element_spans.get("Condition")
    if span is None:
        whole = spot.editor.node(source.span).span
        return spot.editor.add_member(whole, "Condition", {operator: {key: value}})
    block = spot.editor.node(span)
    for member in block.members:
        if member.key.text.lower() != operator.lower():
            continue
        if any(item.key.text.lower() == key.lower() for item in member.value.members):
            return ()
        return spot.editor.add_member(member.value.span, key, value)
    return spot.editor.add_member(block.span, operator, {key: value})


def _except_request(spot: Spot) -> Iterator[Draft]:
    """Split the Deny: others stay denied, and so does the caller on everything else."""
    situation, case = spot.situation, spot.situation.case
    without, only = _exception(situation, negated=True), _exception(situation, negated=False)
    if without is None or only is None or case.target == "*":
        return
    rest = _rest(spot, only)
    added = _add_condition(spot, *without)
    if rest is None or not added:
        return
    edits = (*added, *add_statement(spot.policy, rest))
    title = (
        f"Split {label_of(spot.statement)}: except {case.caller.noun} on this {situation.noun} only"
    )
    yield spot.draft(Kind.EXCEPT_REQUEST, title, edits, values=1 + count_values(rest))


def _rest(spot: Spot, only: tuple[str, str, str]) -> Statement | None:
    """Return the Deny for the caller on all but the asked resource; None when it cannot be said."""
    source, target = spot.statement.source, spot.situation.case.target
    start, end = source.span.start.offset, source.span.end.offset
    made: Statement = json.loads(spot.policy.text[start:end])
    if source.resources is not None:
        texts = [entry.text for entry in source.resources]
        if texts == ["*"]:
            del made["Resource"]
            made["NotResource"] = target
        elif target in texts and len(texts) > 1:
            made["Resource"] = [text for text in texts if text != target]
        else:
            return None
    elif source.not_resources is not None:
        made["NotResource"] = [*(entry.text for entry in source.not_resources), target]
    else:
        return None
    named = spot.situation.principal
    if made.get("Principal") is not None and named is not None and spot.layer is Layer.RESOURCE:
        made["Principal"] = {named[0]: named[1]}
    if _holds_star(made):
        return None
    operator, key, value = only
    condition = made.get("Condition")
    block = dict(condition) if isinstance(condition, dict) else {}
    if operator in block:
        return None
    made["Condition"] = {**block, operator: {key: value}}
    if source.sid is not None:
        made["Sid"] = f"{source.sid}Elsewhere"
    return made


def _holds_star(value: Json) -> bool:
    """Tell whether JSON data holds a bare `*`, which is proposed nowhere, not even in a Deny."""
    if isinstance(value, dict):
        return any(_holds_star(item) for item in value.values())
    if isinstance(value, list):
        return any(_holds_star(item) for item in value)
    return value == "*"


def _warned(spot: Spot, draft: Draft) -> Draft:
    """Say what the Deny protects, and who gets past it."""
    if draft.kind is Kind.CONTEXT:
        return draft
    caller = spot.situation.case.caller.noun
    what = _what(spot.statement)
    everybody = draft.kind is Kind.EXCEPTION and spot.situation.case.caller.noun not in draft.title
    who = "everybody to whom the new exception applies" if everybody else caller
    warning = f"{label_of(spot.statement)} is there to deny {what}. This edit lets {who} past it."
    return replace(draft, warning=warning[:1].upper() + warning[1:])


def _what(statement: CompiledStatement) -> str:
    source = statement.source
    if source.not_actions is not None:
        return "all actions but those that it lists"
    names = [f"`{entry.text}`" for entry in source.actions or ()]
    more = len(names) - _SHOWN
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown
