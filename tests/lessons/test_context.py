"""What the top bar says of reviews, on whatever page, and what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from iamlab.sandbox.services.visitors import Visitor
from lessons.models import SkillCard
from lessons.services import progress
from lessons.services.courses import DEFAULT_COURSE, get_course
from lessons.services.errors import CourseNotFound
from lessons.services.quiz_draws import questions_by_skill
from lessons.services.skills import record
from tests.lessons.views.lesson_pages import text_of

pytestmark = pytest.mark.django_db

PAGE = "/progress/deleted/"
"""A page that costs little itself."""


def visitor_of_session(client: Client) -> Visitor:
    """Give a browser a session as its first answer would, and return who that is."""
    session = client.session
    session["visitor"] = "a-session"
    session.save()
    return Visitor(key="a-session")


def make_due(visitor: Visitor, count: int) -> None:
    """Let so many skills be due since yesterday."""
    for skill in list(questions_by_skill(get_course()))[:count]:
        record(visitor, DEFAULT_COURSE, [skill], right=False)
    rows = SkillCard.objects.filter(**visitor.ownership())
    rows.update(due_at=timezone.now() - timedelta(days=1))


def test_the_bar_leads_to_what_is_due(client: Client) -> None:
    make_due(visitor_of_session(client), 3)
    for address in (PAGE, "/progress/", "/course/"):
        page = client.get(address)
        assert 'class="topbar-review" href="/review/"' in page.content.decode()
        assert "Review 3 due" in text_of(page)


def test_the_bar_says_nothing_while_nothing_is_due(client: Client) -> None:
    record(visitor_of_session(client), DEFAULT_COURSE, ["decisions"], right=True)
    assert "topbar-review" not in client.get(PAGE).content.decode()
    assert "topbar-review" not in Client().get(PAGE).content.decode()


def test_a_classmates_reviews_are_not_in_it(client: Client) -> None:
    visitor_of_session(client)
    make_due(Visitor(key="another-session"), 3)
    assert "topbar-review" not in client.get(PAGE).content.decode()


def test_the_bar_costs_no_query_without_a_session(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        Client().get(PAGE)
    with django_assert_num_queries(0):
        Client().get("/progress/")


def test_a_course_that_cannot_be_read_takes_no_page_down(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_due(visitor_of_session(client), 1)

    def fail(slug: str) -> None:
        raise CourseNotFound(slug)

    monkeypatch.setattr(progress, "get_course", fail)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "topbar-review" not in page.content.decode()
