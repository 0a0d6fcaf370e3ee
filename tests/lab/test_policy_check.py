"""Checking a text while it is typed: plain words, lines, and nothing that breaks it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from iamlab.sandbox.models import Sandbox

CHECK = "/lab/policy/check/"


def check(text: str, kind: str = "identity") -> Any:
    return Client().post(CHECK, {"text": text, "type": kind}, headers={"HX-Request": "true"})


def lines_of(answer: Any) -> list[str]:
    return re.findall(r'data-line="(\d+)"', answer.content.decode())


def test_sound_policy_has_no_problems() -> None:
    answer = check(
        '{"Version": "2012-10-17", "Statement": '
        '{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}}'
    )
    assert "No problems found" in answer.content.decode()


def test_broken_json_is_found_at_its_line() -> None:
    answer = check('{\n "Version": "2012-10-17",\n "Statement" []\n}')
    assert answer.status_code == 200
    assert lines_of(answer)[0] == "3"


def test_duplicate_key_is_found_at_the_second() -> None:
    answer = check('{"Version": "2012-10-17",\n"Statement": [],\n"Statement": []}')
    assert "appears twice" in answer.content.decode()
    assert "3" in lines_of(answer)


def test_wrong_effect_is_a_finding_of_the_grammar() -> None:
    answer = check('{"Version": "2012-10-17",\n"Statement": {\n"Effect": "Permit"}}')
    assert "3" in lines_of(answer)
    assert "Error" in answer.content.decode()


def test_grammar_depends_on_the_type() -> None:
    text = (
        '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", '
        '"Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}}'
    )
    assert "Error, " not in check(text, "trust").content.decode()
    assert "Error, " in check(text, "identity").content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "[" * 1000 + "]" * 1000,
        '{"Statement": 5}',
        '{"Version": 2012, "Statement": {"Effect": ["Allow"], "Action": {}}}',
        '{"Version": "2012-10-17", "Statement": [], "Id": "\U0001f40d"}',
        "<script>alert(1)</script>",
        "{{ settings.SECRET_KEY }}",
    ],
)
def test_any_text_is_answered_with_findings(text: str) -> None:
    answer = check(text)
    assert answer.status_code == 200
    assert lines_of(answer)
    assert "<script>" not in answer.content.decode()


def test_null_character_is_told_and_not_stored() -> None:
    answer = check('{"a": "\x00"}')
    assert answer.status_code == 400
    assert "Null characters are not allowed" in answer.content.decode()


def test_text_over_the_limit_is_refused_with_both_numbers() -> None:
    answer = check("[" + " " * 131_072)
    assert answer.status_code == 413
    assert "131,073 characters" in answer.content.decode()
    assert "131,072" in answer.content.decode()


def test_two_megabytes_are_refused_before_they_are_read() -> None:
    answer = check("x" * 2_000_000)
    assert answer.status_code == 413
    assert answer["HX-Retarget"] == "#notice"


def test_unknown_type_is_refused() -> None:
    assert check("{}", "horoscope").status_code == 400


def test_check_is_for_posts_only() -> None:
    assert Client().get(CHECK).status_code == 405


def test_longest_hostile_text_is_answered() -> None:
    statement = '{"Effect":"Permit","Action":["a"],"Resource":"' + "*a" * 20 + '"},'
    text = '{"Statement":[' + statement * (130_000 // len(statement)) + "{}]}"
    answer = check(text)
    assert answer.status_code == 200
    assert "Only the first 100 findings are shown" in answer.content.decode()


TRUST_OF_MANAGEMENT = (
    '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": '
    '{"AWS": "arn:aws:iam::%s:root"}, "Action": "sts:AssumeRole"}}'
)


@pytest.mark.django_db
@pytest.mark.parametrize(("account", "found"), [("111122223333", False), ("444455556666", True)])
def test_account_of_the_same_organization_is_known(
    acme: Sandbox, account: str, found: bool
) -> None:
    key = "222233334444/role/auditor/trust"
    data = {"text": TRUST_OF_MANAGEMENT % account, "type": "trust", "policy": key}
    answer = Client().post(CHECK, {**data, "scenario": "acme"})
    assert ("can assume this role" in answer.content.decode()) is found


@pytest.mark.django_db
def test_scenario_that_does_not_exist_is_no_setting() -> None:
    data = {"text": "{}", "type": "trust", "policy": "x", "scenario": "nope"}
    assert Client().post(CHECK, data).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "found"), [("deployer", True), ("auditor", False)])
def test_policy_is_checked_against_those_who_hold_it(acme: Sandbox, role: str, found: bool) -> None:
    """DeployReceipts hangs on the role deployer."""
    text = (
        '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iam:PutRolePolicy", '
        f'"Resource": "arn:aws:iam::222233334444:role/{role}"}}}}'
    )
    data = {"text": text, "type": "identity", "policy": "222233334444/policy/DeployReceipts"}
    answer = Client().post(CHECK, {**data, "scenario": "acme"})
    assert ("ADMIN_BY_SELF_GRANT" in answer.content.decode()) is found
