"""Why an element does not match, in one sentence that teaches (M5).

Each function is given the texts of the policy and of the request and looks for the mistake that
people really make: a typo, a bucket for its objects, a wrong case, a wildcard at the wrong place.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile

from iamlab.engine.catalog import find_action, suggest_actions
from iamlab.engine.documents import PrincipalEntry, split_arn
from iamlab.engine.matching import Caller, CallerKind, compile_glob, compile_resource

_SIMILAR = 0.8
_ALMOST = 0.85
_ARN_FIELDS = ("prefix", "partition", "service", "Region", "account")


def diagnose_action(entries: list[str], action: str) -> str:
    """Say why none of the Action entries covers an action."""
    if not entries:
        return "The list of actions is empty, so it covers nothing."
    near = nearest(entries, action)
    service, _, name = action.partition(":")
    if near is not None and "*" not in near and "?" not in near:
        if find_action(near) is None:
            return f"AWS has no action `{near}`; did you mean `{_meant(near, action)}`?"
        if near.lower() == action.lower():
            return f"`{near}` and `{action}` differ in capitals and small letters."
        if near.partition(":")[0].lower() == service.lower() and similarity(near, action) > _ALMOST:
            return f"`{near}` is another action, though its name is close."
    if any(entry.partition(":")[0].lower() == service.lower() for entry in entries):
        return f"It covers other actions of `{service}`, not `{name}`."
    return (
        "It is about a different service." if len(entries) == 1 else "It is about other services."
    )


def diagnose_resource(
    entries: list[str], action: str, asked: str, target: str, unresolved: tuple[str, ...]
) -> str:
    """Say why none of the Resource entries covers what the request names.

    `asked` is the resource of the question, `target` what statements are compared with; they
    differ for an action without resource-level support (R4).
    """
    if not entries:
        return "The list of resources is empty, so it covers nothing."
    if target == "*":
        return _needs_star(action, asked)
    if unresolved:
        return f"`${{{unresolved[0]}}}` has no value in this request, so the entry covers nothing."
    near = nearest(entries, target) or entries[0]
    return (
        _variable_switched_off(near)
        or _bucket_and_object(near, target, action)
        or _field_by_field(near, target)
    )


def diagnose_principal(entries: tuple[PrincipalEntry, ...] | None, caller: Caller) -> str:
    """Say why none of the Principal entries means the caller."""
    if entries is None:
        return "The statement names no Principal, so it means nobody."
    if not entries:
        return "The list of principals is empty, so it means nobody."
    entry = entries[0]
    if any(":group/" in item.text for item in entries):
        return "A group can never be a principal; name its users or a role."
    if entry.kind == "Service" and caller.kind is not CallerKind.SERVICE:
        return (
            "A service principal means the service itself, not the roles that run in it "
            "and not the people who use it."
        )
    if caller.kind is CallerKind.ANONYMOUS:
        return "An anonymous caller is nobody in particular; only `*` means everybody."
    if any("*" in item.text for item in entries if item.text != "*"):
        return (
            "A principal can only be `*` as a whole; for a pattern, use ArnLike "
            "on aws:PrincipalArn in a Condition."
        )
    if caller.kind is CallerKind.ROLE and _same_name(entry.text, caller):
        return "The ARN of the role differs, in its path, its account or in upper and lower case."
    wanted = split_arn(entry.text)
    if wanted is not None and caller.account is not None and wanted[4] != caller.account:
        return f"It names account {wanted[4] or 'none'}; the caller is of {caller.account}."
    if wanted is not None and wanted[4:] == (caller.account, "root"):
        return "It names the root user of the account."
    return "It names somebody else."


def nearest(entries: list[str], text: str) -> str | None:
    """Return the entry most like a text."""
    return max(entries, key=lambda entry: similarity(entry, text), default=None)


@lru_cache(maxsize=16_384)
def similarity(first: str, second: str) -> float:
    """Return how alike two texts are, from 0 to 1: what they share at both ends, case aside."""
    longest = max(len(first), len(second))
    one, other = first.lower(), second.lower()
    if one == other:
        return 1.0
    start = _shared(one, other)
    return (start + _shared(one[start:][::-1], other[start:][::-1])) / longest


def _shared(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _meant(near: str, action: str) -> str:
    if similarity(near, action) > _SIMILAR:
        return action
    return next(iter(suggest_actions(near)), action)


def _needs_star(action: str, asked: str) -> str:
    if asked == "*":
        return "The request names no particular resource, which only `*` covers."
    return (
        f"`{action}` works on no particular resource, so only the literal `*` covers it, "
        "never an ARN."
    )


def _variable_switched_off(entry: str) -> str | None:
    if "${" not in entry:
        return None
    pattern = compile_resource(entry, variables=True)
    if not pattern.tail.variables:
        return None
    return (
        f"`{entry}` does not fit. Variables such as `${{{pattern.tail.variables[0].key}}}` work "
        'only with `"Version": "2012-10-17"`, and only in the last field of an ARN.'
    )


def _bucket_and_object(entry: str, target: str, action: str) -> str | None:
    wanted, got = split_arn(entry), split_arn(target)
    if wanted is None or got is None or wanted[2] != "s3" or got[2] != "s3":
        return None
    bucket, slash, _ = wanted[5].partition("/")
    named, object_slash, _ = got[5].partition("/")
    if not compile_glob(bucket).matches(named):
        return None
    if not slash and object_slash:
        return (
            f"`{entry}` is the bucket; `{action}` works on objects, whose ARNs go on with "
            f"a slash and a key: `{entry}/*`."
        )
    if slash and not object_slash:
        return (
            f"`{entry}` covers objects; `{action}` works on the bucket itself, "
            f"`{':'.join(wanted[:5])}:{bucket}`, without a slash."
        )
    return None


def _field_by_field(entry: str, target: str) -> str:
    wanted, got = split_arn(entry), split_arn(target)
    if wanted is None:
        return f"`{entry}` is no ARN: an ARN has six fields, so it covers nothing."
    if got is None:
        return f"`{target}` is no ARN."
    for name, pattern, text in zip(_ARN_FIELDS, wanted[:5], got[:5], strict=True):
        if not compile_glob(pattern).matches(text):
            have = f"the policy has {_quoted(pattern)}, the request {_quoted(text)}"
            return f"The {name} field differs: {have}."
    if compile_glob(wanted[5]).matches(got[5]):
        return f"A wildcard in `{wanted[5]}` would have to take in a slash."
    if wanted[5].lower() == got[5].lower() or compile_glob(wanted[5].lower()).matches(
        got[5].lower()
    ):
        return "They differ only in upper and lower case, which counts in the name of a resource."
    if "*" not in wanted[5] and "?" not in wanted[5]:
        return "Without a wildcard the two must be equal, and they are not."
    return f"`{wanted[5]}` does not fit `{got[5]}`."


def _quoted(text: str) -> str:
    return f"`{text}`" if text else "nothing"


def _same_name(text: str, caller: Caller) -> bool:
    return text.rsplit("/", 1)[-1].lower() == caller.name.lower()
