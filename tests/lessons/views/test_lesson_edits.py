"""Policies that are edited in a lesson: answered as typed, kept in the learner's own copy."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from iamlab.sandbox.models import PolicyVersion, Sandbox
from lessons.content.course import Lesson
from tests.lessons.views.lesson_pages import HTMX, PAGE, block, part, person, text_of

pytestmark = pytest.mark.django_db

EDIT = block("smallest-policy")
SLUG = "iam-foundations/iam-in-five-minutes"


def policy(*actions: str) -> str:
    """Return a policy that allows actions on the receipts."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow",
                "Action": list(actions),
                "Resource": "arn:aws:s3:::acme-receipts/*",
            },
        }
    )


DELETES = policy("s3:DeleteObject")


def marks(html: str) -> list[str]:
    """Return the verdicts beside the questions, in their order."""
    return [
        piece.partition('"')[0]
        for piece in html.split('<span class="verdict-mark" data-verdict="')[1:]
    ]


def test_the_starting_text_is_answered_without_any_copy() -> None:
    """Read and write one bucket's objects; nothing else is granted (E2)."""
    html = part(Client().get(PAGE), "smallest-policy")
    assert marks(html) == ["allowed", "allowed", "implicitDeny", "implicitDeny"]


def test_a_text_is_answered_as_it_is_typed_and_nothing_is_kept(lesson: Lesson) -> None:
    client = Client()
    response = client.post(EDIT, {"text": DELETES}, headers=HTMX)
    assert response.status_code == 200
    assert marks(response.content.decode()) == [
        *("implicitDeny", "implicitDeny", "allowed", "implicitDeny")
    ]
    assert "not saved" in text_of(response)
    assert not Sandbox.objects.filter(is_template=False).exists()
    assert "sessionid" not in response.cookies


def test_a_text_is_kept_between_visits_in_the_learners_own_copy(lesson: Lesson) -> None:
    alice = person("alice")
    response = alice.post(EDIT, {"text": DELETES, "keep": "1"}, headers=HTMX)
    assert response.headers["HX-Trigger"] == '{"lesson:changed": {}}'
    assert "saved" in text_of(response)
    assert marks(part(alice.get(PAGE), "smallest-policy"))[2] == "allowed"
    assert marks(part(person("bob").get(PAGE), "smallest-policy"))[2] == "implicitDeny"
    assert marks(part(Client().get(PAGE), "smallest-policy"))[2] == "implicitDeny"


def test_without_scripts_a_text_is_kept_and_the_page_shown_again(lesson: Lesson) -> None:
    client = Client()
    response = client.post(EDIT, {"text": DELETES, "keep": "1"})
    assert response.status_code == 302
    assert response["Location"] == f"{PAGE}#try-smallest-policy"
    assert marks(part(client.get(PAGE), "smallest-policy"))[2] == "allowed"


def test_line_ends_of_a_form_are_those_that_were_typed(lesson: Lesson) -> None:
    alice = person("alice")
    alice.post(EDIT, {"text": DELETES.replace(", ", ",\r\n"), "keep": "1"})
    stored = PolicyVersion.objects.get(
        sandbox__is_template=False, policy__key__endswith="/scan-desk", is_default=True
    )
    assert stored.text == DELETES.replace(", ", ",\n")


def test_one_copy_is_shared_by_all_blocks_and_by_the_lab(lesson: Lesson) -> None:
    alice = person("alice")
    alice.post(EDIT, {"text": DELETES, "keep": "1"})
    sandbox = Sandbox.objects.get(is_template=False)
    assert sandbox.scenario == SLUG
    question = {
        "scenario": SLUG,
        "principal": "user/ben",
        "action": "s3:DeleteObject",
        "resource": "arn:aws:s3:::acme-receipts/incoming/1.jpg",
    }
    assert 'id="verdict" data-verdict="allowed"' in alice.get("/lab/", question).content.decode()


