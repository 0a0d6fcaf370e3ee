"""Rules that AWS leaves open or its pages contradict each other about, where they mattered."""

from __future__ import annotations

from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.exceptions import Effect
from iamlab.engine.evaluation.plan import Plan
from iamlab.engine.evaluation.request import Request
from iamlab.engine.evaluation.trace import Decision, LayerTrace, Note
from iamlab.engine.evaluation.words import Layer, Reason, Verdict
from iamlab.engine.matching import CallerKind, MatchKind

_TEXTS = {
    "C5": "AWS does not say what a key with several values does without ForAllValues or "
    "ForAnyValue; here it never matches.",
    "C6": "How AWS treats a key with an empty value is undocumented; here it counts as absent.",
    "C7": "AWS does not say what a number that cannot be read does; here the condition fails.",
    "C10": "An IPv6 address without a prefix is taken as /128; AWS documents only IPv4.",
    "C12": "AWS's pages differ on variables here, and do not say whether a wildcard inside a "
    "substituted value counts; here it is plain text.",
    "C3": "AWS's wording suggests that ForAnyValue with IfExists matches an absent key; testers "
    "report that it does not, and here it does not.",
    "C13": "A variable without a value makes a positive operator fail and a negated one match.",
    "R6": "In NotResource a variable without a value exempts nothing; some simulators differ.",
    "G7": "What an empty list does under an operator is undocumented.",
    "P6": "Which of the caller's ARNs a Deny with NotPrincipal needs can depend on the service; "
    "here the whole chain must be listed.",
    "E7": "In a gateway endpoint's policy an account principal means its root user only.",
    "E9.4": "Some simulators let a session policy limit a grant that names the session itself; "
    "AWS's pages say that it does not.",
    "E9.10": "That a federated user needs a session policy even when a resource policy names its "
    "user is our reading; AWS does not say.",
    "S1": "AWS's pages differ on whether a permissions boundary must allow sts:AssumeRole when the "
    "trust policy names the user; here it must.",
    "E4": "Whether SCPs bind callers that an identity provider vouches for is undocumented; "
    "here they do not.",
    "R8": "AWS's page on NotResource says that a Deny whose list names one service leaves the "
    "others alone; by its own logic it denies them, and here it does.",
    "E16": "Whether a reserved role can be passed to a service is undocumented; here it cannot.",
    "X2": "AWS's pages differ on MFA inside role sessions; here the key is present and false.",
}


def notes_of(
    plan: Plan, request: Request, decision: Decision, layers: tuple[LayerTrace, ...]
) -> tuple[Note, ...]:
    """Return the open rules that bore on a decision, each with the reading that was followed."""
    rules = dict.fromkeys(_from_elements(layers))
    rules.update(dict.fromkeys(_from_case(plan, decision, layers)))
    if _session_without_mfa(plan, request):
        rules["X2"] = None
    return tuple(Note(rule, _TEXTS[rule]) for rule in rules if rule in _TEXTS)


def _session_without_mfa(plan: Plan, request: Request) -> bool:
    """Tell whether a statement tests the MFA key of a role session, which we fill in (X2)."""
    key = "aws:multifactorauthpresent"
    return (
        plan.case.caller.kind is CallerKind.ROLE
        and not any(name.lower() == key for name in request.context)
        and any(name.lower() == key for item in plan.candidates for name in item.statement.keys)
    )


def _from_elements(layers: tuple[LayerTrace, ...]) -> list[str]:
    """Collect from statements whose match hung on the element that carries the note."""
    return [
        note
        for layer in layers
        for level in layer.levels
        for policy in level.policies
        for statement in policy.statements
        for element in statement.elements
        if element.notes
        and all(other.matched is not False for other in statement.elements if other is not element)
        for note in element.notes
    ]


def _from_case(plan: Plan, decision: Decision, layers: tuple[LayerTrace, ...]) -> list[str]:
    case, rules = plan.case, []
    by_layer = {layer.layer: layer for layer in layers}
    strongest = max(
        (item.kind for item in decision.matched if item.layer is Layer.RESOURCE),
        default=MatchKind.NONE,
    )
    if decision.reason is Reason.PROTECTED_RESOURCE and case.action_lower == "iam:passrole":
        rules.append("E16")
    if decision.reason is Reason.NO_BOUNDARY_ALLOW and _boundary_alone(plan, strongest):
        rules.append("S1")
    session_silent = by_layer[Layer.SESSION].says == "silent"
    if decision.reason is Reason.RESOURCE_ALLOW and session_silent:
        rules.append("E9.4")
    if decision.reason is Reason.NO_SESSION_ALLOW and _federated_by_parent(case, strongest):
        rules.append("E9.10")
    guarded = case.owner_account is not None and case.owner_account.scp_levels
    web_identity = case.caller.kind is CallerKind.WEB_IDENTITY
    if web_identity and guarded and decision.verdict is Verdict.ALLOWED:
        rules.append("E4")
    if decision.reason is Reason.NO_ENDPOINT_ALLOW and case.service in ("s3", "dynamodb"):
        rules.extend(_endpoint_note(case, by_layer[Layer.ENDPOINT]))
    return rules


def _boundary_alone(plan: Plan, strongest: MatchKind) -> bool:
    capped = Effect.BOUNDARY_CAPS in plan.effects
    return capped and plan.case.same_account and strongest is MatchKind.DIRECT


def _federated_by_parent(case: Case, strongest: MatchKind) -> bool:
    return (
        case.caller.kind is CallerKind.FEDERATED_USER
        and strongest is MatchKind.PARENT
        and not case.session_policies
    )


def _endpoint_note(case: Case, layer: LayerTrace) -> list[str]:
    names = {
        element.wanted
        for level in layer.levels
        for policy in level.policies
        for statement in policy.statements
        for element in statement.elements
        if element.name == "Principal"
    }
    return ["E7"] if any(name in case.caller.accounts for name in names) else []
