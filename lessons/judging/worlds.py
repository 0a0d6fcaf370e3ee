"""The organization that an exercise or a question is about, as a snapshot, and requests in it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from iamlab.engine import Request, Snapshot, replace_policy
from iamlab.engine.scenarios import Question, Scenario, build_snapshot, make_request
from lessons.content.references import with_policies
from lessons.content.shapes.asks import Ask, AskChange

_MAX_KEPT = 64

# The scenario is kept beside its snapshot, so that its number is not given to another one.
_kept: OrderedDict[int, tuple[Scenario, Snapshot]] = OrderedDict()
_lock = Lock()


def snapshot_of(scenario: Scenario, texts: Mapping[str, str] | None = None) -> Snapshot:
    """Return the scenario's snapshot, with other texts for some policies, by their keys.

    A text for an inline or a resource's policy that is not there yet adds it.
    """
    base = _base(scenario)
    texts = texts or {}
    if not texts.keys() <= base.policies().keys():
        return build_snapshot(with_policies(scenario, texts))
    for key, text in texts.items():
        base = replace_policy(base, key, text)
    return base


def question_of(ask: Ask) -> Question:
    """Return a course file's request as a scenario's question."""
    return Question(
        id="ask",
        title=ask.action,
        kind="ask",
        principal=ask.principal,
        action=ask.action,
        resource=ask.resource,
        context=ask.context,
        parent=ask.parent,
        session_policies=ask.session_policies,
        endpoint_policies=ask.endpoint_policies,
    )


def request_of(snapshot: Snapshot, ask: Ask) -> Request:
    """Return a course file's request with AWS's usual context. Raises RequestError."""
    return make_request(snapshot, question_of(ask))


def changed_ask(ask: Ask, change: AskChange) -> Ask:
    """Return the request with what the change gives in the place of its own parts."""
    given = {
        name: value
        for name in ("principal", "action", "resource")
        if (value := getattr(change, name)) is not None
    }
    return ask.model_copy(update={**given, "context": {**ask.context, **change.context}})


def _base(scenario: Scenario) -> Snapshot:
    number = id(scenario)
    with _lock:
        kept = _kept.get(number)
        if kept is not None:
            _kept.move_to_end(number)
            return kept[1]
    snapshot = build_snapshot(scenario)
    with _lock:
        _kept[number] = (scenario, snapshot)
        while len(_kept) > _MAX_KEPT:
            _kept.popitem(last=False)
    return snapshot
