"""Whether a request of a course file can be asked, and what the engine answers."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine import (
    Authorizer,
    DocumentError,
    EngineError,
    RequestError,
    Snapshot,
    Verdict,
    action_exists,
    condition_key,
    suggest_actions,
)
from iamlab.engine.scenarios import Location
from lessons.content.shapes.asks import Ask, Intent
from lessons.judging.worlds import request_of

Fault = tuple[Location, str]


def ask_faults(snapshot: Snapshot, ask: Ask) -> Iterator[Fault]:
    """Yield why a request cannot be asked in an organization, with the part of it at fault."""
    unknown = list(unknown_names(ask))
    yield from unknown
    if unknown:
        return
    try:
        Authorizer(snapshot).decide(request_of(snapshot, ask))
    except RequestError as error:
        part = error.field if error.field in Ask.model_fields else "principal"
        yield (part,), str(error)
    except DocumentError as error:
        yield (), f"a policy in play cannot be read: {error}"
    except EngineError as error:
        yield (), str(error)


def unknown_names(ask: Ask) -> Iterator[Fault]:
    """Yield the action and the condition keys of a request that AWS does not have."""
    if not action_exists(ask.action):
        meant = suggest_actions(ask.action, limit=1)
        hint = f"; is it `{meant[0]}`?" if meant else ""
        yield ("action",), f"AWS has no action `{ask.action}`{hint}"
    for name in ask.context:
        if condition_key(name) is None:
            yield ("context", name), f"AWS has no condition key `{name}`"


def intent_fault(snapshot: Snapshot, ask: Ask, intent: Intent | None) -> str:
    """Return in what the engine's answer differs from what is claimed, or nothing."""
    if intent is None:
        return ""
    verdict = verdict_of(snapshot, ask)
    if (verdict is Verdict.ALLOWED) == (intent == "allowed"):
        return ""
    return f"it claims that the request is {intent}, but the engine says {WORDS[verdict]}"


def verdict_of(snapshot: Snapshot, ask: Ask) -> Verdict:
    """Return the engine's verdict. Raises EngineError for a request that cannot be asked."""
    return Authorizer(snapshot).decide(request_of(snapshot, ask)).verdict


WORDS = {
    Verdict.ALLOWED: "allowed",
    Verdict.EXPLICIT_DENY: "explicit deny",
    Verdict.IMPLICIT_DENY: "implicit deny",
}
