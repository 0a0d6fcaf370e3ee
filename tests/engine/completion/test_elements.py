"""Elements: those that the grammar of the policy type has (section 1), and no second one."""

from __future__ import annotations

import json

import pytest

from iamlab.engine import PolicyType, Severity, parse_policy
from tests.engine.completion.places import accept, labels, statement, suggested

IN_STATEMENT = '{"Version": "2012-10-17", "Statement": [{|}]}'


@pytest.mark.parametrize("policy_type", list(PolicyType))
def test_empty_text_gets_the_frame_of_a_policy(policy_type: PolicyType) -> None:
    text = accept("|", "New policy", policy_type).replace("|", "")
    document = json.loads(text)
    assert document["Version"] == "2012-10-17"
    # What the frame lacks are the values to fill in, not elements.
    missing = [
        finding.code
        for finding in parse_policy(text, policy_type).findings
        if finding.severity is Severity.ERROR and finding.code.startswith("MISSING_")
    ]
    assert missing in ([], ["MISSING_ACTION"])


def test_cursor_of_the_frame_stands_where_the_first_value_is_missing() -> None:
    assert '"Action": "|"' in accept("|", "New policy")
    assert '"Service": "|"' in accept("|", "New policy", PolicyType.TRUST)
    assert '"AWS": "|"' in accept("|", "New policy", PolicyType.RESOURCE)
    guardrail = accept("|", "New policy", PolicyType.RCP)
    assert '"Effect": "Deny"' in guardrail
    assert '"Principal": "*"' in guardrail
    assert '"Action": "|"' in guardrail


@pytest.mark.parametrize(
    ("policy_type", "required", "optional"),
    [
        (PolicyType.IDENTITY, "Effect Action Resource", "Condition Sid NotAction NotResource"),
        (PolicyType.BOUNDARY, "Effect Action Resource", "Condition Sid NotAction NotResource"),
        (PolicyType.SESSION, "Effect Action Resource", "Condition Sid NotAction NotResource"),
        (PolicyType.SCP, "Effect Action Resource", "Condition Sid NotAction NotResource"),
        (
            PolicyType.RESOURCE,
            "Effect Principal Action Resource",
            "Condition Sid NotAction NotResource NotPrincipal",
        ),
        (PolicyType.TRUST, "Effect Principal Action", "Condition Sid NotAction"),
        (PolicyType.RCP, "Effect Principal Action Resource", "Condition Sid NotResource"),
        (
            PolicyType.ENDPOINT,
            "Effect Principal Action Resource",
            "Condition Sid NotAction NotResource",
        ),
    ],
)
def test_statement_takes_the_elements_of_its_type_required_ones_first(
    policy_type: PolicyType, required: str, optional: str
) -> None:
    assert labels(IN_STATEMENT, policy_type) == [*required.split(), *optional.split()]


@pytest.mark.parametrize(
    ("policy_type", "expected"),
    [
        (PolicyType.IDENTITY, ["Version", "Statement"]),
        (PolicyType.SCP, ["Version", "Statement"]),
        (PolicyType.RCP, ["Version", "Statement"]),
        (PolicyType.RESOURCE, ["Version", "Statement", "Id"]),
        (PolicyType.TRUST, ["Version", "Statement", "Id"]),
        (PolicyType.ENDPOINT, ["Version", "Statement", "Id"]),
    ],
)
def test_document_takes_an_id_only_where_the_type_allows_it(
    policy_type: PolicyType, expected: list[str]
) -> None:
    assert labels("{|}", policy_type) == expected


@pytest.mark.parametrize(
    ("body", "gone"),
    [
        ('"Action": "s3:*", |', ["Action", "NotAction"]),
        ('|, "NotAction": "s3:*"', ["Action", "NotAction"]),
        ('"NotResource": "*", |', ["Resource", "NotResource"]),
        ('"Effect": "Allow", |', ["Effect"]),
    ],
)
def test_what_is_there_and_its_opposite_are_not_offered(body: str, gone: list[str]) -> None:
    found = labels(statement(body))
    assert found
    assert not set(gone) & set(found)


def test_element_brings_its_value_and_the_commas_that_lack() -> None:
    assert accept('{"Statement": {"Effect": "Allow"|}}', "Action") == (
        '{"Statement": {"Effect": "Allow", "Action": "|"}}'
    )
    assert accept('{"Statement": {| "Effect": "Allow"}}', "Action") == (
        '{"Statement": {"Action": "|", "Effect": "Allow"}}'
    )
    assert accept('{"Statement": {"Act| "Effect": "Allow"}}', "Action") == (
        '{"Statement": {"Action": "|", "Effect": "Allow"}}'
    )


def test_element_gets_a_line_of_its_own_where_the_others_have_one() -> None:
    before = '{\n  "Statement": [\n    {\n      "Effect": "Allow"|\n    }\n  ]\n}'
    assert accept(before, "Action") == (
        '{\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Action": "|"\n    }\n  ]\n}'
    )


def test_comma_goes_behind_the_value_when_the_cursor_is_on_the_next_line() -> None:
    before = '{\n  "Statement": {\n    "Effect": "Allow"\n    |\n  }\n}'
    assert accept(before, "Condition") == (
        '{\n  "Statement": {\n    "Effect": "Allow",\n    "Condition": {\n      |\n    }\n  }\n}'
    )


def test_key_that_has_its_value_is_only_renamed() -> None:
    assert accept('{"Statement": {"Acti|on": ["s3:*"]}}', "NotAction") == (
        '{"Statement": {"NotAction"|: ["s3:*"]}}'
    )
    assert accept('{"Statement": {"A|": ["s3:*"]}}', "Action") == (
        '{"Statement": {"Action"|: ["s3:*"]}}'
    )


def test_values_of_effect_and_version() -> None:
    assert labels(statement('"Effect": "|"')) == ["Allow", "Deny"]
    assert labels(statement('"Effect": "D|"')) == ["Deny"]
    assert labels(statement('"Effect": "|"'), PolicyType.RCP) == ["Deny"]
    assert labels('{"Version": "|"}') == ["2012-10-17", "2008-10-17"]
    assert labels('{"Version": "|"}', PolicyType.SCP) == ["2012-10-17"]


def test_name_of_a_statement_is_made_of_its_parts_and_is_unique() -> None:
    assert labels(statement('"Sid": "|", "Effect": "Deny", "Action": "s3:GetObject"')) == [
        "DenyS3GetObject"
    ]
    other = '{"Sid": "|", "Effect": "Allow", "Action": ["s3:a", "s3:b"]}'
    assert labels(f'{{"Statement": [{{"Sid": "AllowS3"}}, {other}]}}') == ["AllowS32"]


def test_statement_goes_into_the_list_or_makes_one() -> None:
    assert '"Statement": [\n  {' in accept('{"Statement": |}', "New statement")
    listed = accept('{"Statement": [{"Sid": "a"}|]}', "New statement").replace("|", "")
    assert len(json.loads(listed)["Statement"]) == 2


def test_nothing_is_offered_where_nothing_belongs() -> None:
    assert labels('{"Id": "|"}', PolicyType.RESOURCE) == []
    assert labels('{"Unknown": {"a": "|"}}') == []
    assert labels('{"Statement": []} |') == []
    assert labels('{"Statement" |: []}') == []
    assert labels("// | a comment") == []


def test_limit_keeps_the_count_of_all() -> None:
    few = suggested(statement('"Action": "s3:|"'), limit=5)
    assert len(few.suggestions) == 5
    assert few.total > 100
