"""Statements and requests over a small universe, so that they meet on every edge."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from iamlab.engine import PolicyType
from tests.engine.description.reading.asking import (
    ACCOUNT,
    ANA,
    ANA_ID,
    APP,
    APP_ID,
    BEN,
    CALLERS,
    CANONICAL,
    GOOGLE,
    GUEST,
    OIDC,
    PARTNER,
    ROOT,
    SESSION,
    STRANGER,
    TARGET,
    VOUCHED,
)

S3, SQS, LAMBDA = "arn:aws:s3:::", f"arn:aws:sqs:eu-west-1:{ACCOUNT}:", "arn:aws:lambda:eu-west-1:"
FUNCTION = f"{LAMBDA}{ACCOUNT}:function:"

ASKED_ACTIONS = (
    *("s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:ListAllMyBuckets"),
    *("sqs:SendMessage", "lambda:InvokeFunction", "iam:GetRole"),
)
TRUST_ACTIONS = ("sts:AssumeRole", "sts:TagSession", "sts:AssumeRoleWithWebIdentity")
SAID_ACTIONS = (
    *ASKED_ACTIONS,
    *("s3:getobject", "s3:Get*", "s3:*", "s3:?etObject", "S3:List*", "*:*", "sqs:*", "lambda:I*n"),
    *("GetObject", "s*:GetObject", "s3:Nothing", "s3:", "iam:*", "s3:Put*", "sqs:*Message"),
    *("lambda:Invoke*", "iam:Get*", "sqs:Nothing", "sts:AssumeRole", "iam:PassRole", "s3:*Buckets"),
)
SAID_TRUST = (*TRUST_ACTIONS, "sts:*", "sts:Assume*", "sts:TagSession", "s3:GetObject", "Assume")
ASKED_RESOURCES = (
    *(f"{S3}b", f"{S3}b/a.pdf", f"{S3}b/in/a.pdf", f"{S3}b/in/", f"{S3}b/ana/x", f"{S3}bc/in/*"),
    *(f"{SQS}jobs", f"{SQS}jobs-dead", f"arn:aws:sqs:us-east-1:{PARTNER}:jobs"),
    *(f"{FUNCTION}f", f"{FUNCTION}fg:1", f"{FUNCTION}f:1", TARGET, APP, "*", f"{S3}b/$x/?"),
    *("arn:aws:iam::aws:policy/ReadOnlyAccess", f"arn:aws:iam::{ACCOUNT}:policy/Mine"),
)
SAID_RESOURCES = (
    *ASKED_RESOURCES,
    *(f"{S3}b/*", f"{S3}b/in/*", f"{S3}b*", f"{S3}*", f"{S3}b/*.pdf", f"{S3}b/?.pdf", f"{S3}?"),
    *(f"{S3}b/${{aws:username}}/*", f"{S3}b/${{aws:PrincipalTag/team, 'in'}}/*", f"{S3}b/**"),
    *(f"{S3}b/in/${{*}}", f"{S3}b/${{$}}x/${{?}}", f"{S3}${{aws:PrincipalTag/team}}/*", f"{S3}b/"),
    *(f"{S3}b/${{aws:TagKeys}}/*", f"{S3}b/${{aws:TagKeys, 'in'}}/*", "reports/*", "arn:aws:s3*"),
    *(f"{SQS}*", f"{SQS}jobs*", f"{SQS}*-dead", "arn:aws:sqs:*:*:jobs", "arn:aws:sqs:*:*:*"),
    *(f"arn:aws:sqs:eu-*:{ACCOUNT}:*", f"arn:*:sqs:*:{ACCOUNT}:j*", "arn:aws:s*:::b", f"{SQS}j?bs"),
    *(f"{FUNCTION}*", f"{FUNCTION}f*", f"{FUNCTION}*g", f"{FUNCTION}f:*", "arn:aws:lambda:*:*:*"),
    *(f"arn:aws:iam::{ACCOUNT}:role/*", "arn:aws:iam::*:role/service/*", "arn:aws:iam::*:policy/*"),
    *("arn:aws:iam::aws:policy/*", f"arn:aws:iam::{ACCOUNT}:*", "arn:aws:iam::*:role/target", "a*"),
    *("arn:aws:iam::${aws:PrincipalAccount}:role/target", "", "**"),
)
PRINCIPALS: dict[str, tuple[str, ...]] = {
    "AWS": (
        *("*", ACCOUNT, PARTNER, ROOT, ANA, BEN, APP, SESSION, GUEST, STRANGER, ANA_ID, APP_ID),
        *(
            f"arn:aws:iam::{ACCOUNT}:user/*",
            f"arn:aws:iam::{ACCOUNT}:group/g",
            "ana",
            "AIDAGONEGONE",
        ),
        *(f"arn:aws:iam::{PARTNER}:root", f"arn:aws:iam::{ACCOUNT}:role/app", "sns.amazonaws.com"),
    ),
    "Service": ("sns.amazonaws.com", "sqs.amazonaws.com", "*", ANA, ""),
    "Federated": (GOOGLE, OIDC, "www.amazon.com", "sns.amazonaws.com"),
    "CanonicalUser": (CANONICAL, "abc", ACCOUNT),
    "aws": (ACCOUNT, "*"),
}

_TEAM = "${aws:PrincipalTag/team}"
_TEXTS = ("blue", "Blue", "bl*", "*", "?lue", "", "red", _TEAM, "${aws:PrincipalTag/team, 'red'}")
_MORE_TEXTS = ("${*}", "${aws:TagKeys}", "${ aws:username }x", "ana", "${bad", "BLUE", "b${?}ue")
_NUMBERS = ("10", "10.0", "9", "-1", "1e1", "ten", "", "${aws:PrincipalTag/team}")
_DATES = (
    "2026-01-01",
    "2026-01-01T00:00:00Z",
    "2026",
    "1767225600",
    "2026-06-01T12:00+02:00",
    "soon",
)
_RANGES = ("10.0.0.0/8", "10.0.0.7", "2001:db8::/32", "::1", "10.0.0.7/33", "home", "0.0.0.0/0")
_ARNS = (ANA, "arn:aws:iam::*:user/*", APP, "arn:aws:s3:::b*", "b", "arn:*:*:*:*:*", "a*:a:b:c:d:e")
_MORE_ARNS = (
    "arn:aws:iam::${aws:PrincipalAccount}:user/ana",
    "${aws:PrincipalTag/team}",
    "arn:aws",
)
FAMILIES: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[Any, ...]], ...] = (
    (
        ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
        ("aws:PrincipalTag/team", "aws:TagKeys", "aws:username", "s3:prefix", "aws:CalledVia"),
        _TEXTS + _MORE_TEXTS,
    ),
    (
        ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
        ("aws:principaltag/team", "aws:TagKeys", "s3:prefix"),
        _TEXTS + _MORE_TEXTS,
    ),
    (
        tuple(
            f"Numeric{name}"
            for name in (
                *("Equals", "NotEquals", "LessThan", "LessThanEquals"),
                *("GreaterThan", "GreaterThanEquals"),
            )
        ),
        ("aws:MultiFactorAuthAge", "s3:max-keys", "aws:TagKeys"),
        (*_NUMBERS, 10, 9.5),
    ),
    (
        tuple(
            f"Date{name}"
            for name in (
                *("Equals", "NotEquals", "LessThan", "LessThanEquals"),
                *("GreaterThan", "GreaterThanEquals"),
            )
        ),
        ("aws:TokenIssueTime", "aws:TagKeys"),
        _DATES,
    ),
    (
        ("Bool",),
        ("aws:SecureTransport", "aws:MultiFactorAuthPresent", "aws:ViaAWSService", "aws:TagKeys"),
        ("true", "false", "TRUE", True, False, "maybe", _TEAM, ""),
    ),
    (("BinaryEquals",), ("acme:digest", "aws:TagKeys"), ("QmFzZQ==", "QmFzZQ=", "", "!")),
    (("IpAddress", "NotIpAddress"), ("aws:SourceIp", "aws:VpcSourceIp", "aws:TagKeys"), _RANGES),
    (
        ("ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"),
        ("aws:SourceArn", "aws:PrincipalArn", "aws:TagKeys"),
        _ARNS + _MORE_ARNS,
    ),
    (
        ("Null",),
        ("aws:TagKeys", "aws:SourceIp", "s3:prefix", "aws:PrincipalTag/team"),
        ("true", "false", "True", "maybe", True),
    ),
    (("StringEqualz", "NullIfExists", "ForSome:Bool"), ("aws:username",), ("true",)),
)
CONTEXT = {
    "aws:PrincipalTag/team": ("blue", "Blue", "red", "b?ue", "*", "", "in", "true", ANA),
    "s3:prefix": ("", "blue", "bl*", "anax", "*"),
    "aws:MultiFactorAuthAge": ("10", 9, "9.5", "old", 11),
    "s3:max-keys": (10, "-1"),
    "aws:TokenIssueTime": ("2026-01-01T00:00:00Z", "1767225601", "2025-12-31T23:59:59Z", "soon"),
    "aws:SecureTransport": ("true", "false", True, "yes"),
    "aws:MultiFactorAuthPresent": ("true", False),
    "acme:digest": ("QmFzZQ==", "QmFzZQ", ""),
    "aws:SourceIp": ("10.0.0.7", "11.0.0.1", "2001:db8::1", "10.0.0.0/8", "home"),
    "aws:VpcSourceIp": ("10.0.0.8",),
    "aws:SourceArn": (ANA, f"{S3}b", f"{S3}bc", "b", "arn:aws:s3:::"),
}
SEVERAL: dict[str, tuple[str, ...]] = {
    "aws:TagKeys": (
        "blue",
        "red",
        "",
        "10",
        "9",
        "2026-01-01",
        "true",
        "10.0.0.7",
        ANA,
        "QmFzZQ==",
    ),
    "aws:CalledVia": ("blue", "red"),
}

# Whom the policies that name nobody can be about: all of the account, some, or sessions alone.
_MINE = tuple(caller for caller in CALLERS if caller.account == ACCOUNT)
_BOUND = tuple(caller for caller in _MINE if caller.principal != ROOT)
_CALLERS = {
    PolicyType.IDENTITY: _BOUND,
    PolicyType.BOUNDARY: _BOUND,
    PolicyType.SCP: _MINE,
    PolicyType.SESSION: tuple(caller for caller in CALLERS if caller.role or caller.parent),
}
_NAMING = (PolicyType.RESOURCE, PolicyType.TRUST, PolicyType.RCP, PolicyType.ENDPOINT)


def naming(kind: PolicyType) -> bool:
    """Tell whether the policy's statements say whom they mean."""
    return kind in _NAMING


