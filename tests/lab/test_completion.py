"""Suggestions and explanations over HTTP: for anybody, about any text, and never a 500."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from iamlab.lab.completion import names_for
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.snapshots import picture_of

COMPLETE = "/lab/policy/complete/"
HOVER = "/lab/policy/hover/"
HOME = "222233334444"
KEY = f"{HOME}/policy/ReceiptAccess"
BUCKET = "arn:aws:s3:::acme-receipts"


def ask(path: str, marked: str, **fields: str) -> tuple[int, dict[str, Any]]:
    """Post a text in which `|` is the cursor."""
    offset = marked.index("|")
    data = {"text": marked.replace("|", "", 1), "offset": str(offset), "type": "identity", **fields}
    answer = Client().post(path, data)
    return answer.status_code, answer.json()


def labels(marked: str, **fields: str) -> list[str]:
    status, answer = ask(COMPLETE, marked, **fields)
    assert status == 200
    return [item["label"] for item in answer["suggestions"]]


def test_stranger_gets_suggestions_with_all_that_the_page_needs(acme: Sandbox) -> None:
    status, answer = ask(COMPLETE, '{"Statement": {"Action": "s3:geto|"}}', scenario="acme")
    assert status == 200
    first = answer["suggestions"][1]
    assert first == {
        "label": "s3:GetObject",
        "insert": '"s3:GetObject"',
        "kind": "action",
        "detail": "Read",
        "description": "Retrieve objects from Amazon S3.",
        "select": [14, 14],
        "goesOn": False,
    }
    text = '{"Statement": {"Action": "s3:geto"}}'
    assert text[answer["start"] : answer["end"]] == '"s3:geto"'


def test_names_are_those_of_the_scenario(acme: Sandbox) -> None:
    marked = '{"Statement": {"Action": "s3:GetObject", "Resource": "|"}}'
    assert labels(marked, scenario="acme")[0] == f"{BUCKET}/*"
    assert not [label for label in labels(marked) if "acme" in label]


def test_account_and_resource_of_the_policy_come_first(acme: Sandbox) -> None:
    marked = '{"Statement": {"Principal": {"AWS": "|"}}}'
    fields = {"scenario": "acme", "type": "resource"}
    assert labels(marked, policy=KEY, **fields)[0] == f"arn:aws:iam::{HOME}:root"
    action = '{"Statement": {"Action": "|"}}'
    queue = f"resource/arn:aws:sqs:eu-west-1:{HOME}:receipt-uploads"
    assert labels(action, policy=queue, **fields)[0] == "sqs:"


@pytest.mark.parametrize(
    ("key", "home", "about"),
    [
        (KEY, HOME, ""),
        (f"resource/{BUCKET}", HOME, BUCKET),
        ("scp/DenyRegions", "", ""),
        ("resource/arn:aws:s3:::nobody", "", ""),
        ("", "", ""),
        ("\U0001f511/x", "", ""),
    ],
)
def test_place_of_a_policy(acme: Sandbox, key: str, home: str, about: str) -> None:
    names = names_for(picture_of(acme).snapshot, key)
    assert (names.home, names.about) == (home, about)


def test_hover_explains(acme: Sandbox) -> None:
    status, answer = ask(HOVER, f'{{"Statement": {{"Resource": "{BUCKET}|"}}}}', scenario="acme")
    assert status == 200
    assert answer["title"] == BUCKET
    assert "This is acme-receipts of this sandbox." in answer["sentences"]
    assert answer["link"].startswith("https://docs.aws.amazon.com/")
    assert (answer["start"], answer["end"]) == (27, 27 + len(BUCKET) + 2)


def test_hover_over_nothing_is_empty(acme: Sandbox) -> None:
    assert ask(HOVER, "{ | }") == (200, {})


@pytest.mark.parametrize("path", [COMPLETE, HOVER])
class TestRefusals:
    def test_get(self, path: str) -> None:
        assert Client().get(path).status_code == 405

    def test_unknown_scenario(self, acme: Sandbox, path: str) -> None:
        assert ask(path, "{|}", scenario="nowhere")[0] == 404

    @pytest.mark.parametrize(
        "fields",
        [
            {"offset": "-1"},
            {"offset": "3"},
            {"offset": "1e3"},
            {"offset": ""},
            {"offset": "9" * 400},
            {"type": "horoscope"},
            {"scenario": "no such slug"},
            {"policy": "x" * 3000},
            {"text": "\x00"},
        ],
    )
    def test_bad_fields(self, path: str, fields: dict[str, str]) -> None:
        status, answer = ask(path, "{|}", **fields)
        assert status == 400
        assert answer["problem"]

    def test_text_over_the_limit(self, path: str) -> None:
        status, answer = ask(path, "[|" + " " * 131_072)
        assert status == 413
        assert "131,073 characters" in answer["problem"]

    def test_two_megabytes(self, path: str) -> None:
        answer = Client().post(path, {"text": "x" * 12_000_000, "offset": "0", "type": "identity"})
        assert answer.status_code == 413

    def test_foreign_page(self, acme: Sandbox, path: str) -> None:
        client = Client(enforce_csrf_checks=True)
        data = {"text": "{}", "offset": "1", "type": "identity", "scenario": "acme"}
        assert client.post(path, data).status_code == 403
        token = client.get("/lab/").context["csrf_token"]
        headers = {"X-CSRFToken": str(token)}
        assert client.post(path, data, headers=headers).status_code == 200

    @pytest.mark.parametrize(
        "text", ["|", "|null", "[" * 500 + "|", "<script>|", '"\\ud800|"', "{{ x }}|", "\u2028|{"]
    )
    def test_any_text_is_answered(self, path: str, text: str) -> None:
        assert ask(path, text)[0] == 200

    def test_nothing_is_stored(self, acme: Sandbox, path: str) -> None:
        before = Sandbox.objects.count()
        client = Client()
        fields = {"text": "{}", "offset": "1", "type": "identity", "scenario": "acme"}
        assert client.post(path, {**fields, "policy": KEY}).status_code == 200
        assert Sandbox.objects.count() == before
        assert not client.cookies
