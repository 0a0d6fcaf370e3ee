"""Trust in identity providers: their names, and the conditions on their tokens."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.validation.principal_policies import (
    GITHUB,
    PROVIDER,
    SAML,
    TRUST,
    Statement,
    findings,
    mended,
    spots,
    trust,
)

WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity"
SYNTAX = "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY"
NO_KEY = "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL"
NO_REPOSITORY = "MISSING_GITHUB_REPO_CONDITION_KEY"
OPEN_SUBJECT = "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED"
AS_SET = "CONFIRM_AUDIENCE_CLAIM_TYPE"
ANY_AUDIENCE = "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE"
AUD, SUB, REF = f"{GITHUB}:aud", f"{GITHUB}:sub", f"{GITHUB}:ref"
MAIN = "repo:acme/api:ref:refs/heads/main"
EKS = "oidc.eks.eu-west-1.amazonaws.com/id/A1B2C3"
EKS_PROVIDER = f"arn:aws:iam::111122223333:oidc-provider/{EKS}"
GOOGLE = "accounts.google.com"
COGNITO = "cognito-identity.amazonaws.com"


def web(provider: Any, condition: Any = None, **more: Any) -> Statement:
    statement = trust({"Federated": provider}, WEB_IDENTITY, **more)
    return statement if condition is None else statement | {"Condition": condition}


@pytest.mark.parametrize("text", [PROVIDER, SAML, EKS_PROVIDER, GOOGLE, "www.amazon.com"])
def test_well_formed_providers_are_left_alone(text: str) -> None:
    assert findings(SYNTAX, TRUST, web(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"https://{GITHUB}", GITHUB),
        (f"https://{GOOGLE}/", GOOGLE),
        (f"arn:aws:iam::111122223333:oidc-provider/https://{GITHUB}", PROVIDER),
    ],
)
def test_address_of_a_provider_loses_its_scheme(text: str, expected: str) -> None:
    assert spots(SYNTAX, TRUST, web(text)) == [text]
    assert mended(SYNTAX, TRUST, web(text))[0]["Principal"] == {"Federated": expected}


def test_provider_that_could_not_use_the_action_is_left_as_it_is() -> None:
    statement = web(f"https://{GITHUB}") | {"Action": "sts:AssumeRole"}
    assert len(findings(SYNTAX, TRUST, statement)) == 1
    assert mended(SYNTAX, TRUST, statement) is None


@pytest.mark.parametrize(
    "text",
    ["google", "", "arn:aws:iam::1111:saml-provider/acme", "arn:aws:iam::111122223333:role/a"],
)
def test_other_texts_are_malformed_without_repair(text: str) -> None:
    assert len(findings(SYNTAX, TRUST, web(text))) == 1
    assert mended(SYNTAX, TRUST, web(text)) is None


def test_wildcards_and_variables_are_for_other_checks() -> None:
    assert findings(SYNTAX, TRUST, web(["*", "arn:aws:iam::${aws:x}:saml-provider/a"])) == []


@pytest.mark.parametrize(
    ("provider", "condition"),
    [
        (GOOGLE, None),
        (GOOGLE, {"StringEquals": {"www.amazon.com:app_id": "a1"}}),
        (EKS_PROVIDER, {"Bool": {"aws:SecureTransport": "true"}}),
        # The keys of a provider with a path hold the path.
        (EKS_PROVIDER, {"StringEquals": {"oidc.eks.eu-west-1.amazonaws.com:aud": "sts"}}),
        (PROVIDER, None),
    ],
)
def test_provider_without_any_condition_of_its_own(provider: str, condition: Any) -> None:
    assert spots(NO_KEY, TRUST, web(provider, condition)) == [provider]


@pytest.mark.parametrize(
    ("provider", "condition"),
    [
        (GOOGLE, {"StringEquals": {f"{GOOGLE}:aud": "1"}}),
        (EKS_PROVIDER, {"StringEquals": {f"{EKS}:sub": "system:serviceaccount:web:api"}}),
        (EKS_PROVIDER, {"StringEquals": {f"{EKS.upper()}:AUD": "sts.amazonaws.com"}}),
        (COGNITO, {"StringEquals": {f"{COGNITO}:aud": "eu-west-1:12345678"}}),
        (SAML, None),
    ],
)
def test_condition_on_a_claim_is_enough(provider: str, condition: Any) -> None:
    assert findings(NO_KEY, TRUST, web(provider, condition)) == []


def test_statement_that_lets_nobody_in_needs_no_condition() -> None:
    assert findings(NO_KEY, TRUST, web(GOOGLE, Effect="Deny")) == []
    assert findings(NO_KEY, TRUST, web(GOOGLE) | {"Action": "sts:TagSession"}) == []


def test_each_provider_of_a_list_is_asked_for() -> None:
    statement = web([GOOGLE, EKS_PROVIDER], {"StringEquals": {f"{GOOGLE}:aud": "1"}})
    assert spots(NO_KEY, TRUST, statement) == [EKS_PROVIDER]


@pytest.mark.parametrize(
    "condition",
    [
        None,
        {"StringEquals": {AUD: "sts.amazonaws.com"}},
        {"Null": {SUB: "false"}},
        {"StringNotEquals": {SUB: MAIN}},
        {"StringEquals": {"gitlab.com:sub": "x"}},
        {"Nonsense": {SUB: MAIN}},
    ],
)
def test_github_without_a_repository(condition: Any) -> None:
    assert spots(NO_REPOSITORY, TRUST, web(PROVIDER, condition)) == [PROVIDER]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {SUB: MAIN}},
        {"StringLike": {SUB.upper(): "repo:acme/api:*"}},
        {"StringEquals": {f"{GITHUB}:repository": "acme/api"}},
        {"StringEquals": {f"{GITHUB}:repository_owner_id": "12345678"}},
        {"StringLike": {f"{GITHUB}:job_workflow_ref": "acme/ci/.github/workflows/*"}},
        {"ForAnyValue:StringEquals": {SUB: [MAIN]}},
    ],
)
def test_github_with_a_repository(condition: Any) -> None:
    assert findings(NO_REPOSITORY, TRUST, web(PROVIDER, condition)) == []


def test_other_providers_have_no_repositories() -> None:
    assert findings(NO_REPOSITORY, TRUST, web([GOOGLE, EKS_PROVIDER, SAML])) == []


@pytest.mark.parametrize("address", [f"{GITHUB}/acme", "token.actions.acme.ghe.com"])
def test_github_of_an_enterprise_is_github(address: str) -> None:
    provider = f"arn:aws:iam::111122223333:oidc-provider/{address}"
    assert len(findings(NO_REPOSITORY, TRUST, web(provider))) == 1
    fixed = {"StringEquals": {f"{address}:sub": MAIN}}
    assert findings(NO_REPOSITORY, TRUST, web(provider, fixed)) == []


@pytest.mark.parametrize(
    ("subject", "part"),
    [
        ("*", "repository"),
        ("repo:*", "repository"),
        ("repo:acme/*", "repository"),
        ("repo:acme/api*", "repository"),
        ("repo:acme/*:ref:refs/heads/main", "repository"),
        ("repo:acme/ap?:ref:refs/heads/main", "repository"),
        ("repo:acme/api:*", "branch"),
        ("repo:acme/api:ref:refs/heads/*", "branch"),
        ("repo:acme/api:environment:*", "branch"),
        ("*:ref:refs/heads/main", "repository"),
    ],
)
def test_wildcard_in_the_subject_leaves_something_open(subject: str, part: str) -> None:
    found = findings(OPEN_SUBJECT, TRUST, web(PROVIDER, {"StringLike": {SUB: subject}}))
    assert [f"leaves the {part} open" in item.message for item in found] == [True]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {SUB: MAIN}},
        {"StringLike": {SUB: [MAIN, "repo:acme/api:pull_request"]}},
        {"StringLike": {SUB: "repo:acme/api:environment:production"}},
        {"StringEquals": {SUB: "repo:acme/api:*"}},  # no wildcard here, as another check says
        {"StringLike": {SUB: "repo:acme/api:*"}, "StringEquals": {REF: "refs/heads/main"}},
        {
            "StringLike": {SUB: "repo:acme/*"},
            "StringEquals": {f"{GITHUB}:repository": "acme/api", REF: "refs/heads/main"},
        },
        {"StringNotLike": {SUB: "repo:acme/old:*"}},
    ],
)
def test_repository_and_branch_are_fixed(condition: Any) -> None:
    assert findings(OPEN_SUBJECT, TRUST, web(PROVIDER, condition)) == []


def test_claim_with_a_wildcard_fixes_nothing() -> None:
    condition = {"StringLike": {SUB: "repo:acme/api:*", REF: "refs/heads/*"}}
    assert spots(OPEN_SUBJECT, TRUST, web(PROVIDER, condition)) == ["repo:acme/api:*"]
    elsewhere = {"StringLike": {SUB: "repo:acme/*"}, "StringEquals": {REF: "refs/heads/main"}}
    assert spots(OPEN_SUBJECT, TRUST, web(PROVIDER, elsewhere)) == ["repo:acme/*"]


@pytest.mark.parametrize(
    ("operator", "codes"),
    [
        ("StringEquals", set()),
        ("StringLikeIfExists", set()),
        ("ForAllValues:StringEquals", {AS_SET}),
        ("ForAnyValue:StringEquals", {ANY_AUDIENCE}),
        ("foranyvalue:stringlike", {ANY_AUDIENCE}),
    ],
)
@pytest.mark.parametrize("key", [AUD, f"{GOOGLE}:aud"])
def test_audience_has_one_value(operator: str, codes: set[str], key: str) -> None:
    statement = web(PROVIDER, {operator: {key: "sts.amazonaws.com"}})
    assert {code for code in (AS_SET, ANY_AUDIENCE) if findings(code, TRUST, statement)} == codes


@pytest.mark.parametrize(
    "key", ["cognito-identity.amazonaws.com:amr", f"{GITHUB}:sub", "saml:aud", "aws:TagKeys"]
)
def test_other_claims_may_be_sets(key: str) -> None:
    statement = web(PROVIDER, {"ForAnyValue:StringLike": {key: "a"}})
    assert findings(ANY_AUDIENCE, TRUST, statement) == []


def test_set_prefix_is_taken_off() -> None:
    statement = web(PROVIDER, {"ForAnyValue:StringEquals": {AUD: "sts.amazonaws.com"}})
    fixed = mended(ANY_AUDIENCE, TRUST, statement)
    assert fixed[0]["Condition"] == {"StringEquals": {AUD: "sts.amazonaws.com"}}


@pytest.mark.parametrize(
    "condition",
    [
        {"ForAnyValue:StringEquals": {AUD: "a", "aws:TagKeys": "team"}},
        {"ForAnyValue:StringEquals": {AUD: "a"}, "StringEquals": {SUB: MAIN}},
    ],
)
def test_prefix_stays_where_other_keys_would_change(condition: Any) -> None:
    statement = web(PROVIDER, condition)
    assert spots(ANY_AUDIENCE, TRUST, statement) == ["ForAnyValue:StringEquals"]
    assert mended(ANY_AUDIENCE, TRUST, statement) is None
