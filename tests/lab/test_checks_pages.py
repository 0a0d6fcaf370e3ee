"""The reference of all checks, and the page on which any policy is checked."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from iamlab.engine import Severity
from iamlab.engine.validation import all_checks, find_check

TYPO = (
    '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:SendMessages", '
    '"Resource": "arn:aws:sqs:eu-west-1:222233334444:receipt-failures"}}'
)


def page(address: str, **query: str) -> str:
    answer = Client().get(address, query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def text_in(content: str) -> str:
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", content, re.DOTALL)
    assert found is not None
    return found.group(1)


# ---------- The reference ----------


def test_every_check_is_listed_with_its_code() -> None:
    content = page("/checks/")
    for check in all_checks():
        assert f"<code>{check.code}</code>" in content
        assert f'href="/checks/{check.slug}/"' in content


def test_list_is_narrowed_by_words_severity_and_type() -> None:
    content = page("/checks/", q="action", severity="ERROR", type="trust")
    listed = set(re.findall(r"<code>([A-Z0-9_]+)</code>", content))
    assert "INVALID_ACTION" in listed
    for code in listed:
        check = find_check(code)
        assert check is not None
        assert check.severity is Severity.ERROR
        assert "trust" in check.types


def test_words_that_fit_nothing_are_answered_with_a_way_back() -> None:
    assert "No check fits" in page("/checks/", q="zebra crossing")


def test_filter_that_makes_no_sense_narrows_nothing() -> None:
    content = page("/checks/", severity="DREADFUL", type="horoscope")
    assert f"All {len(all_checks())} checks" in content


def test_search_words_over_the_limit_are_refused() -> None:
    assert Client().get("/checks/", {"q": "x" * 101}).status_code == 400


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.code)
def test_page_of_each_check_shows_why_and_both_examples(check: object) -> None:
    found = next(item for item in all_checks() if item is check)
    content = page(f"/checks/{found.slug}/")
    assert found.code in content
    assert found.link in content
    assert content.count('<pre class="code"') == 2
    assert f"check={found.slug}&example=bad" in content


def test_each_example_opens_in_the_editor() -> None:
    for check in all_checks():
        for which, example in (("bad", check.bad), ("good", check.good)):
            content = page("/check/", check=check.slug, example=which)
            assert text_in(content) == example.text, check.code
            assert f'<option value="{example.type.value}" selected>' in content


@pytest.mark.parametrize("slug", ["no-such-check", "INVALID_ACTION", "invalid--action"])
def test_unknown_check_is_not_found(slug: str) -> None:
    assert Client().get(f"/checks/{slug}/").status_code == 404
    assert Client().get("/check/", {"check": slug}).status_code == 404


def test_example_that_does_not_exist_is_refused() -> None:
    answer = Client().get("/check/", {"check": "invalid-action", "example": "ugly"})
    assert answer.status_code == 400


# ---------- Any policy, without scripts ----------


def post(**fields: str) -> tuple[int, str]:
    answer = Client().post("/check/", {"type": "identity", **fields})
    return answer.status_code, unescape(answer.content.decode())


def test_pasted_text_stays_and_has_its_findings() -> None:
    status, content = post(text=TYPO)
    assert status == 200
    assert text_in(content) == TYPO
    assert "sqs:SendMessage`" in content or "<code>sqs:SendMessage</code>" in content


def test_repair_is_a_button_that_works_without_scripts() -> None:
    _, content = post(text=TYPO)
    number = re.search(
        r'<button[^>]*name="repair" value="(\d+)"[^>]*>Use sqs:SendMessage</button>', content
    )
    assert number is not None
    status, mended = post(text=TYPO, repair=number.group(1))
    assert status == 200
    assert text_in(mended) == TYPO.replace("sqs:SendMessages", "sqs:SendMessage")
    assert "Done: Use sqs:SendMessage." in mended


def test_repair_that_does_not_exist_changes_nothing() -> None:
    status, content = post(text=TYPO, repair="99")
    assert status == 200
    assert text_in(content) == TYPO


def test_text_over_the_limit_comes_back_with_a_sentence() -> None:
    status, content = post(text="[" + " " * 131_072)
    assert status == 413
    assert "131,073 characters" in content
    assert text_in(content).startswith("[")


@pytest.mark.parametrize("fields", [{"text": "{}", "type": "horoscope"}, {"text": "\x00"}])
def test_what_is_no_form_of_ours_is_refused(fields: dict[str, str]) -> None:
    assert post(**fields)[0] == 400


def test_markup_in_a_policy_is_text() -> None:
    answer = Client().post("/check/", {"type": "scp", "text": "</textarea><script>x</script>"})
    assert b"<script>x" not in answer.content


@pytest.mark.django_db
def test_page_keeps_nothing() -> None:
    client = Client()
    client.post("/check/", {"type": "identity", "text": TYPO})
    assert not client.session.items()
