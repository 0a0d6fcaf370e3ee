"""How the answers of the layers make one verdict: the only place where layers meet (E3 to E13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iamlab.engine.evaluation.plan import Candidate, Plan
from iamlab.engine.evaluation.rules import EvaluationRules
from iamlab.engine.evaluation.words import POLICY_LAYERS, Layer, Reason, Verdict
from iamlab.engine.matching import CallerKind, MatchKind

Outcome = tuple[Verdict, Reason, Layer]

RCP, SCP, ENDPOINT, RESOURCE, IDENTITY, BOUNDARY, SESSION = range(len(POLICY_LAYERS))

_POLICY_ALONE = frozenset({CallerKind.SERVICE, CallerKind.ANONYMOUS, CallerKind.WEB_IDENTITY})
"""Callers without identity-based policies: a resource policy must let them in (E11)."""

_ALLOWED = {
    reason: (Verdict.ALLOWED, reason, layer)
    for reason, layer in (
        (Reason.IDENTITY_ALLOW, Layer.IDENTITY),
        (Reason.RESOURCE_ALLOW, Layer.RESOURCE),
        (Reason.CROSS_ACCOUNT_ALLOW, Layer.RESOURCE),
        (Reason.ROOT_ALLOW, Layer.IDENTITY),
        (Reason.ALWAYS_ALLOWED, Layer.SERVICE),
    )
}
_BELIEVED_GRANTS = (
    ("boundary_grants", BOUNDARY),
    ("session_grants", SESSION),
    ("scp_grants", SCP),
)
"""The layers that only cap, with the switch that makes an evaluator take them for permissions."""

_SILENT = {
    reason: (Verdict.IMPLICIT_DENY, reason, layer)
    for reason, layer in (
        (Reason.NO_SCP_ALLOW, Layer.SCP),
        (Reason.NO_ENDPOINT_ALLOW, Layer.ENDPOINT),
        (Reason.NO_RESOURCE_ALLOW, Layer.RESOURCE),
        (Reason.NO_TRUST_ALLOW, Layer.RESOURCE),
        (Reason.NO_IDENTITY_ALLOW, Layer.IDENTITY),
        (Reason.NO_BOUNDARY_ALLOW, Layer.BOUNDARY),
        (Reason.NO_SESSION_ALLOW, Layer.SESSION),
    )
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What each layer says to one request, collected from the candidates that matched.

    `denies` and `allows` are indexed by the layer's place in POLICY_LAYERS. `scp_levels` counts the
    SCP levels with a matching Allow; `kind` is the strongest way in which the resource policy
    grants (P1).
    """

    denies: tuple[bool, ...]
    allows: tuple[bool, ...]
    scp_levels: int
    kind: MatchKind


def collect(matched: Iterable[Candidate]) -> Answers:
    """Sum up the candidates that matched."""
    denies = [False] * len(POLICY_LAYERS)
    allows = [False] * len(POLICY_LAYERS)
    scp_levels: set[int] = set()
    kind = MatchKind.NONE
    for candidate in matched:
        layer = candidate.layer
        if candidate.statement.deny:
            denies[layer] = True
            continue
        allows[layer] = True
        if layer == SCP:
            scp_levels.add(candidate.level)
        elif layer == RESOURCE:
            kind = max(kind, candidate.record.kind)
    return Answers(tuple(denies), tuple(allows), len(scp_levels), kind)


def combine(plan: Plan, answers: Answers, rules: EvaluationRules) -> Outcome:
    """Return the verdict, its reason and the layer that is reported."""
    if plan.always_allowed is not None:
        return _ALLOWED[Reason.ALWAYS_ALLOWED]
    grant = _grant(plan, answers, rules)
    if True in answers.denies and (rules.deny_wins or grant[0] is not Verdict.ALLOWED):
        layer = POLICY_LAYERS[answers.denies.index(True)]
        return Verdict.EXPLICIT_DENY, Reason.EXPLICIT_DENY, layer
    if plan.refused is not None and plan.refused.reason is not None:
        return Verdict.IMPLICIT_DENY, plan.refused.reason, Layer.SERVICE
    return _guardrail(plan, answers, rules) or grant


