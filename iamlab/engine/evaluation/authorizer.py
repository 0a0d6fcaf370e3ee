"""The evaluator: answers questions about one snapshot, briefly or in full."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from iamlab.engine.evaluation.case import Case, Directory, role_arn_in
from iamlab.engine.evaluation.combine import collect, combine
from iamlab.engine.evaluation.exceptions import Effect, Effects, find_effects
from iamlab.engine.evaluation.explanation import (
    Skeleton,
    access_denied_message,
    explain_plan,
    nearest_misses,
)
from iamlab.engine.evaluation.grounds import SINGULAR_ACTIONS, Grounds, lay_grounds
from iamlab.engine.evaluation.plan import Candidate, Plan, build_plan
from iamlab.engine.evaluation.request import Request
from iamlab.engine.evaluation.rules import AWS_RULES, NOTHING_OFF, EvaluationRules, WhatIf
from iamlab.engine.evaluation.snapshot import Snapshot
from iamlab.engine.evaluation.sts_limits import check_sts_limits
from iamlab.engine.evaluation.surroundings import fill_context, region_key
from iamlab.engine.evaluation.trace import Decision, NearestMiss, Report, Trace
from iamlab.engine.evaluation.weighing import find_overruled
from iamlab.engine.evaluation.words import Layer, Verdict
from iamlab.engine.matching import Context

_KEPT_PLANS = 16_384
_KEPT_REACHES = 65_536
_KEPT_SKELETONS = 1_024
_KEPT_DECISIONS = 64
_BY_RESOURCE = frozenset({"iam", "kms", "sts"})
"""Services for which the name of the resource itself can change the plan (E12, E16)."""

Key = tuple[Any, ...]
_Kept = TypeVar("_Kept")


class Reach:
    """The candidates of a plan that can cover one resource.

    `plan` is about this very resource. `open` candidates depend on the context and are looked at
    for each request; which of them match, and which keys are missing, settles the decision, and the
    decisions met so far are kept in `settled`.
    """

    __slots__ = ("certain", "open", "plan", "settled", "surroundings")

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.surroundings = plan.grounds.surroundings.extended(region_key(plan.case))
        self.settled: dict[tuple[tuple[Candidate, ...], tuple[str, ...]], Decision] = {}
        covering = [
            candidate
            for candidate in plan.candidates
            if candidate.statement.may_cover_resource(plan.case.target)
        ]
        self.certain = tuple(item for item in covering if not item.statement.conditional)
        self.open = tuple(item for item in covering if item.statement.conditional)


class Authorizer:
    """Decides and explains requests against a snapshot.

    `rules` are AWS's unless a misconception is wanted; `what_if` switches layers and policies off.
    What depends only on caller, action and resource is worked out once and kept, within bounds; so
    an Authorizer answers a second like question at once, and two with equal arguments answer alike.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        rules: EvaluationRules = AWS_RULES,
        what_if: WhatIf = NOTHING_OFF,
    ) -> None:
        self.snapshot = snapshot
        self.rules = rules
        self.what_if = what_if
        self._directory = Directory(snapshot, rules)
        self._ranks = rules.first_match_wins or rules.specific_allow_wins
        self._plans: dict[object, Plan] = {}
        self._grounds: dict[object, Grounds] = {}
        self._reaches: dict[Key, Reach] = {}
        self._skeletons: dict[Key, Skeleton] = {}

    def decide(self, request: Request) -> Decision:
        """Return the verdict with its reason, the statements that matched and the missing keys.

        Raises RequestError for a question that cannot be asked, AuthenticationError for credentials
        that AWS refuses (E1), DocumentError when a policy in play cannot be read (G10).
        """
        reach = self._reach(_key(request), request)
        return self._decide(reach, self._context(reach, request))

    def explain(self, request: Request) -> Trace:
        """Return the whole story, its decision being what `decide` returns. Raises likewise."""
        key = _key(request)
        reach = self._reach(key, request)
        context = self._context(reach, request)
        decision = self._decide(reach, context)
        skeleton = self._skeletons.get(key)
        if skeleton is None:
            skeleton = _keep(self._skeletons, _KEPT_SKELETONS, key, Skeleton(reach.plan))
        return explain_plan(reach.plan, skeleton, request, decision, context, self.what_if)

    def report(self, request: Request) -> Report:
        """Return what a script wants to know: cheaper than `explain`, alike in what it says.

        Raises like `decide`.
        """
        reach = self._reach(_key(request), request)
        context = self._context(reach, request)
        decision = self._decide(reach, context)
        misses: tuple[NearestMiss, ...] = ()
        if decision.verdict is Verdict.IMPLICIT_DENY and decision.layer is not Layer.SERVICE:
            misses = nearest_misses(reach.plan, decision, context, (decision.layer,))
        message = access_denied_message(reach.plan.case, decision)
        return Report(decision, misses[0] if misses else None, message)

    def keys_in_play(self, request: Request) -> tuple[str, ...]:
        """Return the condition keys and variables that can bear on a request, in policy order.

        They are those of the statements about this action and this caller. Raises like `decide`.
        """
        names: dict[str, str] = {}
        for candidate in self._reach(_key(request), request).plan.candidates:
            for name in candidate.statement.keys:
                names.setdefault(name.lower(), name)
        return tuple(names.values())

    def plan_of(self, request: Request) -> Plan:
        """Return the statements about a request's action and caller, and how they combine.

        Raises like `decide`.
        """
        return self._reach(_key(request), request).plan

    def _reach(self, key: Key, request: Request) -> Reach:
        found = self._reaches.get(key)
        if found is None:
            case = self._directory.case(request)
            plan = self._plan(case, key[3:])
            if plan.case is not case:
                plan = replace(plan, case=case)
            found = _keep(self._reaches, _KEPT_REACHES, key, Reach(plan))
        return found

    def _plan(self, case: Case, caller_key: object) -> Plan:
        holder = case.holder.arn if case.holder is not None else None
        scope = case.resource if case.service in _BY_RESOURCE else None
        place = (caller_key, case.owner, holder, scope, case.crosses_partitions)
        key = (place, case.action_lower)
        plan = self._plans.get(key)
        if plan is None:
            effects = find_effects(case)
            grounds = self._lay_grounds(case, place, effects)
            plan = build_plan(case, grounds, effects, self.rules)
            _keep(self._plans, _KEPT_PLANS, key, plan)
        return plan

    def _lay_grounds(self, case: Case, place: object, effects: Effects) -> Grounds:
        ignored = effects.get(Effect.POLICY_IGNORED)
        singular = case.action_lower if case.action_lower in SINGULAR_ACTIONS else None
        key = (place, case.service, singular, ignored is not None)
        found = self._grounds.get(key)
        if found is None:
            found = lay_grounds(case, self.rules, self.what_if, ignored)
            _keep(self._grounds, _KEPT_PLANS, key, found)
        return found

    def _context(self, reach: Reach, request: Request) -> Context:
        context = fill_context(reach.surroundings, request)
        plan = reach.plan
        if plan.limited:
            role = self.snapshot.identities.get(plan.case.resource)
            check_sts_limits(plan.case, context, role)
        return context

    def _decide(self, reach: Reach, context: Context) -> Decision:
        target = reach.plan.case.target
        matched: list[Candidate] = []
        missing: tuple[str, ...] = ()
        for candidate in reach.open:
            statement = candidate.statement
            missing += statement.missing(target, context)
            if statement.holds(target, context):
                matched.append(candidate)
        key = (tuple(matched), missing)
        found = reach.settled.get(key)
        if found is None:
            found = self._settle(reach.plan, (*reach.certain, *matched), missing)
            _keep(reach.settled, _KEPT_DECISIONS, key, found)
        return found

    def _settle(
        self, plan: Plan, matched: tuple[Candidate, ...], missing: tuple[str, ...]
    ) -> Decision:
        ordered = sorted(matched, key=lambda candidate: candidate.order)
        overruled: frozenset[Candidate] = frozenset()
        if self._ranks:
            overruled = find_overruled(ordered, plan.case, self.rules)
            matched = tuple(candidate for candidate in ordered if candidate not in overruled)
        verdict, reason, layer = combine(plan, collect(matched), self.rules)
        if not self.rules.deny_wins and verdict is not Verdict.EXPLICIT_DENY:
            overruled |= {candidate for candidate in matched if candidate.statement.deny}
        names = {name.lower(): name for name in reversed(missing)}
        return Decision(
            verdict,
            reason,
            layer,
            tuple(candidate.record for candidate in ordered),
            tuple(sorted(names.values(), key=missing.index)),
            tuple(candidate.record for candidate in ordered if candidate in overruled),
        )


def _key(request: Request) -> Key:
    """Return what a request's static part hangs on; the first three say what is asked."""
    principal, context = request.principal, request.context
    return (
        request.action,
        request.resource,
        request.resource_account,
        principal,
        role_arn_in(context, principal) if context else None,
        request.parent,
        request.session_policies,
        request.endpoint_policies,
        request.credentials,
    )


def _keep(store: dict[Any, _Kept], most: int, key: object, value: _Kept) -> _Kept:
    """Remember a value, and forget everything when there is too much."""
    if len(store) >= most:
        store.clear()
    store[key] = value
    return value