def _entries(pool: tuple[Any, ...], most: int = 3) -> st.SearchStrategy[Any]:
    entry = st.sampled_from(pool)
    few = st.lists(entry, max_size=most)
    return st.one_of(entry, few, few, st.lists(entry, min_size=7, max_size=10))


def _principals() -> st.SearchStrategy[Any]:
    return st.one_of(
        st.sampled_from(["*", "*", "*", ANA]),
        st.fixed_dictionaries(
            {}, optional={kind: _entries(pool) for kind, pool in PRINCIPALS.items()}
        ),
        st.fixed_dictionaries({"AWS": _entries(PRINCIPALS["AWS"][1:])}),
    )


@st.composite
def _conditions(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 1, 1, 2, 3]))):
        names, keys, pool = draw(st.sampled_from(FAMILIES))
        operator = draw(st.sampled_from(names))
        if names != FAMILIES[-1][0]:
            operator = draw(st.sampled_from(["", "", "ForAllValues:", "ForAnyValue:"])) + operator
            operator += draw(st.sampled_from(["", "", "IfExists"]))
        key = draw(st.sampled_from(keys))
        found.setdefault(operator, {})[key] = draw(_entries(pool))
    return found


# What a statement is drawn to be about; all else of it is then wide, so that this decides.
_FOCI = ("action", "resource", "principal", "condition", "condition", "condition", "all")
_FOCI_OF_NOBODY = tuple(focus for focus in _FOCI if focus != "principal")


