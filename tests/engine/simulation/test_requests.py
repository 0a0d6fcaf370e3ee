"""What a line may ask: principals, resources and their owners, and the context."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .lines import (
    ALICE,
    ALLOWING,
    OPEN_TO_ALL,
    REQUEST,
    answer,
    answer_text,
    decide,
    policy,
    statement,
)

BUCKET_ONLY = ("implicitDeny", "NO_RESOURCE_ALLOW")
ALLOWED = ("allowed", "IDENTITY_ALLOW")
TRUSTING_ALL = policy("all", statement(action="*"))


@pytest.mark.parametrize(
    ("resource", "action"),
    [
        ("arn:aws:s3:::reports/q1.csv", "s3:GetObject"),  # the account field is empty
        ("arn:aws:iam::aws:policy/ReadOnlyAccess", "iam:GetPolicy"),  # it is `aws`
        ("arn:aws:sqs:eu-west-1:111122223333:jobs", "sqs:SendMessage"),
    ],
)
def test_owner_is_the_principals_account_unless_the_arn_names_one(
    resource: str, action: str
) -> None:
    asked = {"resource": resource, "action": action}
    assert decide(asked, identity_policies=[TRUSTING_ALL]) == ALLOWED


def test_owner_is_the_account_of_the_arn() -> None:
    asked = {"resource": "arn:aws:sqs:eu-west-1:444455556666:jobs", "action": "sqs:SendMessage"}
    assert decide(asked, identity_policies=[TRUSTING_ALL]) == BUCKET_ONLY


def test_resource_account_says_who_owns_a_bucket() -> None:
    asked = {"resource_account": "444455556666"}
    assert decide(asked, identity_policies=[ALLOWING]) == BUCKET_ONLY
    assert decide(asked, identity_policies=[ALLOWING], resource_policy=OPEN_TO_ALL) == (
        "allowed",
        "CROSS_ACCOUNT_ALLOW",
    )


def test_resource_account_null_is_the_default() -> None:
    text = '{"request": {"principal": "%s", "action": "s3:GetObject", "resource": "%s",'
    text = text % (ALICE, "arn:aws:s3:::reports/q1.csv") + '"resource_account": null},'
    text += f'"identity_policies": [{json.dumps(ALLOWING)}]}}'
    assert answer_text(text)["decision"] == "allowed"


@pytest.mark.parametrize(
    "principal",
    [
        ALICE,
        "arn:aws:iam::111122223333:user/teams/web/alice",
        "arn:aws:sts::111122223333:assumed-role/App/run",
        "arn:aws:iam::111122223333:role/App",
        "arn:aws:iam::111122223333:role/service/App",
    ],
)
def test_users_roles_and_sessions_have_identity_policies(principal: str) -> None:
    assert decide({"principal": principal}, identity_policies=[ALLOWING]) == ALLOWED


def test_root_may_do_everything_in_its_account() -> None:
    assert decide({"principal": "arn:aws:iam::111122223333:root"}) == ("allowed", "ROOT_ALLOW")


@pytest.mark.parametrize("principal", ["anonymous", "lambda.amazonaws.com"])
def test_anonymous_and_services_need_the_resource_policy(principal: str) -> None:
    asked = {"principal": principal}
    assert decide(asked, identity_policies=[ALLOWING]) == BUCKET_ONLY
    assert decide(asked, resource_policy=OPEN_TO_ALL) == ("allowed", "RESOURCE_ALLOW")


def test_service_is_named_by_its_principal() -> None:
    named = policy("bucket", statement(Principal={"Service": "lambda.amazonaws.com"}))
    assert decide({"principal": "lambda.amazonaws.com"}, resource_policy=named) == (
        "allowed",
        "RESOURCE_ALLOW",
    )
    assert decide({"principal": "ec2.amazonaws.com"}, resource_policy=named) == BUCKET_ONLY


def test_federated_user_has_the_policies_of_the_parent_and_needs_a_session_policy() -> None:
    asked = {
        "principal": "arn:aws:sts::111122223333:federated-user/alice-at-work",
        "parent": ALICE,
    }
    layers: dict[str, Any] = {"identity_policies": [ALLOWING]}
    assert decide(asked, **layers) == ("implicitDeny", "NO_SESSION_ALLOW")
    assert decide(asked, **layers, session_policies=[ALLOWING]) == ALLOWED


def test_federated_user_is_let_in_through_the_parent_only_when_it_is_given() -> None:
    asked = {"principal": "arn:aws:sts::111122223333:federated-user/alice"}
    bucket = policy("bucket", statement(Principal={"AWS": ALICE}))
    layers = {"resource_policy": bucket, "session_policies": [ALLOWING]}
    assert decide({**asked, "parent": ALICE}, **layers) == ("allowed", "RESOURCE_ALLOW")
    assert decide(asked, **layers)[0] == "implicitDeny"


def test_role_arn_stands_for_some_session_of_the_role() -> None:
    role = "arn:aws:iam::111122223333:role/App"
    by_role = policy("bucket", statement(Principal={"AWS": role}))
    session = "arn:aws:sts::111122223333:assumed-role/App/run"
    by_session = policy("bucket", statement(Principal={"AWS": session}))
    assert decide({"principal": role}, resource_policy=by_role)[0] == "allowed"
    assert decide({"principal": role}, resource_policy=by_session)[0] == "implicitDeny"
    assert decide({"principal": session}, resource_policy=by_session)[0] == "allowed"


def test_principal_arn_in_the_context_gives_the_path_of_the_role() -> None:
    role = "arn:aws:iam::111122223333:role/service/App"
    asked = {"principal": "arn:aws:sts::111122223333:assumed-role/App/run"}
    with_path = {**asked, "context": {"aws:PrincipalArn": role}}
    by_role = policy("bucket", statement(Principal={"AWS": role}))
    assert decide(with_path, resource_policy=by_role) == ("allowed", "RESOURCE_ALLOW")
    assert decide(asked, resource_policy=by_role)[0] == "implicitDeny"
    assert decide(with_path, identity_policies=[ALLOWING]) == ALLOWED


@pytest.mark.parametrize("context", [None, {}])
def test_context_may_be_null_or_empty(context: Any) -> None:
    text = json.dumps({"request": {"principal": ALICE, "action": "s3:GetObject", "resource": "*"}})
    text = text[:-2] + f', "context": {json.dumps(context)}}}}}'
    assert answer_text(text)["decision"] == "implicitDeny"


@pytest.mark.parametrize(
    ("operator", "wanted", "given"),
    [
        ("StringEquals", "web", "web"),
        ("StringEquals", "web", ["web"]),
        ("Bool", "true", True),
        ("Bool", "false", "false"),
        ("NumericEquals", "5", 5),
        ("NumericLessThan", "2", 1.5),
        ("ForAnyValue:StringEquals", "cost", ["team", "cost"]),
        ("ForAnyValue:NumericEquals", "7", [1, 7.0]),
        ("ForAnyValue:Bool", "true", [False, True]),
        ("StringEquals", "😀\x00", "😀\x00"),
        ("NumericGreaterThan", "5", 10**400),
        ("NumericLessThan", "5", -(10**400)),
    ],
)
def test_context_values_are_texts_numbers_booleans_and_lists_of_them(
    operator: str, wanted: str, given: Any
) -> None:
    only_if = statement(Condition={operator: {"app:key": wanted}})
    asked = {"context": {"app:key": given}}
    assert decide(asked, identity_policies=[policy("p", only_if)]) == ALLOWED
    denied = {"context": {"app:key": "something else"}}
    assert decide(denied, identity_policies=[policy("p", only_if)])[0] == "implicitDeny"


@pytest.mark.parametrize("number", ["1" + "0" * 5000, "1" + "0" * 400 + ".5", "1e999"])
def test_number_beyond_those_of_the_machine_keeps_its_digits(number: str) -> None:
    only_if = statement(Condition={"StringEquals": {"app:key": number}})
    asked = json.dumps({**REQUEST, "context": {"app:key": "NUMBER"}}).replace('"NUMBER"', number)
    layer = json.dumps([policy("p", only_if)])
    assert answer_text(f'{{"request": {asked}, "identity_policies": {layer}}}')["decision"] == (
        "allowed"
    )


def test_context_is_not_filled_with_what_is_not_given() -> None:
    only_over_tls = statement(Condition={"Bool": {"aws:SecureTransport": "true"}})
    result = answer(identity_policies=[policy("p", only_over_tls)])
    assert result["decision"] == "implicitDeny"
    assert result["missing_context_keys"] == ["aws:SecureTransport"]


def test_time_of_the_request_is_known() -> None:
    since_2020 = statement(Condition={"DateGreaterThan": {"aws:CurrentTime": "2020-01-01"}})
    assert decide(identity_policies=[policy("p", since_2020)]) == ALLOWED
    asked = {"context": {"aws:CurrentTime": "2019-06-01T00:00:00Z"}}
    assert decide(asked, identity_policies=[policy("p", since_2020)])[0] == "implicitDeny"


@pytest.mark.parametrize(
    ("state", "code"),
    [("expired", "ExpiredToken"), ("inactive", "InvalidClientTokenId")],
)
def test_refused_credentials_are_an_error_and_no_decision(state: str, code: str) -> None:
    result = answer({"credentials": state}, identity_policies=[ALLOWING])
    assert result["error"]["code"] == code