def test_saving_again_makes_a_version_and_the_same_text_none(lesson: Lesson) -> None:
    alice = person("alice")
    for actions in (("s3:DeleteObject",), ("s3:PutObject",), ("s3:PutObject",)):
        alice.post(EDIT, {"text": policy(*actions), "keep": "1"}, headers=HTMX)
    versions = PolicyVersion.objects.filter(
        sandbox__is_template=False, policy__key__endswith="user/ben/inline/scan-desk"
    )
    assert versions.count() == 3  # the starting text and two edits


def test_nothing_is_told_to_other_blocks_when_nothing_was_saved(lesson: Lesson) -> None:
    alice = person("alice")
    alice.post(EDIT, {"text": DELETES, "keep": "1"}, headers=HTMX)
    again = alice.post(EDIT, {"text": DELETES, "keep": "1"}, headers=HTMX)
    assert "HX-Trigger" not in again.headers


def test_the_starting_text_comes_back_at_a_press(lesson: Lesson) -> None:
    alice = person("alice")
    alice.post(EDIT, {"text": DELETES, "keep": "1"})
    response = alice.post(EDIT, {"text": DELETES, "restart": "1"}, headers=HTMX)
    assert marks(response.content.decode())[2] == "implicitDeny"
    assert "ScanReceipts" in text_of(response)
    assert response.headers["HX-Trigger"] == '{"lesson:changed": {}}'
    assert alice.post(EDIT, {"restart": "1"}).status_code == 302


# ---------- Texts that cannot be read ----------


def test_a_half_typed_text_leaves_the_last_answers_and_says_where_it_breaks() -> None:
    response = Client().post(EDIT, {"text": DELETES[:-1]}, headers=HTMX)
    assert response.status_code == 200
    assert response.headers["HX-Retarget"] == "#try-smallest-policy-note"
    assert "This can’t be read yet. Line 1:" in text_of(response)
    assert marks(response.content.decode()) == []


def test_a_text_that_cannot_be_read_is_not_stored_and_stays_typed(lesson: Lesson) -> None:
    alice = person("alice")
    broken = '{"Version": "2012-10-17", "Statement": [}'
    for headers in (HTMX, {}):
        response = alice.post(EDIT, {"text": broken, "keep": "1"}, headers=headers)
        assert response.status_code == 422
        assert "Not saved. This cannot be read as a policy" in text_of(response)
    assert broken in text_of(response)
    assert not PolicyVersion.objects.filter(text=broken).exists()


def test_a_half_typed_text_is_not_kept_by_itself_and_that_is_no_error(lesson: Lesson) -> None:
    alice = person("alice")
    response = alice.post(EDIT, {"text": DELETES[:-1], "keep": "auto"}, headers=HTMX)
    assert response.status_code == 200
    assert "not saved" in text_of(response)
    assert not Sandbox.objects.filter(is_template=False).exists()
    whole = alice.post(EDIT, {"text": DELETES, "keep": "auto"}, headers=HTMX)
    assert "HX-Trigger" in whole.headers


@pytest.mark.parametrize("text", ["", "[]", "null", "\x00", "{" * 3000, '"' * 500, "\ud7ff" * 40])
def test_any_text_is_answered_with_a_page(text: str, lesson: Lesson) -> None:
    for more in ({}, {"keep": "1"}):
        for headers in (HTMX, {}):
            response = person("alice").post(EDIT, {"text": text, **more}, headers=headers)
            assert response.status_code in (200, 422)


def test_a_text_over_the_limit_is_refused_and_stays_typed(lesson: Lesson) -> None:
    long = policy("s3:GetObject") + " " * 131_072
    for more in ({}, {"keep": "1"}):
        response = person("alice").post(EDIT, {"text": long, **more})
        assert response.status_code == 422
        assert "131,072" in text_of(response)
        assert len(response.content) > 131_072


def test_a_form_without_a_text_changes_nothing(lesson: Lesson) -> None:
    response = person("alice").post(EDIT, {"keep": "1"})
    assert response.status_code == 400
    assert not Sandbox.objects.filter(is_template=False).exists()


def test_without_a_template_nothing_can_be_kept_and_the_page_says_so() -> None:
    """Whoever runs the site has not loaded the courses yet."""
    response = person("alice").post(EDIT, {"text": DELETES, "keep": "1"}, headers=HTMX)
    assert response.status_code == 422
    assert "This cannot be saved here." in text_of(response)
