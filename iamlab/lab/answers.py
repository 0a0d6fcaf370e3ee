"""The answer to a question of the lab: its trace, and all that the page shows around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from iamlab.engine import (
    LAYER_TITLES,
    Action,
    Authorizer,
    RequestError,
    Snapshot,
    Trace,
    find_action,
    replace_policy,
    suggest_actions,
)
from iamlab.engine.scenarios import Question, short_name
from iamlab.lab.context_rows import ContextRow, FollowedKey, context_rows, followed_keys
from iamlab.lab.questions import LabQuestion, lab_request

_LAYERS = {layer.value: title for layer, title in LAYER_TITLES.items()}


class UnknownAction(RequestError):  # noqa: N818 - it says what happened
    """An action that AWS does not list; `suggestions` are what was probably meant."""

    code = "UNKNOWN_ACTION"

    def __init__(self, name: str) -> None:
        super().__init__("action", f"AWS has no action `{name}`.")
        self.suggestions = suggest_actions(name)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A layer or a policy that is left out of the question: its name in `off`, and its title."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page shows of one answered question.

    `asked` has the principal, action and resource in full. `changed` are the policies with another
    text than the stored one, and `draft_keys` those of them that are in the trace.
    `milliseconds` is the time that the engine took.
    """

    asked: LabQuestion
    trace: Trace
    action: Action
    principal: str
    owner: str
    rows: tuple[ContextRow, ...]
    followed: tuple[FollowedKey, ...]
    left_out: tuple[LeftOut, ...]
    changed: tuple[str, ...]
    draft_keys: frozenset[str]
    draft_names: tuple[str, ...]
    milliseconds: float

    @property
    def missing(self) -> tuple[ContextRow, ...]:
        """The rows of keys that a policy asks for and the request lacks."""
        return tuple(row for row in self.rows if row.missing)


def answer_question(
    snapshot: Snapshot,
    asked: LabQuestion,
    presets: Sequence[Question] = (),
    drafts: Mapping[str, str] | None = None,
) -> Answer:
    """Ask the engine, with `drafts` (texts by policy key) in the place of what is stored.

    Raises UnknownAction, the engine's RequestError and DocumentError, and PrincipalNotFound.
    """
    action = find_action(asked.action.strip())
    if action is None:
        raise UnknownAction(asked.action.strip())
    started = perf_counter()
    stored = snapshot.policies()
    changed = {
        key: text
        for key, text in (drafts or {}).items()
        if key in stored and stored[key].text != text
    }
    for key, text in changed.items():
        snapshot = replace_policy(snapshot, key, text)
    asked = replace(asked, action=action.name)
    request, practice = lab_request(snapshot, asked, presets)
    authorizer = Authorizer(snapshot, what_if=asked.what_if)
    trace = authorizer.explain(request)
    in_play = authorizer.keys_in_play(request)
    milliseconds = (perf_counter() - started) * 1000
    asked = replace(asked, principal=request.principal, resource=request.resource)
    rows = context_rows(trace, in_play, asked.context, practice)
    used = _used_drafts(trace, changed)
    names = {key: policy.name for key, policy in stored.items()}
    return Answer(
        asked=asked,
        trace=trace,
        action=action,
        principal=short_name(snapshot, request.principal),
        owner=_owner(snapshot, trace),
        rows=rows,
        followed=followed_keys(trace, rows),
        left_out=tuple(
            LeftOut(name, _LAYERS.get(name) or names.get(name, name)) for name in asked.off
        ),
        changed=tuple(changed),
        draft_keys=frozenset(used),
        draft_names=tuple(names[key] for key in used),
        milliseconds=milliseconds,
    )


def _used_drafts(trace: Trace, changed: Mapping[str, str]) -> list[str]:
    """Return the drafts among the policies of the trace, in its order."""
    if not changed:
        return []
    keys = (
        policy.policy.key
        for layer in trace.layers
        for level in layer.levels
        for policy in level.policies
    )
    return list(dict.fromkeys(key for key in keys if key in changed))


def _owner(snapshot: Snapshot, trace: Trace) -> str:
    """Say whose the resource is, as a sentence; nothing for an action on nothing in particular."""
    if trace.resource == "*":
        return "" if not trace.owner else "No resource in particular."
    if trace.owner is None:
        return "Nobody here knows whose this is. Name the account that owns it."
    account = snapshot.accounts.get(trace.owner)
    name = f"{account.name} ({account.id})" if account and account.name else trace.owner
    if trace.same_account:
        return f"Owned by {name}, the caller’s own account."
    where = "" if account else ", an account outside this organization"
    return f"Owned by {name}{where}."
