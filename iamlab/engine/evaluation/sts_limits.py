"""Limits of STS calls: asking above one is an error of the call, not a denial (S5, S6, S13).

Source: AWS STS API reference, AssumeRole.
"""

from __future__ import annotations

from iamlab.engine.errors import RequestError
from iamlab.engine.evaluation.case import TRUST_ACTIONS, Case
from iamlab.engine.evaluation.snapshot import Identity
from iamlab.engine.matching import CallerKind, Context

LIMITED_ACTIONS = TRUST_ACTIONS | {"sts:getsessiontoken", "sts:getfederationtoken"}
"""The calls whose duration, tags and external ID STS checks itself."""

_LONGEST_ROLE_SESSION = 43_200
_LONGEST_USER_SESSION = 129_600
_LONGEST_ROOT_SESSION = 3600
SHORTEST_SESSION = 900
_LONGEST_CHAINED_SESSION = 3600
MOST_TAGS = 50
LONGEST_TAG_KEY = 128
LONGEST_TAG_VALUE = 256
_SHORTEST_EXTERNAL_ID = 2
_LONGEST_EXTERNAL_ID = 1224


def check_sts_limits(case: Case, context: Context, role: Identity | None) -> None:
    """Raise RequestError when an AssumeRole call asks for more than STS gives.

    `role` is the role to be assumed, when the organization knows it.
    """
    if case.action_lower not in LIMITED_ACTIONS:
        return
    _check_duration(case, context, role)
    _check_tags(context)
    external_id = context.single("sts:externalid")
    if external_id is not None and not (
        _SHORTEST_EXTERNAL_ID <= len(external_id) <= _LONGEST_EXTERNAL_ID
    ):
        raise RequestError("context", "sts:ExternalId must have 2 to 1,224 characters (S13)")


def _check_duration(case: Case, context: Context, role: Identity | None) -> None:
    text = context.single("sts:durationseconds")
    if text is None or not text.isascii() or not text.isdigit():
        return
    seconds = int(text[:12])
    longest = longest_session(case.action_lower, case.caller.kind, role)
    if seconds < SHORTEST_SESSION:
        raise RequestError("context", f"sts:DurationSeconds is {seconds}; the shortest is 900 (S5)")
    if seconds > longest:
        raise RequestError(
            "context",
            f"sts:DurationSeconds is {seconds}; this session can last {longest} seconds at most, "
            "and STS answers with an error instead of shortening it (S5)",
        )


def longest_session(action_lower: str, kind: CallerKind, role: Identity | None) -> int:
    """Return the longest duration, in seconds, that a call may ask for (the table before S5).

    `action_lower` is one of LIMITED_ACTIONS, `kind` what kind of caller makes the call, `role` the
    role to be assumed, when the organization knows it.
    """
    if action_lower not in TRUST_ACTIONS:
        return _LONGEST_ROOT_SESSION if kind is CallerKind.ROOT else _LONGEST_USER_SESSION
    if kind is CallerKind.SERVICE:
        return _LONGEST_ROLE_SESSION
    longest = role.max_session_duration if role is not None else _LONGEST_ROLE_SESSION
    chained = kind is CallerKind.ROLE and action_lower == "sts:assumerole"
    return min(longest, _LONGEST_CHAINED_SESSION) if chained else longest


def _check_tags(context: Context) -> None:
    keys = context.get("aws:tagkeys") or ()
    if len(keys) > MOST_TAGS:
        raise RequestError("context", f"a session can carry 50 tags, not {len(keys)} (S6)")
    for name, values in context.items():
        prefix, _, tag = name.partition("/")
        if prefix.lower() != "aws:requesttag":
            continue
        if len(tag) > LONGEST_TAG_KEY or any(len(value) > LONGEST_TAG_VALUE for value in values):
            raise RequestError(
                "context", "a session tag's key has at most 128 characters, its value 256 (S6)"
            )
