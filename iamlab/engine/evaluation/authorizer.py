"""The evaluator: answers questions about one snapshot, briefly or in full."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from iamlab.engine.evaluation.case import Case, Directory, role_arn_in
from iamlab.engine.evaluation.combine import Answers, combine
from iamlab.engine.evaluation.explain import explain_plan
from iamlab.engine.evaluation.messages import access_denied_message
from iamlab.engine.evaluation.plan import Candidate, Plan, build_plan
from iamlab.engine.evaluation.request import Request
from iamlab.engine.evaluation.rules import AWS_RULES, NOTHING_OFF, EvaluationRules, WhatIf
from iamlab.engine.evaluation.skeletons import Skeleton, build_skeleton
from iamlab.engine.evaluation.snapshot import Snapshot
from iamlab.engine.evaluation.sts_limits import check_sts_limits
from iamlab.engine.evaluation.surroundings import fill_context
from iamlab.engine.evaluation.trace import Decision, Trace
from iamlab.engine.matching import Context

_KEPT_PLANS = 16_384
_KEPT_REACHES = 65_536
_KEPT_SKELETONS = 1_024
_BY_RESOURCE = frozenset({"iam", "kms", "sts"})
"""Services for which the name of the resource itself can change the plan (E12, E16)."""

_NO_CONTEXT = Context()

Key = tuple[object, str, str | None]
_Kept = TypeVar("_Kept")


class Reach(NamedTuple):
    """The candidates of a plan that can cover one resource.

    `plan` is about this very resource. `open` candidates depend on the context and are looked at
    for each request; `settled` is the decision itself when there are none.
    """

    plan: Plan
    certain: tuple[Candidate, ...]
    open: tuple[Candidate, ...]
    settled: Decision | None


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
        self._directory = Directory(snapshot)
        self._plans: dict[object, Plan] = {}
        self._reaches: dict[Key, Reach] = {}
        self._skeletons: dict[Key, Skeleton] = {}

    def decide(self, request: Request) -> Decision:
        """Return the verdict with its reason, the statements that matched and the missing keys.

        Raises RequestError for a question that cannot be asked, AuthenticationError for credentials
        that AWS refuses (E1), DocumentError when a policy in play cannot be read (G10).
        """
        reach = self._reach(_key(request), request)
        if reach.settled is not None:
            return reach.settled
        return self._settle(reach, self._context(reach.plan, request))

    def explain(self, request: Request) -> Trace:
        """Return the whole story, its decision being what `decide` returns. Raises likewise."""
        key = _key(request)
        reach = self._reach(key, request)
        context = self._context(reach.plan, request)
        decision = reach.settled or self._settle(reach, context)
        skeleton = self._skeletons.get(key)
        if skeleton is None:
            skeleton = _keep(self._skeletons, _KEPT_SKELETONS, key, build_skeleton(reach.plan))
        return explain_plan(reach.plan, skeleton, request, decision, context, self.what_if)

    def message(self, request: Request, decision: Decision) -> str:
        """Return AWS's own sentence for a denied request (M7), empty for an allowed one."""
        return access_denied_message(self._reach(_key(request), request).plan.case, decision)

    def keys_in_play(self, request: Request) -> tuple[str, ...]:
        """Return the condition keys and variables that can bear on a request, in policy order.

        They are those of the statements about this action and this caller. Raises like `decide`.
        """
        names: dict[str, str] = {}
        for candidate in self._reach(_key(request), request).plan.candidates:
            for name in candidate.statement.keys:
                names.setdefault(name.lower(), name)
        return tuple(names.values())

    def _reach(self, key: Key, request: Request) -> Reach:
        found = self._reaches.get(key)
        if found is None:
            case = self._directory.case(request)
            plan = self._plan(case, key[0])
            reach = self._build_reach(replace(plan, case=case))
            found = _keep(self._reaches, _KEPT_REACHES, key, reach)
        return found

    def _plan(self, case: Case, caller_key: object) -> Plan:
        holder = case.holder.arn if case.holder is not None else None
        scope = case.resource if case.service in _BY_RESOURCE else None
        key = (caller_key, case.owner, holder, scope)
        plan = self._plans.get(key)
        if plan is None:
            plan = build_plan(case, self.rules, self.what_if)
            _keep(self._plans, _KEPT_PLANS, key, plan)
        return plan

    def _build_reach(self, plan: Plan) -> Reach:
        certain: list[Candidate] = []
        open_: list[Candidate] = []
        for candidate in plan.candidates:
            statement = candidate.statement
            if statement.may_cover_resource(plan.case.target):
                (open_ if statement.conditional else certain).append(candidate)
        reach = Reach(plan, tuple(certain), tuple(open_), None)
        if open_ or plan.limited:
            return reach
        return reach._replace(settled=self._settle(reach, _NO_CONTEXT))

    def _context(self, plan: Plan, request: Request) -> Context:
        context = fill_context(plan.surroundings, request)
        if plan.limited:
            role = self.snapshot.identities.get(plan.case.resource)
            check_sts_limits(plan.case, context, role)
        return context

    def _settle(self, reach: Reach, context: Context) -> Decision:
        answers = Answers()
        target = reach.plan.case.target
        missing: dict[str, str] = {}
        for candidate in reach.certain:
            answers.add(candidate)
        for candidate in reach.open:
            statement = candidate.statement
            for name in statement.missing(target, context):
                missing.setdefault(name.lower(), name)
            if statement.holds(target, context):
                answers.add(candidate)
        verdict, reason, layer = combine(reach.plan, answers, self.rules)
        return Decision(verdict, reason, layer, answers.records(), tuple(missing.values()))


def _key(request: Request) -> Key:
    """Return what a request's static part hangs on: the caller as far as it is known, and what."""
    principal, context = request.principal, request.context
    role_arn = role_arn_in(context) if context and ":assumed-role/" in principal else None
    caller = (
        principal,
        role_arn,
        request.parent,
        request.action,
        request.session_policies,
        request.endpoint_policies,
        request.credentials,
    )
    return caller, request.resource, request.resource_account


def _keep(store: dict[Any, _Kept], most: int, key: object, value: _Kept) -> _Kept:
    """Remember a value, and forget everything when there is too much."""
    if len(store) >= most:
        store.clear()
    store[key] = value
    return value