def _guardrail(plan: Plan, answers: Answers, rules: EvaluationRules) -> Outcome | None:
    """Return the first guardrail that does not allow: SCPs level by level, then the endpoint."""
    if plan.grounds.applies[SCP] and rules.scp_must_allow:
        reached = answers.scp_levels
        needed = plan.grounds.level_counts[SCP] if rules.scp_every_level else 1
        if reached < needed:
            return _SILENT[Reason.NO_SCP_ALLOW]
    if plan.grounds.applies[ENDPOINT] and not answers.allows[ENDPOINT]:
        return _SILENT[Reason.NO_ENDPOINT_ALLOW]
    return None


def _grant(plan: Plan, answers: Answers, rules: EvaluationRules) -> Outcome:
    """Return what the granting layers say, guardrails and Denies left aside."""
    case = plan.case
    kind = answers.kind
    no_policy = _SILENT[Reason.NO_TRUST_ALLOW if case.is_trust else Reason.NO_RESOURCE_ALLOW]
    if case.caller.kind in _POLICY_ALONE:
        return no_policy if kind is MatchKind.NONE else _ALLOWED[Reason.RESOURCE_ALLOW]
    silent = _identity_path(plan, answers, rules)
    if not case.same_account:
        return _across_accounts(plan, answers, rules, silent) or no_policy
    if plan.mandatory and kind is MatchKind.NONE:
        return no_policy
    if silent is None and not (plan.mandatory and kind > MatchKind.ACCOUNT):
        if not rules.either_side_in_account and plan.grounds.applies[RESOURCE] and not kind:
            return no_policy
        return _by_identity(plan, answers, rules)
    if kind <= MatchKind.ACCOUNT or not rules.either_side_in_account:
        return silent or no_policy
    capped = _caps(plan, answers, kind)
    return capped or _ALLOWED[Reason.RESOURCE_ALLOW]


def _across_accounts(
    plan: Plan, answers: Answers, rules: EvaluationRules, silent: Outcome | None
) -> Outcome | None:
    """Return what caller and owner say when they are of two accounts, None for no owner (E10)."""
    if answers.kind is MatchKind.NONE:
        alone = silent is None and not plan.mandatory and not rules.owner_must_allow
        return _by_identity(plan, answers, rules) if alone else None
    if silent is None:
        return _ALLOWED[Reason.CROSS_ACCOUNT_ALLOW]
    return silent if rules.both_sides_across_accounts else _ALLOWED[Reason.RESOURCE_ALLOW]


def _by_identity(plan: Plan, answers: Answers, rules: EvaluationRules) -> Outcome:
    """Return the allowing outcome of the caller's side, with the layer that grants."""
    if plan.case.acts_as_root:
        return _ALLOWED[Reason.ROOT_ALLOW]
    if not answers.allows[IDENTITY]:
        for switch, layer in _BELIEVED_GRANTS:
            if getattr(rules, switch) and answers.allows[layer]:
                return Verdict.ALLOWED, Reason.IDENTITY_ALLOW, POLICY_LAYERS[layer]
    return _ALLOWED[Reason.IDENTITY_ALLOW]


def _identity_path(plan: Plan, answers: Answers, rules: EvaluationRules) -> Outcome | None:
    """Return the first of identity, boundary and session that does not allow (E8), if any."""
    allowed = plan.case.acts_as_root or answers.allows[IDENTITY]
    if not allowed:
        allowed = any(
            getattr(rules, switch) and answers.allows[layer] for switch, layer in _BELIEVED_GRANTS
        )
    if not allowed:
        return _SILENT[Reason.NO_IDENTITY_ALLOW]
    return _boundary_silent(plan, answers) or _session_silent(plan, answers)


def _caps(plan: Plan, answers: Answers, kind: MatchKind) -> Outcome | None:
    """Return what still limits a direct grant of the resource policy (E9.3 to E9.10, S1)."""
    if kind is MatchKind.PARENT:
        return _boundary_silent(plan, answers) or _session_silent(plan, answers)
    return _boundary_silent(plan, answers) if plan.boundary_caps else None


def _boundary_silent(plan: Plan, answers: Answers) -> Outcome | None:
    if plan.grounds.applies[BOUNDARY] and not answers.allows[BOUNDARY]:
        return _SILENT[Reason.NO_BOUNDARY_ALLOW]
    return None


def _session_silent(plan: Plan, answers: Answers) -> Outcome | None:
    if plan.grounds.applies[SESSION] and not answers.allows[SESSION]:
        return _SILENT[Reason.NO_SESSION_ALLOW]
    return None
