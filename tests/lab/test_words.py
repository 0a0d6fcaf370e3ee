"""The panel "In plain words": what it says, what it folds away, and what it survives."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from iamlab.engine import PolicyType
from iamlab.lab.words import FIRST_NAMES, MOST_ROWS, words_of
from iamlab.sandbox.models import Sandbox

WORDS = "/lab/policy/words/"
READ = "222233334444/policy/ReceiptAccess"


def ask(text: str, kind: str = "identity") -> Any:
    return Client().post(WORDS, {"text": text, "type": kind}, headers={"HX-Request": "true"})


def policy(*statements: dict[str, Any]) -> str:
    usual = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    rows = [usual | statement for statement in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": rows}, indent=1)


def words_in(answer: Any) -> str:
    """Return the text that a person reads, without the markup."""
    text = re.sub(r"<[^>]*>", "", answer.content.decode())
    return " ".join(text.split())


def test_statement_is_said_with_its_lines() -> None:
    answer = ask(policy({"Sid": "ReadAll"}))
    assert answer.status_code == 200
    assert "Allows reading objects (s3:GetObject) on every resource." in words_in(answer)
    assert "ReadAll, lines 4 to 9" in words_in(answer)
    assert 'data-goto="4:3"' in answer.content.decode()


def test_wildcard_unfolds_into_access_levels() -> None:
    said = words_in(ask(policy({"Action": "sqs:*Message*"})))
    # Amazon SQS has no other actions with Message in their name (AWS's reference of actions).
    for name in ("sqs:ReceiveMessage", "sqs:SendMessage", "sqs:DeleteMessage"):
        assert name in said
    assert re.search(r"sqs:\*Message\*: \d+ actions \(\d+ Write, \d+ Read\)", said)


def test_long_groups_are_folded_after_the_first_names() -> None:
    panel = words_of(policy({"Action": "s3:Get*"}), PolicyType.IDENTITY)
    group = panel.first[0].folds[0].groups[0]
    assert len(group.first) == FIRST_NAMES
    assert len(group.more) > 2
    assert group.left_out == 0


def test_many_statements_are_folded_away() -> None:
    answer = ask(policy(*({"Sid": f"Number{number}"} for number in range(30))))
    assert "Show all 30" in words_in(answer)
    assert answer.content.decode().count('class="words-row"') == 30


def test_seven_statements_are_all_shown() -> None:
    assert "Show all" not in words_in(ask(policy(*[{}] * 7)))


def test_no_more_statements_are_drawn_than_a_page_can_hold() -> None:
    said = words_in(ask(policy(*[{}] * (MOST_ROWS + 5))))
    assert "And 5 more statements" in said


def test_skipped_statement_says_why() -> None:
    said = words_in(ask(policy({"Effect": "Permit"})))
    assert "is not evaluated because its Effect is neither Allow nor Deny" in said


def test_half_typed_text_names_the_line_to_mend() -> None:
    answer = ask('{\n "Version": "2012-10-17",\n "Statement" []\n}')
    assert answer.status_code == 200
    assert "cannot be read as a policy, so it decides nothing; line 3" in words_in(answer)


def test_type_decides_what_an_allow_means() -> None:
    text = policy({})
    assert "Lets other policies allow reading objects" in words_in(ask(text, "scp"))
    assert "grants nothing by itself" in words_in(ask(text, "boundary"))


@pytest.mark.parametrize("text", ["", "null", "[]", "[" * 1000, '{"Statement": 5}', "{{ x }}"])
def test_any_text_is_answered(text: str) -> None:
    assert ask(text).status_code == 200


def test_text_of_a_policy_is_never_markup() -> None:
    answer = ask(policy({"Sid": "<b>", "Resource": "<script>", "Action": "<i>:*"}))
    content = answer.content.decode()
    assert "<script>" not in content
    assert "<b>" not in content
    assert "&lt;script&gt;" in content


def test_null_characters_and_unknown_types_are_refused() -> None:
    assert ask('{"a": "\x00"}').status_code == 400
    assert ask("{}", "horoscope").status_code == 400


def test_text_over_the_limit_is_refused_with_both_numbers() -> None:
    answer = ask("[" + " " * 131_072)
    assert answer.status_code == 413
    assert "131,073 characters" in words_in(answer)


def test_words_are_for_posts_only() -> None:
    assert Client().get(WORDS).status_code == 405


@pytest.mark.parametrize(
    "statement",
    [
        '{"Effect":"Allow","Action":"ec2:*","Resource":"*"},',
        '{"Effect":"Allow","Action":["s3:*a*","ec2:*e*"],"Resource":"' + "*a" * 20 + '"},',
        '{"Effect":"Deny","Principal":"*","Condition":{"StringLike":{"a":["${a}"]}}},',
    ],
)
def test_longest_hostile_text_is_said_in_a_megabyte(statement: str) -> None:
    text = '{"Statement":[' + statement * (130_000 // len(statement)) + "{}]}"
    answer = ask(text)
    assert answer.status_code == 200
    assert len(answer.content) < 1_000_000


def test_pane_says_the_policy_without_scripts(stranger: Client, acme: Sandbox) -> None:
    answer = stranger.get("/lab/policy/", {"scenario": "acme", "policy": READ})
    said = words_in(answer)
    assert "In plain words" in said
    assert "Allows listing objects (s3:ListBucket) on the bucket acme-receipts" in said
