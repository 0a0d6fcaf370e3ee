"""Whatever a line is, it is answered with data that JSON can hold."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from iamlab.engine.simulation import Simulator

from .lines import ALICE, ALLOWING, OPEN_TO_ALL, REPORT, Json

SIMULATORS = (Simulator(), Simulator(trace=True))
KEYS = (
    "id",
    "version",
    "request",
    "identity_policies",
    "permissions_boundary",
    "session_policies",
    "resource_policy",
    "service_control_policies",
    "resource_control_policies",
    "endpoint_policies",
)
PRINCIPALS = (
    ALICE,
    "anonymous",
    "lambda.amazonaws.com",
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::111122223333:role/path/App",
    "arn:aws:sts::111122223333:assumed-role/App/run",
    "arn:aws:sts::444455556666:federated-user/bob",
    "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
    "accounts.google.com",
)
ACTIONS = ("s3:GetObject", "sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "kms:Decrypt",
           "iam:PassRole", "sts:GetCallerIdentity", "sts:GetSessionToken", "ec2:RunInstances",
           "none:Such")  # fmt: skip
RESOURCES = (REPORT, "*", "arn:aws:iam::111122223333:role/App", "arn:aws:s3:::b", "arn:aws::::",
             "arn:aws:kms:eu-west-1:111122223333:key/k", "arn:aws:iam::aws:policy/P")  # fmt: skip
CONTEXT_KEYS = ("aws:PrincipalArn", "aws:CurrentTime", "aws:EpochTime", "aws:SourceIp",
                "aws:TagKeys", "sts:DurationSeconds", "sts:ExternalId")  # fmt: skip

texts = (
    st.text()
    | st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF)
    | st.sampled_from(PRINCIPALS + RESOURCES)
)
scalars = (
    st.none() | st.booleans() | st.integers() | st.integers(10**300, 10**320) | st.floats() | texts
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4)
)
statements = st.fixed_dictionaries(
    {},
    optional={
        "Sid": texts,
        "Effect": st.sampled_from(("Allow", "Deny", "allow")) | values,
        "Action": st.sampled_from(("*", "s3:*", "sts:*")) | values,
        "NotAction": values,
        "Principal": st.just("*") | values,
        "NotPrincipal": values,
        "Resource": st.sampled_from(("*", "arn:aws:s3:::${aws:username}/*")) | values,
        "NotResource": values,
        "Condition": st.dictionaries(
            st.sampled_from(("StringLike", "NumericLessThan", "DateEquals", "IpAddress", "Null"))
            | texts,
            st.dictionaries(st.sampled_from(CONTEXT_KEYS) | texts, values, max_size=2) | values,
            max_size=2,
        ),
    },
)
documents = st.fixed_dictionaries(
    {"Version": st.just("2012-10-17"), "Statement": st.lists(statements | values, max_size=3)}
)
policies = (
    st.sampled_from((ALLOWING, OPEN_TO_ALL))
    | st.fixed_dictionaries({"name": texts, "document": documents})
    | values
)
levels = st.lists(
    st.fixed_dictionaries({"target": texts, "policies": st.lists(policies, max_size=2)}) | values,
    max_size=2,
)
requests = st.fixed_dictionaries(
    {
        "principal": st.sampled_from(PRINCIPALS) | values,
        "action": st.sampled_from(ACTIONS) | values,
        "resource": st.sampled_from(RESOURCES) | values,
    },
    optional={
        "resource_account": st.just("444455556666") | values,
        "context": st.dictionaries(st.sampled_from(CONTEXT_KEYS) | texts, values, max_size=4)
        | values,
        "parent": st.just(ALICE) | values,
    },
)
likely_lines = st.fixed_dictionaries(
    {"request": requests},
    optional={
        "id": scalars,
        "identity_policies": st.lists(policies, max_size=2),
        "permissions_boundary": policies,
        "session_policies": st.lists(policies, max_size=2),
        "resource_policy": policies,
        "service_control_policies": levels,
        "resource_control_policies": levels,
        "endpoint_policies": st.lists(policies, max_size=2),
    },
)


def check(text: str) -> None:
    for simulator in SIMULATORS:
        result, answered = simulator.answer(text, 1, 0.0)
        written = json.dumps(result, allow_nan=False)
        assert written.isascii()
        read: Json = json.loads(written)
        assert ("decision" in read) is answered
        assert ("error" in read) is not answered


@given(st.text())
def test_any_text(text: str) -> None:
    check(text)


@given(st.text(alphabet='{}[]":,\\ud8e01-.Nantrulfsid'))
def test_any_text_of_the_characters_of_json(text: str) -> None:
    check("{" + text)


@given(values)
def test_any_json(value: Any) -> None:
    check(json.dumps(value))


@given(st.dictionaries(st.sampled_from(KEYS) | texts, values))
def test_any_object_with_the_right_keys(value: Json) -> None:
    check(json.dumps(value))


@settings(max_examples=300, deadline=None)
@given(likely_lines, st.booleans())
def test_lines_that_are_nearly_right(value: Json, ascii_only: bool) -> None:
    check(json.dumps(value, ensure_ascii=ascii_only))
