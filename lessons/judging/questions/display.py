"""How requests and policies of a question are shown to people."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from iamlab.engine import PolicyType, Snapshot, split_arn
from iamlab.engine.scenarios import (
    PassedPolicy,
    Role,
    Scenario,
    Single,
    User,
    keys,
    resolve_principal,
    resolve_resource,
    short_name,
)
from lessons.content.references import Place
from lessons.content.shapes.asks import Ask, AskChange, Context, IntendedAsk
from lessons.judging.questions.settings import Setting
from lessons.judging.questions.shapes import Asked, ShownPolicy
from lessons.judging.worlds import changed_ask

_KINDS = {
    PolicyType.TRUST: "Trust policy",
    PolicyType.SCP: "Service control policy",
    PolicyType.RCP: "Resource control policy",
    PolicyType.SESSION: "Session policy",
    PolicyType.ENDPOINT: "VPC endpoint policy",
}
_OF_RESOURCES = {
    "s3": "Bucket policy",
    "kms": "Key policy",
    "sqs": "Queue policy",
    "sns": "Topic policy",
    "lambda": "Function policy",
    "secretsmanager": "Secret policy",
}
_HOLDERS = ("user", "role", "group")


def shown_policies(setting: Setting) -> tuple[ShownPolicy, ...]:
    """Return the policies that the question shows."""
    return tuple(shown_policy(setting, place) for place in setting.shown)


def shown_policy(setting: Setting, place: Place, text: str | None = None) -> ShownPolicy:
    """Return a policy as it is shown, with its own text or another one."""
    kind, owner = _describe(setting.scenario, place)
    return ShownPolicy(
        key=place.key,
        title=place.name,
        kind=kind,
        owner=owner,
        account=place.account,
        text=(setting.text_in(place) if text is None else text).rstrip("\n"),
        type=place.type,
    )


def passed_policies(ask: Ask) -> tuple[ShownPolicy, ...]:
    """Return the session and endpoint policies that come with a request, to be shown too."""
    return tuple(_passed(item, "session") for item in ask.session_policies) + tuple(
        _passed(item, "endpoint") for item in ask.endpoint_policies
    )


def asked_in_words(snapshot: Snapshot, ask: Ask, intended: IntendedAsk | None = None) -> Asked:
    """Return a request with its names in full and the context that its author gives.

    Raises RequestError when a name means nothing.
    """
    principal = resolve_principal(snapshot, ask.principal)
    return Asked(
        principal=principal,
        who=_short(snapshot, principal),
        action=ask.action,
        resource=resolve_resource(snapshot, ask.resource),
        context=context_in_words(ask.context),
        parent="" if ask.parent is None else _short(snapshot, ask.parent),
        title="" if intended is None else intended.title,
        intent="" if intended is None else intended.intent,
    )


def context_in_words(context: Context) -> tuple[tuple[str, str], ...]:
    """Return condition keys and their values as texts."""
    return tuple(
        (
            key,
            ", ".join(
                value_in_words(item) for item in (value if isinstance(value, list) else [value])
            ),
        )
        for key, value in context.items()
    )


def change_in_words(snapshot: Snapshot, ask: Ask, change: AskChange, varied: frozenset[str]) -> str:
    """Return what sets one of several requests apart, with code in backticks.

    `varied` names the parts that any of them gives; each of these is said. Raises RequestError.
    """
    whole = asked_in_words(snapshot, changed_ask(ask, change))
    words = []
    if "action" in varied:
        words.append(f"`{whole.action}`")
    if "resource" in varied:
        words.append(f"on `{whole.resource}`" if words else f"`{whole.resource}`")
    if "principal" in varied:
        words.append(f"as `{whole.who}`" if words else f"`{whole.who}`")
    pairs = " and ".join(f"`{key}` = `{text}`" for key, text in context_in_words(change.context))
    if pairs:
        words.append(f"with {pairs}" if words else pairs)
    elif varied == {"context"}:
        words.append("without further keys")
    return " ".join(words) or "the request as it stands"


def varied_parts(changes: list[AskChange]) -> frozenset[str]:
    """Return which parts of a request any of the changes gives."""
    parts = ("principal", "action", "resource", "context")
    return frozenset(
        part for part in parts if any(getattr(change, part) not in (None, {}) for change in changes)
    )


def common_part(asked: Asked, varied: frozenset[str]) -> Asked:
    """Return what several requests have in common: a request without the parts that vary."""
    if "principal" in varied:
        asked = replace(asked, principal="", who="")
    return replace(
        asked,
        action="" if "action" in varied else asked.action,
        resource="" if "resource" in varied else asked.resource,
    )


def value_in_words(value: Single) -> str:
    """Return a value of a condition key as a policy would write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _short(snapshot: Snapshot, principal: str) -> str:
    name = short_name(snapshot, principal)
    head, slash, rest = name.partition("/")
    alone = len(snapshot.accounts) == 1 and slash and not name.startswith("arn:")
    return rest if alone and any(head == item.name for item in snapshot.accounts.values()) else name


def _passed(policy: PassedPolicy, layer: Literal["session", "endpoint"]) -> ShownPolicy:
    kind = PolicyType(layer)
    key = keys.question_key("ask", layer, policy.name)
    return ShownPolicy(key, policy.name, _KINDS[kind], "", "", policy.document.text, kind)


def _describe(scenario: Scenario | None, place: Place) -> tuple[str, str]:
    """Return what kind of policy this is, and whose."""
    if place.type in _KINDS:
        owner = f"role {place.owner}" if place.type is PolicyType.TRUST else ""
        return _KINDS[place.type], owner
    if place.type is PolicyType.RESOURCE:
        fields = split_arn(place.key.removeprefix("resource/"))
        return _OF_RESOURCES.get(fields[2] if fields else "", "Resource-based policy"), ""
    if place.owner:
        kind = next((item for item in _HOLDERS if f"/{item}/{place.owner}/" in place.key), "")
        return "Inline policy", f"{kind} {place.owner}".strip()
    if place.key.startswith("aws/"):
        return "AWS managed policy", ""
    is_boundary = scenario is not None and _is_boundary(scenario, place)
    return "Permissions boundary" if is_boundary else "Managed policy", ""


def _is_boundary(scenario: Scenario, place: Place) -> bool:
    """Tell whether a managed policy only caps: a boundary of somebody, attached to nobody."""
    names = {place.name, place.key}
    caps = grants = False
    for account in scenario.accounts:
        owners: list[User | Role] = [*account.users, *account.roles]
        for owner in owners:
            caps = caps or owner.boundary in names
            grants = grants or not names.isdisjoint(owner.attached)
        grants = grants or any(not names.isdisjoint(group.attached) for group in account.groups)
    return caps and not grants
