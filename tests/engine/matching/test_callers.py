"""Who calls: every form of principal that a request may name (section 4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.errors import RequestError
from iamlab.engine.matching import Caller, CallerKind, KnownIdentity, describe_caller

ACCOUNT = "111122223333"
USER = f"arn:aws:iam::{ACCOUNT}:user/dev/ana"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/app/Reader"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/Reader/s1"
FEDERATED = f"arn:aws:sts::{ACCOUNT}:federated-user/guest"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"
WEB_IDENTITY = "sts:assumerolewithwebidentity"


@pytest.mark.parametrize(
    ("principal", "action", "kind"),
    [
        (USER, "", CallerKind.USER),
        (ROLE, "", CallerKind.ROLE),
        (SESSION, "", CallerKind.ROLE),
        (FEDERATED, "", CallerKind.FEDERATED_USER),
        (ROOT, "", CallerKind.ROOT),
        ("lambda.amazonaws.com", "", CallerKind.SERVICE),
        ("ec2.amazonaws.com.cn", "", CallerKind.SERVICE),
        ("delivery.logs.amazonaws.com", "", CallerKind.SERVICE),
        ("anonymous", "", CallerKind.ANONYMOUS),
        (PROVIDER, WEB_IDENTITY, CallerKind.WEB_IDENTITY),
        ("accounts.google.com", WEB_IDENTITY, CallerKind.WEB_IDENTITY),
        ("cognito-identity.amazonaws.com", WEB_IDENTITY, CallerKind.WEB_IDENTITY),
        (
            f"arn:aws:iam::{ACCOUNT}:saml-provider/Corp",
            "sts:assumerolewithsaml",
            CallerKind.WEB_IDENTITY,
        ),
    ],
)
def test_each_form_is_a_kind_of_caller(principal: str, action: str, kind: CallerKind) -> None:
    """E4: the rows of the table."""
    assert describe_caller(principal, action_lower=action).kind is kind


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_a_caller_lives_in_the_partition_of_its_arn(partition: str) -> None:
    """P7."""
    caller = describe_caller(f"arn:{partition}:iam::{ACCOUNT}:user/ana")
    assert caller.partition == partition
    assert f"arn:{partition}:iam::{ACCOUNT}:root" in caller.accounts


def test_a_user_is_named_by_its_arn_its_id_and_its_account() -> None:
    """P table: user ARN and AIDA id DIRECT, account ID and root ARN ACCOUNT."""
    caller = describe_caller(USER, known=KnownIdentity(USER, "AIDAEXAMPLE"))
    assert caller.direct == {USER, "AIDAEXAMPLE"}
    assert caller.parents == frozenset()
    assert caller.accounts == {ACCOUNT, ROOT}


def test_a_role_session_is_named_by_itself_and_by_its_role() -> None:
    """P table: session DIRECT, role ARN with path and AROA id PARENT."""
    caller = describe_caller(SESSION, known=KnownIdentity(ROLE, "AROAEXAMPLE"))
    assert caller.direct == {SESSION}
    assert caller.parents == {ROLE, "AROAEXAMPLE"}
    assert caller.accounts == {ACCOUNT, ROOT}
    assert caller.identity_arn == ROLE


def test_a_session_takes_the_path_of_the_role_that_is_given() -> None:
    """P8, W8."""
    caller = describe_caller(SESSION, role_arn=ROLE)
    assert caller.arn == SESSION
    assert caller.identity_arn == ROLE
    assert caller.parents == {ROLE}


def test_an_unknown_role_has_no_path() -> None:
    """P8."""
    caller = describe_caller(SESSION)
    assert caller.identity_arn == f"arn:aws:iam::{ACCOUNT}:role/Reader"


def test_a_role_without_session_is_known_only_as_a_role() -> None:
    """P6."""
    caller = describe_caller(ROLE)
    assert caller.direct == frozenset()
    assert caller.parents == {ROLE}
    assert caller.session_name is None


def test_a_federated_user_belongs_to_the_user_that_is_given() -> None:
    """P9: which user is data, not the session's name."""
    caller = describe_caller(FEDERATED, parent=USER)
    assert caller.direct == {FEDERATED}
    assert caller.parents == {USER}
    assert caller.identity_arn == USER


def test_a_federated_user_without_that_data_has_no_parent() -> None:
    """P9."""
    caller = describe_caller(FEDERATED)
    assert caller.parents == frozenset()
    assert caller.identity_arn is None


def test_a_federated_session_of_root_has_no_user_behind_it() -> None:
    """P9."""
    caller = describe_caller(FEDERATED, parent=ROOT)
    assert caller.parents == frozenset()
    assert caller.parent_arn == ROOT


def test_root_is_named_only_as_its_account() -> None:
    """P table, Q10."""
    caller = describe_caller(ROOT)
    assert caller.direct == frozenset()
    assert caller.accounts == {ACCOUNT, ROOT}


@pytest.mark.parametrize("principal", ["anonymous", "s3.amazonaws.com"])
def test_a_caller_without_account_is_in_none(principal: str) -> None:
    """W28."""
    caller = describe_caller(principal)
    assert caller.account is None
    assert caller.accounts == frozenset()


