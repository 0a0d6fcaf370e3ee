"""Puts requests to the organization before and after an edit, and keeps what changed sides."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.changes.contexts import Contexts, Values
from iamlab.engine.changes.probes import Plan, Probe, plan_probes
from iamlab.engine.changes.shapes import ChangedRequest, Changes
from iamlab.engine.errors import EngineError
from iamlab.engine.evaluation import Authorizer, Request, Snapshot, Verdict

MOST_ASKED = 800
"""Requests that are put to the engine; of more, an even sample is taken."""


def changed_requests(
    before: Snapshot,
    after: Snapshot,
    plan: Plan | None = None,
    *,
    asked: Request | None = None,
    asked_before: Request | None = None,
    most: int = MOST_ASKED,
) -> Changes:
    """Return the requests that one organization allows and the other does not.

    `plan` says what to ask; by default all that the edit can change (see `plan_probes`). `asked`
    is the request that led here: it adds its caller, resource and context; it counts only where it
    changes sides in another context too.
    `asked_before` is the same request where it brings other policies along.
    Only allowed or not allowed makes a side: which layer denies does not matter.
    Raises DocumentError when a changed policy cannot be read; a caller with another unreadable one
    is passed over.
    """
    if plan is None:
        plan = plan_probes(before, after, asked, asked_before=asked_before, most=most)
    asking = _Asking(before, after, asked, asked_before or asked)
    opened: list[ChangedRequest] = []
    closed: list[ChangedRequest] = []
    for probe in plan.probes:
        same = asked is not None and _is_same(probe, asked)
        found = {change.after is Verdict.ALLOWED: change for change in asking.changes(probe, same)}
        if True in found:
            opened.append(found[True])
        if False in found:
            closed.append(found[False])
    return Changes(tuple(opened), tuple(closed), len(plan.probes), plan.considered, plan.complete)


class _Asking:
    """Two organizations, and the contexts in which both are asked."""

    def __init__(
        self,
        before: Snapshot,
        after: Snapshot,
        asked: Request | None,
        asked_before: Request | None,
    ) -> None:
        self._before, self._after = Authorizer(before), Authorizer(after)
        self._asked = asked
        self._asked_before = asked_before
        self._contexts = Contexts(after, asked.context if asked is not None else {})

    def changes(self, probe: Probe, same: bool) -> Iterator[ChangedRequest]:
        """Yield the contexts in which a probe changes sides; none for one nobody can ask.

        A probe that is the `same` as what is asked is put in other contexts only.
        """
        plain = _request(probe, self._asked)
        try:
            contexts = (
                self._contexts.others(plain)
                if same
                else self._contexts.variants(plain, probe.statements)
            )
            for context in contexts:
                request = _request(probe, self._asked, context)
                earlier = _request(probe, self._asked_before, context)
                before = self._before.decide(earlier).verdict
                after = self._after.decide(request).verdict
                if (before is Verdict.ALLOWED) != (after is Verdict.ALLOWED):
                    yield ChangedRequest(request, before, after)
        except EngineError:  # also where another policy of this caller cannot be read
            return


def _request(probe: Probe, asked: Request | None, context: Values | None = None) -> Request:
    """Return a probe as a request; one of the asked caller brings the same policies along."""
    own = asked is not None and asked.principal == probe.principal
    return Request(
        probe.principal,
        probe.action,
        probe.resource,
        context=context or {},
        time=asked.time if asked is not None else None,
        parent=asked.parent if asked is not None and own else None,
        session_policies=asked.session_policies if asked is not None and own else (),
        endpoint_policies=asked.endpoint_policies if asked is not None and own else (),
    )


def _is_same(probe: Probe, asked: Request) -> bool:
    mine = (probe.principal, probe.action.lower(), probe.resource)
    return mine == (asked.principal, asked.action.lower(), asked.resource)
