"""What the name of a principal says, in every form that AWS's pages give."""

from __future__ import annotations

import pytest

from iamlab.engine.validation.principal_names import (
    AwsName,
    Form,
    is_service_principal,
    read_aws_name,
    read_provider,
)
from tests.engine.validation.principal_policies import BUILDER, PROVIDER, SAML

ORIGIN = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLE"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*", AwsName(Form.ANYONE)),
        ("111122223333", AwsName(Form.ACCOUNT, "", "111122223333")),
        ("arn:aws:iam::111122223333:root", AwsName(Form.ACCOUNT, "aws", "111122223333")),
        (
            "arn:aws-cn:iam::111122223333:user/path/ana",
            AwsName(Form.USER, "aws-cn", "111122223333", "ana"),
        ),
        (BUILDER, AwsName(Form.ROLE, "aws", "111122223333", "builder")),
        (
            "arn:aws:sts::111122223333:assumed-role/builder/nightly",
            AwsName(Form.SESSION, "aws", "111122223333", "builder"),
        ),
        (
            "arn:aws:sts::111122223333:federated-user/ana",
            AwsName(Form.FEDERATED_USER, "aws", "111122223333", "ana"),
        ),
        ("AIDACKCEVSQ6C2EXAMPLE", AwsName(Form.USER_ID)),
        ("AROADBQP57FF2AEXAMPLE", AwsName(Form.ROLE_ID)),
        (ORIGIN, AwsName(Form.ORIGIN, "aws")),
    ],
)
def test_names_are_read_as_the_principal_page_writes_them(text: str, expected: AwsName) -> None:
    assert read_aws_name(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bob",
        "11112222333",
        "1111222233334",
        "１１１１２２２２３３３３",  # digits, but not of ASCII
        "arn:aws:iam:eu-west-1:111122223333:role/builder",
        "arn:aws:iam::1111:role/builder",
        "arn:aws:iam::111122223333:role/",
        "arn:aws:iam::111122223333:group/admins",
        "arn:aws:sts::111122223333:assumed-role/builder",
        "arn:aws:sts::111122223333:assumed-role/path/builder/nightly",
        "arn:aws:s3:::acme-receipts",
        "arn:azure:iam::111122223333:role/builder",
        "AROA1",
        "aidackcevsq6c2example",
        "arn:aws:iam::cloudfront:user/bob",
        "a:" * 5000,
    ],
)
def test_other_texts_name_nobody(text: str) -> None:
    assert read_aws_name(text).form is Form.UNKNOWN


@pytest.mark.parametrize(
    ("text", "saml", "address"),
    [
        (PROVIDER, False, "token.actions.githubusercontent.com"),
        (SAML, True, "acme"),
        (
            "arn:aws-us-gov:iam::111122223333:oidc-provider/oidc.eks.us-gov-west-1.amazonaws.com/id/A1",
            False,
            "oidc.eks.us-gov-west-1.amazonaws.com/id/A1",
        ),
        ("accounts.google.com", False, "accounts.google.com"),
    ],
)
def test_providers_are_read(text: str, saml: bool, address: str) -> None:
    provider = read_provider(text)
    assert provider is not None
    assert (provider.saml, provider.address) == (saml, address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "google",
        "https://accounts.google.com",
        "arn:aws:iam::111122223333:oidc-provider/",
        "arn:aws:iam::111122223333:oidc-provider/https://gitlab.com",
        "arn:aws:iam::1111:saml-provider/acme",
        "arn:aws:iam::111122223333:role/builder",
        "arn:aws:iam:eu-west-1:111122223333:saml-provider/acme",
        ".",
        "a..b",
    ],
)
def test_other_texts_are_no_provider(text: str) -> None:
    assert read_provider(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lambda.amazonaws.com", True),
        ("states.eu-west-1.amazonaws.com", True),
        ("ec2.amazonaws.com.cn", True),
        ("logdelivery.elasticloadbalancing.amazonaws.com", True),
        ("alexa-appkit.amazon.com", True),
        ("Lambda.amazonaws.com", False),
        ("lambda", False),
        ("lambda.amazon.com", False),
        ("amazonaws.com", False),
        (".amazonaws.com", False),
        (" lambda.amazonaws.com", False),
        ("lambda.amazonaws.com.example.com", False),
        ("x" * 300 + ".amazonaws.com", False),
    ],
)
def test_service_principals_are_host_names_of_aws(text: str, expected: bool) -> None:
    assert is_service_principal(text) is expected
