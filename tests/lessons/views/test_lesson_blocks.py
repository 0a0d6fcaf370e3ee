"""Live blocks: what is asked, predicted and answered in them, with scripts and without."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from lessons.content.lesson_files import LiveBlock
from lessons.content.shapes.lessons import QuestionBlock
from lessons.judging.questions import answers_for_tests, pose
from lessons.models import BlockAnswer, SkillCard
from lessons.services.courses import get_course
from tests.lessons.views.lesson_pages import HTMX, PAGE, block, part, person, text_of, verdicts

pytestmark = pytest.mark.django_db

AUDIT = "scp/ProtectAudit"


def test_a_lesson_shows_what_its_prose_says() -> None:
    """By the rules: Mia's group allows reading; an SCP's Deny beats Ana's Allow (E4)."""
    page = Client().get(PAGE)
    assert verdicts(part(page, "first-question")) == ["allowed"]
    assert verdicts(part(page, "function-reads")) == ["allowed"]
    assert verdicts(part(page, "blast-radius")) == ["allowed", "implicitDeny"]
    assert verdicts(part(page, "ana-deletes")) == ["explicitDeny"]


# ---------- Ask ----------


def test_another_action_is_asked_with_the_rest_of_the_question() -> None:
    response = Client().post(
        block("first-question"), {"form": "1", "action": "s3:PutObject"}, headers=HTMX
    )
    assert response.status_code == 200
    assert verdicts(response.content.decode()) == ["implicitDeny"]
    assert "<option selected>s3:PutObject</option>" in response.content.decode()


def test_without_scripts_the_answer_comes_with_its_page() -> None:
    response = Client().post(block("first-question"), {"form": "1", "principal": "user/ana"})
    assert response.status_code == 200
    assert verdicts(part(response, "first-question")) == ["implicitDeny"]
    assert verdicts(part(response, "ana-deletes")) == ["explicitDeny"]


def test_the_lines_that_decided_are_lit_in_the_verdicts_color() -> None:
    html = part(Client().get(PAGE), "ana-deletes")
    shown = html.partition("audit-admin")[0]
    assert 'data-verdict="explicitDeny"><code>' in shown
    assert shown.count('class="line lit"') == 6  # the statement, from its name to its brace


def test_a_policy_is_taken_out_of_force_and_put_back() -> None:
    client = Client()
    out = client.post(block("ana-deletes"), {"form": "1"}, headers=HTMX)
    assert verdicts(out.content.decode()) == ["allowed"]
    assert "Without ProtectAudit" in text_of(out)
    back = client.post(block("ana-deletes"), {"form": "1", "on": AUDIT}, headers=HTMX)
    assert verdicts(back.content.decode()) == ["explicitDeny"]


def test_only_what_the_block_offers_can_be_taken_out_of_force() -> None:
    """The group's policy has no switch, so leaving it out of `on` means nothing."""
    response = Client().post(block("first-question"), {"form": "1"}, headers=HTMX)
    assert verdicts(response.content.decode()) == ["allowed"]