@st.composite
def statements(draw: st.DrawFn, kind: PolicyType) -> dict[str, Any]:
    """Draw a statement for a policy of this type, well-formed or not quite."""
    focus = draw(st.sampled_from(_FOCI if naming(kind) else _FOCI_OF_NOBODY))
    statement: dict[str, Any] = {"Effect": draw(st.sampled_from(["Allow", "Deny"] * 8 + ["deny"]))}
    statement.update(draw(_actions(kind)) if focus in ("action", "all") else {"Action": "*"})
    trust = kind is PolicyType.TRUST
    if focus in ("resource", "all"):
        statement.update(draw(_resources(trust)))
    elif not trust:
        statement["Resource"] = "*"
    if naming(kind):
        who = ["Principal"] * 5 + ["NotPrincipal"] * 4 + [None]
        narrow = focus in ("principal", "all")
        name = draw(st.sampled_from(who)) if narrow else "Principal"
        if name is not None:
            statement[name] = draw(_principals()) if narrow else "*"
    condition = draw(_conditions()) if focus in ("condition", "all") else {}
    return {**statement, "Condition": condition} if condition else statement


@st.composite
def _actions(draw: st.DrawFn, kind: PolicyType) -> dict[str, Any]:
    pool = SAID_TRUST if kind is PolicyType.TRUST else SAID_ACTIONS
    return {draw(st.sampled_from(["Action", "Action", "NotAction"])): draw(_entries(pool))}


