"""The course's overview and its lessons, as pages that work without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lessons.content.course import Lesson
from lessons.models import BlockAnswer, LessonVisit
from lessons.services.courses import get_course
from lessons.services.reading import read_lesson_text
from tests.lessons.views.lesson_pages import HTMX, LESSON, PAGE, part, person, text_of

pytestmark = pytest.mark.django_db

LESSONS = [lesson.slug for lesson in get_course().lessons]


def test_the_course_lists_every_lesson_with_its_minutes_exercises_and_quiz() -> None:
    page = Client().get("/course/").content.decode()
    for lesson in get_course().lessons:
        assert f'href="/course/{lesson.slug}/"' in page
        assert f"{lesson.text.head.minutes} minutes" in page
        for exercise in lesson.exercises:
            assert f'href="/exercises/{exercise.id}/"' in page
        if lesson.quiz is not None:
            assert f'href="/quizzes/{lesson.slug}/"' in page


def test_a_newcomer_is_led_to_the_first_lesson() -> None:
    assert "Begin with “IAM in five minutes”" in text_of(Client().get("/course/"))


@pytest.mark.parametrize("slug", LESSONS)
def test_every_lesson_opens_with_all_its_blocks_answered(slug: str) -> None:
    """No template was loaded: what only reads needs none."""
    course = get_course()
    lesson = course.lesson(slug)
    assert lesson is not None
    response = Client().get(f"/course/{slug}/")
    assert response.status_code == 200
    page = response.content.decode()
    for item in lesson.text.blocks:
        assert f'id="try-{item.shape.id}"' in page
    assert "This cannot be asked" not in page
    assert "<style" not in page
    assert " style=" not in page


@pytest.mark.parametrize("slug", LESSONS)
def test_each_block_answers_by_itself_for_htmx(slug: str) -> None:
    lesson = get_course().lesson(slug)
    assert lesson is not None
    for item in lesson.text.blocks:
        address = f"/course/{slug}/blocks/{item.shape.id}/"
        response = Client().get(address, headers=HTMX)
        assert response.status_code == 200
        assert b"<!doctype" not in response.content
        assert f'id="try-{item.shape.id}'.encode() in response.content


def test_a_block_without_htmx_is_shown_in_its_place_on_the_page() -> None:
    response = Client().get(f"{PAGE}blocks/first-question/?principal=user/ana")
    assert response.status_code == 302
    assert response["Location"] == (
        f"{PAGE}?principal=user%2Fana&block=first-question#try-first-question"
    )


def test_the_contents_link_to_every_part_the_exercises_and_the_quiz() -> None:
    lesson = get_course().lesson(LESSON)
    assert lesson is not None
    page = Client().get(PAGE).content.decode()
    for heading in read_lesson_text(lesson).parts:
        assert f'href="#{heading.anchor}"' in page
        assert f'id="{heading.anchor}"' in page
    assert f'href="/quizzes/{LESSON}/"' in page


def test_no_id_is_there_twice() -> None:
    page = Client().get(PAGE).content.decode()
    ids = [piece.partition('"')[0] for piece in page.split(' id="')[1:]]
    assert sorted(ids) == sorted(set(ids))


def test_lessons_lead_to_one_another() -> None:
    first, second = get_course().lessons[:2]
    assert f'href="/course/{second.slug}/" rel="next"' in Client().get(PAGE).content.decode()
    page = Client().get(f"/course/{second.slug}/").content.decode()
    assert f'href="/course/{first.slug}/" rel="prev"' in page


@pytest.mark.parametrize(
    "address",
    [
        "/course/no-such-lesson/",
        "/course/no-such-lesson/read/",
        "/course/no-such-lesson/reset/",
        "/course/no-such-lesson/blocks/x/",
        f"{PAGE}blocks/no-such-block/",
    ],
)
def test_what_is_not_there_is_a_404(address: str) -> None:
    method = Client().post if address.endswith("/read/") else Client().get
    assert method(address).status_code == 404


def test_reading_leaves_nothing_behind() -> None:
    client = Client()
    response = client.get(PAGE)
    assert "sessionid" not in response.cookies
    assert not LessonVisit.objects.exists()


# ---------- Which parts were read ----------


def test_parts_are_noted_as_read_and_shown_so() -> None:
    client = Client()
    fragment = client.post(f"{PAGE}read/", {"part": ["three-questions", "who-asks"]}, headers=HTMX)
    assert fragment.status_code == 200
    assert "Three questions , read" in text_of(fragment)
    page = text_of(client.get(PAGE))
    assert "2 of 7 parts read" in page
    assert "2 of 7 parts read" in text_of(client.get("/course/"))
    assert "Go on with “IAM in five minutes”" in text_of(client.get("/course/"))


def test_parts_add_up_and_unknown_ones_do_not_count() -> None:
    client = Client()
    client.post(f"{PAGE}read/", {"part": ["three-questions", "no-such-part", "x" * 5000, ""]})
    client.post(f"{PAGE}read/", {"part": ["who-asks"]})
    assert LessonVisit.objects.get().parts == ["three-questions", "who-asks"]


def test_a_lesson_is_finished_when_every_part_was_read() -> None:
    client = Client()
    lesson = get_course().lesson(LESSON)
    assert lesson is not None
    anchors = [heading.anchor for heading in read_lesson_text(lesson).parts]
    client.post(f"{PAGE}read/", {"part": anchors[:-1]})
    assert LessonVisit.objects.get().finished_at is None
    client.post(f"{PAGE}read/", {"part": anchors[-1:]})
    finished = LessonVisit.objects.get().finished_at
    assert finished is not None
    client.post(f"{PAGE}read/", {"part": anchors[-1:]})
    assert LessonVisit.objects.get().finished_at == finished
    assert "You have read 1." in text_of(client.get("/course/"))


def test_nothing_read_makes_no_session() -> None:
    response = Client().post(f"{PAGE}read/", {"part": []})
    assert "sessionid" not in response.cookies
    assert not LessonVisit.objects.exists()


def test_what_alice_read_is_not_bobs() -> None:
    person("alice").post(f"{PAGE}read/", {"part": ["three-questions"]})
    assert "0 of 7 parts read" in text_of(person("bob").get(PAGE))
    assert "1 of 7 parts read" in text_of(person("alice").get(PAGE))


# ---------- Start over ----------


def test_starting_over_asks_first_and_then_puts_the_texts_back(lesson: Lesson) -> None:
    alice = person("alice")
    edited = '{"Version": "2012-10-17", "Statement": []}'
    alice.post(f"{PAGE}blocks/smallest-policy/", {"text": edited, "keep": "1"})
    assert edited in alice.get(PAGE).content.decode().replace("&quot;", '"')
    question = alice.get(f"{PAGE}reset/")
    assert "222233334444/user/ben/inline/scan-desk" in text_of(question)
    assert edited in alice.get(PAGE).content.decode().replace("&quot;", '"')
    done = alice.post(f"{PAGE}reset/", follow=True)
    assert done.redirect_chain == [(PAGE, 302)]
    assert "Every policy of this lesson’s organization has its starting text again." in text_of(
        done
    )
    assert "ScanReceipts" in part(done, "smallest-policy")


def test_starting_over_with_nothing_changed_says_so(lesson: Lesson) -> None:
    assert "has its starting text already" in text_of(Client().get(f"{PAGE}reset/"))


def test_starting_over_keeps_what_was_read_and_predicted(lesson: Lesson) -> None:
    alice = person("alice")
    alice.post(f"{PAGE}read/", {"part": ["three-questions"]})
    alice.post(f"{PAGE}blocks/root-deletes/", {"choice": "allowed"})
    alice.post(f"{PAGE}reset/")
    assert LessonVisit.objects.count() == 1
    assert BlockAnswer.objects.count() == 1


def test_writes_need_the_token_of_our_own_forms(lesson: Lesson) -> None:
    client = Client(enforce_csrf_checks=True)
    for address in (f"{PAGE}reset/", f"{PAGE}read/", f"{PAGE}blocks/root-deletes/"):
        assert client.post(address, {"part": "x", "choice": "allowed"}).status_code == 403


# ---------- Cost ----------


def test_a_strangers_page_costs_no_query(django_assert_num_queries: Any) -> None:
    client = Client()
    with django_assert_num_queries(0):
        client.get(PAGE)


@pytest.mark.parametrize("slug", LESSONS)
def test_a_learners_page_costs_the_same_few_queries_whatever_the_lesson(
    slug: str, django_assert_max_num_queries: Any
) -> None:
    """The session and the person; the copy; answers; visits, exercises, quizzes; what is due."""
    alice = person("alice")
    with django_assert_max_num_queries(8):
        alice.get(f"/course/{slug}/")


def test_a_copy_of_ones_own_is_read_once_for_each_of_its_states(
    lesson: Lesson, django_assert_max_num_queries: Any
) -> None:
    alice = person("alice")
    edited = '{"Version": "2012-10-17", "Statement": []}'
    alice.post(f"{PAGE}blocks/smallest-policy/", {"text": edited, "keep": "1"})
    alice.get(PAGE)
    with django_assert_max_num_queries(8):
        alice.get(PAGE)
