"""Principal and NotPrincipal against every kind of caller: the table of section 4, P1 to P9."""

from __future__ import annotations

import pytest

from iamlab.engine.documents import Position, PrincipalEntry, Span
from iamlab.engine.matching import (
    Caller,
    KnownIdentity,
    MatchKind,
    describe_caller,
    match_entry,
    match_not_principals,
    match_principals,
    missing_from_chain,
)

ACCOUNT = "111122223333"
OTHER = "444455556666"
USER = f"arn:aws:iam::{ACCOUNT}:user/dev/ana"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/app/Reader"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/Reader/s1"
FEDERATED = f"arn:aws:sts::{ACCOUNT}:federated-user/guest"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.example"
WEB_IDENTITY = "sts:assumerolewithwebidentity"
CANONICAL = "79a5" * 16

CALLERS = {
    "user": describe_caller(USER, known=KnownIdentity(USER, "AIDAEXAMPLE"), canonical_id=CANONICAL),
    "session": describe_caller(SESSION, known=KnownIdentity(ROLE, "AROAEXAMPLE")),
    "role": describe_caller(ROLE, known=KnownIdentity(ROLE, "AROAEXAMPLE")),
    "federated": describe_caller(FEDERATED, parent=USER),
    "root": describe_caller(ROOT),
    "service": describe_caller("lambda.amazonaws.com"),
    "anonymous": describe_caller("anonymous"),
    "web": describe_caller(PROVIDER, action_lower=WEB_IDENTITY),
}
NOWHERE = Span(Position(1, 1, 0), Position(1, 1, 0))
NONE, BY_ACCOUNT, PARENT, DIRECT = MatchKind


def entry(kind: str, text: str) -> PrincipalEntry:
    return PrincipalEntry(kind, text, NOWHERE)


def aws(*texts: str) -> tuple[PrincipalEntry, ...]:
    return tuple(entry("AWS", text) for text in texts)


@pytest.mark.parametrize("caller", CALLERS.values(), ids=CALLERS)
@pytest.mark.parametrize("kind", ["*", "AWS"])
def test_a_star_means_everyone(kind: str, caller: Caller) -> None:
    """P table, P4: anonymous and services included, as DIRECT."""
    assert match_entry(entry(kind, "*"), caller) is DIRECT


@pytest.mark.parametrize(
    ("caller", "kind", "text", "expected"),
    [
        ("user", "AWS", USER, DIRECT),
        ("user", "AWS", "AIDAEXAMPLE", DIRECT),
        ("user", "AWS", ACCOUNT, BY_ACCOUNT),
        ("user", "AWS", ROOT, BY_ACCOUNT),
        ("user", "CanonicalUser", CANONICAL, BY_ACCOUNT),
        ("session", "AWS", SESSION, DIRECT),
        ("session", "AWS", ROLE, PARENT),
        ("session", "AWS", "AROAEXAMPLE", PARENT),
        ("session", "AWS", ACCOUNT, BY_ACCOUNT),
        ("role", "AWS", ROLE, PARENT),
        ("federated", "AWS", FEDERATED, DIRECT),
        ("federated", "AWS", USER, PARENT),
        ("federated", "AWS", ROOT, BY_ACCOUNT),
        ("root", "AWS", ROOT, BY_ACCOUNT),
        ("root", "AWS", ACCOUNT, BY_ACCOUNT),
        ("service", "Service", "lambda.amazonaws.com", DIRECT),
        ("web", "Federated", PROVIDER, DIRECT),
    ],
)
def test_each_form_names_its_caller(caller: str, kind: str, text: str, expected: MatchKind) -> None:
    """P table."""
    assert match_entry(entry(kind, text), CALLERS[caller]) is expected


@pytest.mark.parametrize(
    ("caller", "kind", "text"),
    [
        ("user", "AWS", f"arn:aws:iam::{ACCOUNT}:user/ana"),
        ("user", "AWS", USER.upper()),
        ("user", "AWS", USER.replace("ana", "Ana")),
        ("user", "AWS", OTHER),
        ("user", "AWS", f"arn:aws:iam::{OTHER}:root"),
        ("user", "AWS", f"arn:aws-cn:iam::{ACCOUNT}:root"),
        ("user", "AWS", f"arn:aws:iam::{ACCOUNT}:group/Developers"),
        ("user", "Federated", USER),
        ("user", "CanonicalUser", CANONICAL[:-1] + "0"),
        ("user", "Service", "lambda.amazonaws.com"),
        ("user", "aws", USER),
        ("session", "AWS", f"arn:aws:iam::{ACCOUNT}:role/Reader"),
        ("session", "AWS", SESSION.replace("s1", "s2")),
        ("session", "AWS", f"arn:aws:sts::{ACCOUNT}:assumed-role/app/Reader/s1"),
        ("session", "AWS", "AROAOLDROLE"),
        ("session", "Service", "lambda.amazonaws.com"),
        ("root", "AWS", USER),
        ("service", "AWS", "lambda.amazonaws.com"),
        ("service", "Service", "ec2.amazonaws.com"),
        ("anonymous", "AWS", ACCOUNT),
        ("anonymous", "AWS", "anonymous"),
        ("web", "AWS", PROVIDER),
        ("web", "AWS", ACCOUNT),
        ("web", "Federated", "accounts.google.com"),
    ],
)
def test_an_entry_means_nobody_else(caller: str, kind: str, text: str) -> None:
    """P1, P2, P5, P7, P8, W8, W28."""
    assert match_entry(entry(kind, text), CALLERS[caller]) is NONE