def test_a_role_under_the_service_path_is_service_linked() -> None:
    """E5, W6."""
    path = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
    known = KnownIdentity(path)
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/AWSServiceRoleForX/s"
    assert describe_caller(path).service_linked
    assert describe_caller(session, known=known).service_linked
    assert not describe_caller(ROLE).service_linked


@pytest.mark.parametrize(
    ("principal", "signed"),
    [(USER, True), (SESSION, True), (ROOT, True), ("s3.amazonaws.com", True), ("anonymous", False)],
)
def test_only_callers_with_credentials_sign(principal: str, signed: bool) -> None:
    """X table: keys of signed requests."""
    assert describe_caller(principal).signed is signed


def test_a_call_with_an_identity_token_is_unsigned() -> None:
    """S4."""
    assert not describe_caller(PROVIDER, action_lower=WEB_IDENTITY).signed


@pytest.mark.parametrize(
    ("principal", "noun"),
    [
        (USER, "user/ana"),
        (SESSION, "role/Reader"),
        (FEDERATED, "federated-user/guest"),
        (ROOT, "the root user"),
        ("lambda.amazonaws.com", "lambda.amazonaws.com"),
        ("anonymous", "anonymous"),
    ],
)
def test_each_caller_has_short_words(principal: str, noun: str) -> None:
    """M1."""
    assert describe_caller(principal).noun == noun


GARBAGE = [
    "",
    "*",
    "ana",
    ACCOUNT,
    "Anonymous",
    "arn:aws:iam::111122223333",
    "arn:aws:iam::11112222333:user/ana",
    "arn:aws:iam::1111222233334:user/ana",
    "arn:aws:iam::aws:user/ana",
    "arn:aws:iam::１１１１２２２２３３３３:user/ana",
    f"arn:aws:iam::{ACCOUNT}:user",
    f"arn:aws:iam::{ACCOUNT}:user/",
    f"arn:aws:iam::{ACCOUNT}:role/",
    f"arn:aws:iam::{ACCOUNT}:Root",
    f"arn:aws:iam::{ACCOUNT}:root/x",
    f"arn:aws:sts::{ACCOUNT}:assumed-role/Reader",
    f"arn:aws:sts::{ACCOUNT}:assumed-role/Reader/",
    f"arn:aws:sts::{ACCOUNT}:assumed-role//s",
    f"arn:aws:sts::{ACCOUNT}:assumed-role/app/Reader/s",
    f"arn:aws:sts::{ACCOUNT}:federated-user/",
    f"arn:aws:sts::{ACCOUNT}:user/ana",
    f"arn:aws:iam::{ACCOUNT}:assumed-role/Reader/s",
    f"arn:aws:iam::{ACCOUNT}:policy/P",
    f"arn:aws:s3::{ACCOUNT}:user/ana",
    f"ARN:aws:iam::{ACCOUNT}:user/ana",
    f"arn:azure:iam::{ACCOUNT}:user/ana",
    f"arn::iam::{ACCOUNT}:user/ana",
    "lambda.amazonaws.com.evil.example",
    "lambda.amazonaws.com\n",
]


@pytest.mark.parametrize("principal", GARBAGE)
def test_what_cannot_call_is_refused(principal: str) -> None:
    """RequestError names the part of the request at fault."""
    with pytest.raises(RequestError) as caught:
        describe_caller(principal)
    assert caught.value.field == "principal"


def test_a_group_cannot_call() -> None:
    """P1, Q16: groups can never be principals."""
    with pytest.raises(RequestError):
        describe_caller(f"arn:aws:iam::{ACCOUNT}:group/Developers")


@pytest.mark.parametrize("action", ["sts:assumerole", "s3:getobject", ""])
@pytest.mark.parametrize("provider", [PROVIDER, "accounts.google.com"])
def test_an_identity_provider_calls_only_with_its_token(provider: str, action: str) -> None:
    """P table: Federated principals are for unsigned AssumeRoleWith* calls only."""
    with pytest.raises(RequestError):
        describe_caller(provider, action_lower=action)


PIECES = st.sampled_from(
    ["arn", "aws", "iam", "sts", ACCOUNT, "root", "user/", "role/a/b", "assumed-role/a/b", "/", "x"]
)
NEAR_ARNS = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=8).map(":".join)


@given(
    st.one_of(st.text(max_size=40), NEAR_ARNS),
    st.sampled_from(["", "sts:assumerole", WEB_IDENTITY, "sts:assumerolewithsaml"]),
    st.one_of(st.none(), st.text(max_size=10), NEAR_ARNS, st.just(ROLE)),
    st.one_of(st.none(), st.text(max_size=10), NEAR_ARNS, st.just(ROOT)),
)
def test_garbage_raises_nothing_but_a_request_error(
    principal: str, action: str, role_arn: str | None, parent: str | None
) -> None:
    """Whatever stands in a request, the answer is a caller or a RequestError."""
    try:
        caller = describe_caller(principal, action_lower=action, role_arn=role_arn, parent=parent)
    except RequestError:
        return
    assert isinstance(caller, Caller)
    assert caller.noun