def test_what_cannot_be_changed_stays_as_the_lesson_has_it() -> None:
    sent = {"form": "1", "on": AUDIT, "principal": "user/mia", "resource": "*"}
    response = Client().post(block("ana-deletes"), sent, headers=HTMX)
    assert "user/ana" in text_of(response)
    assert verdicts(response.content.decode()) == ["explicitDeny"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("principal", "user/nobody", "there is no `user/nobody` here"),
        ("action", "s3:GetObjet", "AWS has no action s3:GetObjet"),
        ("principal", "x" * 3000, "2,048 characters are the most"),
        ("principal", "\x00", "there is no"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why_and_keeps_what_was_typed(
    field: str, value: str, sentence: str
) -> None:
    for headers in (HTMX, {}):
        response = Client().post(
            block("first-question"), {"form": "1", field: value}, headers=headers
        )
        assert response.status_code == 422
        assert sentence.replace("`", "").lower() in text_of(response).lower()
        if "\x00" not in value:
            assert value in response.content.decode()


def test_a_question_opens_in_the_lab_with_the_learners_copy(lesson: Any) -> None:
    html = part(Client().get(PAGE), "first-question")
    address = html.partition('<a href="/lab/?')[2].partition('"')[0].replace("&amp;", "&")
    assert address.startswith("scenario=iam-foundations/iam-in-five-minutes&principal=")
    lab = Client().get(f"/lab/?{address}")
    assert lab.status_code == 200
    assert 'data-verdict="allowed"' in lab.content.decode()


# ---------- Predict ----------


def test_before_the_commitment_nothing_tells_the_answer() -> None:
    html = part(Client().get(PAGE), "root-deletes")
    assert verdicts(html) == []
    assert "lit" not in html.replace("split", "")
    assert "Inside its account nobody stands above" not in html


def test_a_wrong_prediction_names_the_beliefs_behind_it() -> None:
    """Allowed is what somebody says for whom the root user stands above SCPs (E13)."""
    client = Client()
    sent = {"choice": "allowed", "confidence": "3"}
    response = client.post(block("root-deletes"), sent, headers=HTMX)
    assert verdicts(response.content.decode()) == ["explicitDeny"]
    said = text_of(response)
    assert "The root user stands above every policy, SCPs included." in said
    assert "your answer, not right" in said
    assert "Inside its account nobody stands above the root user." in said
    kept = BlockAnswer.objects.get()
    assert (kept.answer, kept.confidence, kept.is_right) == ({"choice": "allowed"}, 3, False)
    assert "root-ignores-scps" in kept.misconceptions


def test_a_right_prediction_is_said_to_be_right_and_names_no_belief() -> None:
    response = Client().post(block("root-deletes"), {"choice": "explicitDeny"}, headers=HTMX)
    assert "your answer, right" in text_of(response)
    assert "for granted" not in text_of(response)
    assert BlockAnswer.objects.get().misconceptions == []


def test_the_first_prediction_stays() -> None:
    client = Client()
    client.post(block("root-deletes"), {"choice": "allowed"})
    again = client.post(block("root-deletes"), {"choice": "explicitDeny"}, headers=HTMX)
    assert "your answer, not right" in text_of(again)
    assert BlockAnswer.objects.get().answer == {"choice": "allowed"}


def test_without_scripts_a_prediction_leads_back_to_its_place() -> None:
    client = Client()
    response = client.post(block("root-deletes"), {"choice": "implicitDeny"})
    assert response.status_code == 302
    assert response["Location"] == f"{PAGE}#try-root-deletes"
    assert verdicts(part(client.get(PAGE), "root-deletes")) == ["explicitDeny"]


@pytest.mark.parametrize("choice", ["", "maybe", "x" * 5000, "\x00"])
def test_what_is_no_verdict_is_refused_and_nothing_is_kept(choice: str) -> None:
    for headers in (HTMX, {}):
        response = Client().post(block("root-deletes"), {"choice": choice}, headers=headers)
        assert response.status_code == 422
        assert "Choose one of the three verdicts first." in text_of(response)
    assert not BlockAnswer.objects.exists()


def test_how_sure_somebody_is_is_never_made_up() -> None:
    before = part(Client().get(PAGE), "root-deletes")
    for sent in ({"confidence": "99"}, {}):
        client = Client()
        client.post(block("root-deletes"), {"choice": "allowed", **sent})
        assert BlockAnswer.objects.latest("pk").confidence == 0
    assert not re.search(r'name="confidence"[^>]*checked', before)


def test_alices_prediction_is_not_bobs() -> None:
    person("alice").post(block("root-deletes"), {"choice": "allowed"})
    assert verdicts(part(person("bob").get(PAGE), "root-deletes")) == []
    assert verdicts(part(Client().get(PAGE), "root-deletes")) == []


# ---------- Timeline ----------


def test_the_instant_is_moved_by_the_address() -> None:
    """The key leaks at 10:00 and is deactivated at 17:00; the session ends at 10:30."""
    early = part(Client().get(f"{PAGE}?block=two-leaks&at=75"), "two-leaks")
    assert 'data-verdict="allowed"' in early
    assert "ExpiredToken" not in early
    later = part(Client().get(f"{PAGE}?block=two-leaks&at=100"), "two-leaks")
    assert "ExpiredToken" in later
    last = part(Client().get(f"{PAGE}?block=two-leaks&at=500"), "two-leaks")
    assert 'data-verdict="allowed"' not in last


@pytest.mark.parametrize("at", ["", "-5", "x", "9" * 50, "1e9", "\x00"])
def test_any_instant_is_answered(at: str) -> None:
    response = Client().get(block("two-leaks"), {"at": at}, headers=HTMX)
    assert response.status_code == 200


# ---------- Question ----------


def _questions() -> list[LiveBlock]:
    lesson = get_course().lessons[0]
    return [item for item in lesson.text.blocks if isinstance(item.shape, QuestionBlock)]


def test_lesson_0_checks_its_five_take_aways() -> None:
    assert len(_questions()) == 5


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("right", [True, False])
def test_a_question_is_marked_once(number: int, right: bool) -> None:
    shape = _questions()[number].shape
    assert isinstance(shape, QuestionBlock)
    course = get_course()
    posed = pose(course.questions[shape.question], course, 0)
    samples = answers_for_tests(posed)
    answer, other = samples.right, samples.wrong[0]
    if not right:
        answer, other = other, answer
    client = Client()
    said = text_of(client.post(block(shape.id), answer, headers=HTMX))
    assert ("Not right" in said) != right
    client.post(block(shape.id), other)
    kept = BlockAnswer.objects.get()
    assert (kept.block, kept.is_right, kept.answer) == (shape.id, right, answer)
    assert ("Not right" in text_of(client.get(PAGE))) != right


def test_an_answered_question_counts_for_its_skills() -> None:
    Client().post(block("keep-silence"), {"choice": "implicitDeny", "confidence": "2"})
    card = SkillCard.objects.get()
    assert (card.skill, card.right, card.wrong) == ("iam-overview", 1, 0)
    assert BlockAnswer.objects.get().confidence == 2


def test_an_empty_answer_is_asked_for() -> None:
    for headers in (HTMX, {}):
        response = Client().post(block("keep-silence"), {}, headers=headers)
        assert response.status_code == 422
        assert "Choose a verdict." in text_of(response)
    assert not BlockAnswer.objects.exists()


def test_an_option_of_nobody_is_refused() -> None:
    response = Client().post(block("keep-silence"), {"choice": "maybe"}, headers=HTMX)
    assert response.status_code == 422
    assert not BlockAnswer.objects.exists()
