"""Hover: what actions, ARNs, keys, operators, elements, variables and principals are."""

from __future__ import annotations

import pytest

from iamlab.engine import MAX_LENGTH, PolicyType
from iamlab.engine.completion import hover
from tests.engine.completion.places import BUCKET, HOME, QUEUE, ROLE, explained, split, statement


def told(
    body: str, policy_type: PolicyType = PolicyType.IDENTITY, version: str = "2012-10-17"
) -> str:
    """Everything that is said about the word at the mark, as one text."""
    found = explained(statement(body, version), policy_type)
    assert found is not None
    return " ".join([found.title, found.kind, *found.sentences])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('"Action": "s3:Get|Object"', ["Access level: Read.", "Action of Amazon S3", "object"]),
        ('"Action": "S3:GETOBJ|ECT"', ["s3:GetObject ", "arn:${Partition}:s3:::${BucketName}/"]),
        ('"Action": "s3:ListAllMy|Buckets"', ["Takes no resource"]),
        ('"Action": "s3:List|Bucket"', ["`s3:prefix`", "Works on: ", "bucket"]),
        ('"Action": "s3:GetObj|ct"', ["matches nothing", "Did you mean `s3:GetObject`?"]),
        ('"Action": "nope:G|et"', ["no service with the prefix `nope`"]),
        ('"Action": "GetO|bject"', ["`service:Name`"]),
        ('"NotAction": ["sqs:Send|*"]', ["Covers 1 action: `sqs:SendMessage`."]),
        ('"Action": "s3:Nothing|*"', ["No action fits"]),
        ('"Action": "*|"', ["Every action of every service"]),
    ],
)
def test_actions(body: str, words: list[str]) -> None:
    text = told(body)
    for word in words:
        assert word in text


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (f"{BUCKET}|", ["service `s3` (Amazon S3)", "no Region", "This is acme-receipts of"]),
        (f"{BUCKET}/*|", [f"Lies in `{BUCKET}`", "object"]),
        (f"{QUEUE}|", [f"account `{HOME}` (production)", "Region `eu-west-1`", "queue"]),
        (f"arn:aws:sqs:*:{HOME}:*|", [f"Covers in this sandbox: `{QUEUE}`."]),
        ("*|", ["Every resource"]),
        ("acme-receipts|", ["not an ARN"]),
    ],
)
def test_resources(value: str, words: list[str]) -> None:
    text = told(f'"Resource": "{value}"')
    for word in words:
        assert word in text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('"StringNotEq|uals": {}', ["lacks the key, the test passes"]),
        ('"StringEq|uals": {}', ["lacks the key, the test fails"]),
        ('"StringEqualsIf|Exists": {}', ["lacks the key, the test passes"]),
        ('"ForAllValues:String|Like": {}', ["every value", "the test passes", "wildcards"]),
        ('"ForAnyValue:String|NotLike": {}', ["at least one value", "the test fails"]),
        ('"Nu|ll": {}', ["absent"]),
        ('"StringEqal|s": {}', ["StringEquals"]),
        ('"Bool": {"aws:Secure|Transport": "true"}', ["TLS", "`true` or `false`", "one value"]),
        ('"StringEquals": {"aws:Tag|Keys": "x"}', ["several values", "ForAnyValue"]),
        ('"StringEquals": {"aws:Source|Ip": "x"}', ["does not suit it; use `IpAddress`"]),
        ('"StringEquals": {"aws:Nothing|": "x"}', ["no such condition key"]),
        ('"StringLike": {"s3:prefix": "x|"}', ["s3:prefix"]),
        (f'"StringEquals": {{"aws:ResourceAccount": "{HOME}|"}}', ["The account production"]),
    ],
)
def test_conditions(body: str, words: list[str]) -> None:
    text = told(f'"Condition": {{{body}}}')
    for word in words:
        assert word in text


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ('"Eff|ect": "Allow"', "allowed or denied"),
        ('"Effect": "De|ny"', "whatever else allows them"),
        ('"Si|d": "x"', "changes nothing"),
        ('"Principal|": "*"', "Has no place in an identity-based policy"),
        ('"Not|Action": "s3:*"', "except these"),
    ],
)
def test_elements(body: str, word: str) -> None:
    assert word in told(body)


def test_principals() -> None:
    def principal(value: str, kind: str = "AWS") -> str:
        return told(f'"Principal": {{"{kind}": "{value}|"}}', PolicyType.RESOURCE)

    assert "account production" in principal(f"arn:aws:iam::{HOME}:root")
    assert "account production" in principal(HOME)
    assert "Exists in this sandbox" in principal(ROLE)
    assert "Nobody of this name" in principal(ROLE + "x")
    assert "Everybody" in principal("*")
    assert "AWS service" in principal("lambda.amazonaws.com", "Service")
    assert "check its spelling" in principal("lamda.amazonaws.com", "Service")
    assert "production" in principal("c" * 64, "CanonicalUser")


def test_variables_are_explained_by_themselves() -> None:
    body = f'"Resource": "{BUCKET}/${{aws:user|name}}/*"'
    found = explained(statement(body))
    assert found is not None
    text, _ = split(statement(body))
    assert text[found.start : found.end] == "${aws:username}"
    assert "IAM user" in " ".join(found.sentences)
    assert "Plain text here" in told(body, version="2008-10-17")
    assert "several values" in told('"Resource": "arn:aws:s3:::a/${aws:Tag|Keys}"')
    assert "A real star." in told('"Resource": "arn:aws:s3:::a/${|*}"')


def test_explained_word_is_the_whole_string() -> None:
    marked = statement('"Action": "s3:|GetObject"')
    text, _ = split(marked)
    found = explained(marked)
    assert found is not None
    assert text[found.start : found.end] == '"s3:GetObject"'


@pytest.mark.parametrize("marked", ["|", "{ | }", '{"Unknown|": 1}', '{"Id": "a|b"}', "// a|b"])
def test_nothing_to_say(marked: str) -> None:
    assert explained(marked) is None


def test_long_texts_and_words_are_passed_over() -> None:
    assert hover(" " * (MAX_LENGTH + 1), 0, PolicyType.IDENTITY) is None
    assert explained(statement(f'"Action": "s3:|{"x" * 1000}"')) is None


@pytest.mark.parametrize(
    ("body", "link"),
    [
        ('"Action": "iam:Pass|Role"', "list_awsidentityandaccessmanagementiam.html"),
        ('"Condition": {"Bool": {"aws:Secure|Transport": 1}}', "#condition-keys-securetransport"),
        ('"Condition": {"Ip|Address": {}}', "condition_operators.html#Conditions_IPAddress"),
        ('"Eff|ect": "Allow"', "reference_policies_elements_effect.html"),
    ],
)
def test_links_lead_to_the_page_of_aws(body: str, link: str) -> None:
    found = explained(statement(body))
    assert found is not None
    assert found.link.startswith("https://docs.aws.amazon.com/")
    assert found.link.endswith(link)