@st.composite
def _resources(draw: st.DrawFn, trust: bool) -> dict[str, Any]:
    name = draw(st.sampled_from(["Resource", "Resource", "Resource", "NotResource", None]))
    if name is None or (trust and draw(st.booleans())):
        return {}
    return {name: draw(_entries(SAID_RESOURCES))}


@st.composite
def policies(draw: st.DrawFn) -> tuple[PolicyType, dict[str, Any]]:
    """Draw a policy of one statement, with its type."""
    kind = draw(st.sampled_from(list(PolicyType)))
    version = draw(st.sampled_from(["2012-10-17"] * 5 + ["2008-10-17", None]))
    document = {"Version": version} if version else {}
    return kind, {**document, "Statement": [draw(statements(kind))]}


@st.composite
def questions(draw: st.DrawFn, kind: PolicyType, text: str) -> tuple[Any, ...]:
    """Draw caller, action, resource and context of a request that such a policy may be about."""
    trust = kind is PolicyType.TRUST
    action = draw(st.sampled_from(TRUST_ACTIONS if trust else ASKED_ACTIONS))
    callers = VOUCHED if action.endswith("WebIdentity") else _CALLERS.get(kind, CALLERS)
    resource = TARGET if trust else draw(_asked_resources(action))
    context = draw(contexts(text))
    return draw(st.sampled_from(callers)), action, resource, context


def _asked_resources(action: str) -> st.SearchStrategy[str]:
    """Draw a resource: mostly one of the action's own service."""
    start = f"arn:aws:{action.partition(':')[0]}:"
    own = [arn for arn in ASKED_RESOURCES if arn.startswith(start)]
    return st.one_of(st.sampled_from(own), st.sampled_from(own), st.sampled_from(ASKED_RESOURCES))


def contexts(text: str) -> st.SearchStrategy[dict[str, Any]]:
    """Draw the keys that a policy names: absent, present, empty, several where AWS sends them."""
    lowered = text.lower()
    single = {key: st.sampled_from(pool) for key, pool in CONTEXT.items()}
    several = {key: st.lists(st.sampled_from(pool), max_size=3) for key, pool in SEVERAL.items()}
    named = {key: pool for key, pool in {**single, **several}.items() if key.lower() in lowered}
    return st.fixed_dictionaries({}, optional=named)