@pytest.mark.parametrize(
    "text",
    [f"arn:aws:iam::{ACCOUNT}:user/*", f"arn:aws:iam::{ACCOUNT}:*", "arn:aws:iam::*:root", "**"],
)
def test_only_a_lone_star_is_a_wildcard(text: str) -> None:
    """P2."""
    assert match_entry(entry("AWS", text), CALLERS["user"]) is NONE


@pytest.mark.parametrize("backwards", [False, True])
def test_the_strongest_entry_counts_wherever_it_stands(backwards: bool) -> None:
    """P1: DIRECT, then PARENT, then ACCOUNT."""
    texts = [ACCOUNT, ROLE, SESSION]
    for count, expected in ((3, DIRECT), (2, PARENT), (1, BY_ACCOUNT)):
        chosen = texts[:count][::-1] if backwards else texts[:count]
        assert match_principals(aws(*chosen), CALLERS["session"]) is expected


def test_an_empty_list_means_nobody() -> None:
    """G7."""
    assert match_principals((), CALLERS["user"]) is NONE


CHAINS = [
    ("user", (USER, ACCOUNT)),
    ("user", ("AIDAEXAMPLE", ROOT)),
    ("session", (SESSION, ROLE, ACCOUNT)),
    ("session", (SESSION, "AROAEXAMPLE", ROOT)),
    ("role", (ROLE, ROOT)),
    ("federated", (FEDERATED, USER, ROOT)),
    ("root", (ROOT,)),
    ("root", (ACCOUNT,)),
]


def deny(entries: tuple[PrincipalEntry, ...], caller: Caller, bounded: bool = False) -> MatchKind:
    return match_not_principals(entries, caller, deny=True, bounded=bounded)


@pytest.mark.parametrize(("name", "chain"), CHAINS)
def test_a_deny_spares_a_caller_whose_whole_chain_is_listed(
    name: str, chain: tuple[str, ...]
) -> None:
    """P6."""
    assert deny(aws(*chain), CALLERS[name]) is NONE
    assert missing_from_chain(aws(*chain), CALLERS[name]) == ()


@pytest.mark.parametrize(("name", "chain"), CHAINS)
def test_a_deny_hits_a_caller_when_any_link_is_missing(name: str, chain: tuple[str, ...]) -> None:
    """P6: the strict form, and the missing link has a name."""
    for index in range(len(chain)):
        entries = aws(*chain[:index], *chain[index + 1 :])
        assert deny(entries, CALLERS[name]) is DIRECT
        assert len(missing_from_chain(entries, CALLERS[name])) == 1


@pytest.mark.parametrize(("name", "chain"), CHAINS)
def test_a_deny_hits_every_caller_with_a_boundary(name: str, chain: tuple[str, ...]) -> None:
    """P6, W22."""
    assert deny(aws(*chain), CALLERS[name], bounded=True) is DIRECT


def test_a_service_is_spared_when_it_is_listed_itself() -> None:
    """P6."""
    entries = (entry("Service", "lambda.amazonaws.com"),)
    assert deny(entries, CALLERS["service"]) is NONE
    assert deny(aws(ACCOUNT), CALLERS["service"]) is DIRECT


def test_a_deny_hits_anonymous_callers_whoever_is_listed() -> None:
    """P6."""
    assert deny(aws(ACCOUNT, USER), CALLERS["anonymous"]) is DIRECT


@pytest.mark.parametrize("caller", CALLERS.values(), ids=CALLERS)
@pytest.mark.parametrize("denies", [True, False])
def test_a_star_in_not_principal_matches_nobody(denies: bool, caller: Caller) -> None:
    """P6."""
    for entries in (aws("*"), (entry("*", "*"),), aws(OTHER, "*")):
        assert match_not_principals(entries, caller, deny=denies, bounded=True) is NONE


@pytest.mark.parametrize(
    ("name", "text"),
    [("user", USER), ("user", ACCOUNT), ("session", ROLE), ("federated", USER), ("root", ROOT)],
)
def test_an_allow_leaves_out_whoever_an_entry_names_at_any_kind(name: str, text: str) -> None:
    """P6: an account entry excludes the whole account."""
    assert match_not_principals(aws(text), CALLERS[name], deny=False, bounded=False) is NONE


@pytest.mark.parametrize("caller", CALLERS.values(), ids=CALLERS)
def test_an_allow_applies_to_everyone_else(caller: Caller) -> None:
    """P6: anonymous included, as DIRECT."""
    assert match_not_principals(aws(OTHER), caller, deny=False, bounded=False) is DIRECT


def test_an_allow_does_not_ask_for_a_boundary() -> None:
    """P6: the rule about boundaries is the Deny's."""
    assert match_not_principals(aws(USER), CALLERS["user"], deny=False, bounded=True) is NONE
