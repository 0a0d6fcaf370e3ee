"""Saving, conflicts, versions and starting over, with scripts and without."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from iamlab.sandbox.models import PolicyVersion, Sandbox

READ = "222233334444/policy/ReceiptAccess"
AWS_POLICY = "aws/policy/AdministratorAccess"
HTMX = {"HX-Request": "true"}
NEW = '{"Version": "2012-10-17", "Statement": []}'
OTHER = '{"Version": "2012-10-17",\n "Statement": {"Effect": "Deny", "Action": "*"}}'


def save(client: Client, text: str, base: int, *, htmx: bool = True, **more: Any) -> Any:
    data = {"scenario": "acme", "policy": READ, "text": text, "base_version": base, **more}
    return client.post("/lab/policy/save/", data, headers=HTMX if htmx else {})


def stored(answer: Any) -> dict[str, Any]:
    """Return what the answer tells the page's scripts."""
    return dict(json.loads(answer["HX-Trigger"])["policy:stored"])


def in_force(sandbox: Sandbox) -> PolicyVersion:
    return PolicyVersion.objects.get(sandbox=sandbox, policy__key=READ, is_default=True)


def own_copies() -> list[Sandbox]:
    return list(Sandbox.objects.filter(is_template=False).order_by("pk"))


def test_first_save_of_a_stranger_makes_their_copy_and_says_so(
    stranger: Client, acme: Sandbox
) -> None:
    answer = save(stranger, NEW, 2)
    assert answer.status_code == 200
    assert stored(answer) == {
        "key": READ,
        "version": 3,
        "notice": "Saved as v3. This is now your own copy of the organization.",
        "restored": False,
    }
    assert in_force(own_copies()[0]).text == NEW
    assert in_force(acme).number == 2
    assert stored(save(stranger, OTHER, 3))["notice"] == "Saved as v4."


def test_line_ends_of_a_plain_form_are_those_that_were_typed(alice: Client, acme: Sandbox) -> None:
    save(alice, OTHER.replace("\n", "\r\n"), 2, htmx=False)
    assert in_force(own_copies()[0]).text == OTHER


def test_without_scripts_a_save_returns_to_the_question(alice: Client, acme: Sandbox) -> None:
    answer = save(alice, NEW, 2, htmx=False, back="action=s3%3AGetObject&light=1-2")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/lab/?action=s3%3AGetObject&scenario=acme&policy=")
    assert "light" not in answer["Location"]


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/?a=b", "a\r\nb: c"])
def test_the_way_back_never_leaves_the_site(alice: Client, acme: Sandbox, back: str) -> None:
    answer = save(alice, NEW, 2, htmx=False, back=back)
    assert answer["Location"].startswith("/lab/?")


def test_second_tab_is_told_and_shown_the_difference(alice: Client, acme: Sandbox) -> None:
    save(alice, NEW, 2)
    answer = save(alice, OTHER, 2)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#policy-conflict"
    assert "saved it as v3" in words
    assert "<del>" in words
    assert "<ins>" in words
    assert in_force(own_copies()[0]).text == NEW


def test_conflict_without_scripts_keeps_the_typed_text_in_the_page(
    alice: Client, acme: Sandbox
) -> None:
    save(alice, NEW, 2)
    answer = save(alice, OTHER, 2, htmx=False)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert words.startswith("<!doctype html>")
    assert "&quot;Deny&quot;, &quot;Action&quot;: &quot;*&quot;}}</textarea>" in words
    assert 'name="base_version" value="2"' in words
    assert "Save mine on top, as v4" in words


def test_mine_on_top_overwrites_only_what_was_shown(alice: Client, acme: Sandbox) -> None:
    save(alice, NEW, 2)
    assert stored(save(alice, OTHER, 2, overwrite=3))["version"] == 4
    assert save(alice, NEW, 2, overwrite=3).status_code == 409


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ('{"Version": ', 422, "Not saved."),
        ('{"Statement": [], "Statement": []}', 422, "appears twice"),
        ("[" * 1000 + "]" * 1000, 422, "Not saved."),
        ("", 422, "Not saved."),
        ("[" + " " * 131_072, 413, "131,072 characters"),
    ],
)
def test_text_that_is_not_stored_is_explained_and_kept(
    stranger: Client, acme: Sandbox, text: str, status: int, words: str, htmx: bool
) -> None:
    answer = save(stranger, text, 2, htmx=htmx)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert own_copies() == []
    if htmx:
        assert answer["HX-Retarget"] == "#policy-findings"
    else:
        assert 'name="base_version" value="2"' in answer.content.decode()


def test_null_character_is_refused_beside_the_editor(stranger: Client, acme: Sandbox) -> None:
    answer = save(stranger, "\x00", 2)
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#policy-findings"


def test_policy_of_aws_is_not_saved(alice: Client, acme: Sandbox) -> None:
    assert save(alice, NEW, 1, policy=AWS_POLICY).status_code == 403
    assert save(alice, NEW, 1, policy=AWS_POLICY, htmx=False).status_code == 403


def test_save_needs_a_number_to_start_from(alice: Client, acme: Sandbox) -> None:
    answer = save(alice, NEW, 2, base_version="two")
    assert answer.status_code == 400
    assert "Base version" in answer.content.decode()


def test_unknown_policy_and_scenario_are_not_found(alice: Client, acme: Sandbox) -> None:
    assert save(alice, NEW, 1, policy="222233334444/policy/Nothing").status_code == 404
    assert save(alice, NEW, 1, scenario="nowhere").status_code == 404


def test_a_save_needs_the_token_of_our_form(acme: Sandbox) -> None:
    client = Client(enforce_csrf_checks=True)
    assert save(client, NEW, 2).status_code == 403


def test_classmate_and_stranger_see_none_of_a_save(
    alice: Client, bob: Client, stranger: Client, acme: Sandbox
) -> None:
    save(alice, NEW, 2)
    for other in (bob, stranger):
        shown = other.get("/lab/policy/", {"policy": READ}).content.decode()
        assert 'data-version="2"' in shown
        assert other.get(f"/lab/policy/?policy={READ}&version=3").status_code == 404
        restored = other.post("/lab/policy/restore/", {"policy": READ, "version": 3})
        assert restored.status_code == 404
        compared = other.get(f"/lab/policy/compare/?policy={READ}&old=2&new=3")
        assert compared.status_code == 404
    assert 'data-version="3"' in alice.get("/lab/policy/", {"policy": READ}).content.decode()


def test_version_is_restored_and_no_version_is_lost(alice: Client, acme: Sandbox) -> None:
    save(alice, NEW, 2)
    answer = alice.post("/lab/policy/restore/", {"policy": READ, "version": 1}, headers=HTMX)
    assert stored(answer) == {
        "key": READ,
        "version": 1,
        "notice": "v1 is in force.",
        "restored": True,
    }
    versions = PolicyVersion.objects.filter(sandbox=own_copies()[0], policy__key=READ)
    assert sorted(versions.values_list("number", flat=True)) == [1, 2, 3]


def test_start_of_one_policy_is_restored(alice: Client, acme: Sandbox) -> None:
    save(alice, NEW, 2)
    answer = alice.post("/lab/policy/restore-start/", {"policy": READ}, headers=HTMX)
    assert stored(answer)["notice"] == "The starting text, v2, is in force."
    assert in_force(own_copies()[0]).text == in_force(acme).text


def test_starting_over_asks_first_and_then_restores_all(alice: Client, acme: Sandbox) -> None:
    save(alice, NEW, 2)
    question = alice.get("/lab/policy/start-over/", {"scenario": "acme"}).content.decode()
    assert READ in question
    assert in_force(own_copies()[0]).number == 3
    answer = alice.post("/lab/policy/start-over/", {"scenario": "acme"})
    assert answer["Location"] == "/lab/?scenario=acme"
    assert in_force(own_copies()[0]).number == 2
    assert "already" in alice.get("/lab/policy/start-over/", {}).content.decode()


def test_starting_over_leaves_the_page_for_htmx(alice: Client, acme: Sandbox) -> None:
    save(alice, NEW, 2)
    answer = alice.post("/lab/policy/start-over/", {"scenario": "acme"}, headers=HTMX)
    assert answer["HX-Redirect"] == "/lab/?scenario=acme"


def test_versions_are_listed_newest_first(alice: Client, acme: Sandbox) -> None:
    save(alice, NEW, 2)
    words = alice.get("/lab/policy/versions/", {"policy": READ}).content.decode()
    assert words.index("<strong>v3</strong>") < words.index("<strong>v2</strong>")
    assert "Restore the starting text" in words


def test_any_two_versions_are_compared(alice: Client, acme: Sandbox) -> None:
    save(alice, NEW, 2)
    save(alice, OTHER, 3)
    query: dict[str, str | int] = {"policy": READ, "old": 3, "new": 4}
    words = alice.get("/lab/policy/compare/", query, headers=HTMX).content.decode()
    assert "1 line only in v3 (−), 2 only in v4 (+)" in words
    same = alice.get("/lab/policy/compare/", {**query, "new": 3}, headers=HTMX).content.decode()
    assert "The two have the same lines." in same


def test_unsaved_text_is_compared_with_the_version_in_force(
    stranger: Client, acme: Sandbox
) -> None:
    data = {"policy": READ, "text": NEW}
    words = stranger.post("/lab/policy/compare/", data, headers=HTMX).content.decode()
    assert "only in v2 (−), 1 only in your unsaved text (+)" in words
    assert own_copies() == []


@pytest.mark.parametrize("name", ["restore", "restore-start", "save"])
def test_writing_is_for_posts_only(stranger: Client, name: str) -> None:
    assert stranger.get(f"/lab/policy/{name}/").status_code == 405
