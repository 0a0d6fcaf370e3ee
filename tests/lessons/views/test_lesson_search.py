"""Search over the course: ranked, with the passage marked, and a word of help for nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from lessons.services.courses import get_course
from lessons.services.search import search_course
from tests.lessons.views.lesson_pages import HTMX, text_of

pytestmark = pytest.mark.django_db

SEARCH = "/course/search/"


def addresses(query: str) -> list[str]:
    page = Client().get(SEARCH, {"q": query}).content.decode()
    return re.findall(r'<li>\s*<p><a href="([^"]+)"', page)


def test_a_lessons_title_finds_the_lesson_first() -> None:
    for lesson in get_course().lessons:
        assert addresses(lesson.title)[0] == f"/course/{lesson.slug}/"


def test_words_of_the_prose_lead_to_their_part() -> None:
    """Lesson 0 says this of access keys, and nothing else does."""
    found = addresses("script on a laptop last choice")
    assert found[0] == "/course/iam-in-five-minutes/#roles-instead-of-keys"


def test_a_part_of_an_action_is_enough_in_any_case() -> None:
    assert "/course/iam-in-five-minutes/#try-smallest-policy" in addresses("putobj")
    assert addresses("PUTOBJ") == addresses("putobj")


def test_exercises_are_found_by_title_and_by_what_their_checks_say() -> None:
    course = get_course()
    exercise = course.exercises["lambda-reads-bucket"]
    address = "/exercises/lambda-reads-bucket/"
    assert address in addresses(exercise.variant(0).shape.title)
    titles = [check.title for check in exercise.variant(0).shape.checks if check.title]
    assert titles
    assert address in addresses(titles[0].replace("`", ""))


def test_policy_checks_are_found_by_title() -> None:
    assert any(address.startswith("/checks/") for address in addresses("NotPrincipal"))


def test_every_address_leads_somewhere() -> None:
    client = Client()
    for address in addresses("role"):
        path, _, anchor = address.partition("#")
        if path.startswith("/course/"):
            response = client.get(path)
            assert response.status_code == 200
            if anchor:
                assert f'id="{anchor}"' in response.content.decode()


def test_the_words_are_marked_and_everything_else_is_escaped() -> None:
    page = Client().get(SEARCH, {"q": "deny <script>"}).content.decode()
    assert "<script>" not in page.partition("<main")[2]
    assert "<mark>" in Client().get(SEARCH, {"q": "deny"}).content.decode()


def test_no_place_is_named_twice() -> None:
    for query in ("role", "deny", "policy", "bucket"):
        found = search_course(get_course(), query)
        names = [(hit.entry.address, hit.entry.title) for hit in found.hits]
        assert len(set(names)) == len(names)


def test_where_no_place_has_all_words_some_will_do_and_the_page_says_so() -> None:
    page = text_of(Client().get(SEARCH, {"q": "trust zebrafish"}))
    assert "with some of these words" in page


def test_nothing_found_teaches_what_to_try() -> None:
    page = text_of(Client().get(SEARCH, {"q": "zebrafish"}))
    assert "Nothing here says “zebrafish”" in page
    assert "Try fewer words" in page


def test_for_htmx_there_is_the_list_alone() -> None:
    response = Client().get(SEARCH, {"q": "deny"}, headers=HTMX)
    assert b"<!doctype" not in response.content
    assert b"found-list" in response.content
    assert Client().get(SEARCH, {"q": " "}, headers=HTMX).content.strip() == b""


@pytest.mark.parametrize("query", ["", " ", "x" * 5000, "\x00", "((((", "a " * 300, "\\", "%"])
def test_anything_can_be_searched_for(query: str) -> None:
    assert Client().get(SEARCH, {"q": query}).status_code == 200


def test_at_most_thirty_places_are_shown() -> None:
    found = search_course(get_course(), "a")
    assert found.total > 30
    assert len(found.hits) == 30


def test_searching_costs_no_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        Client().get(SEARCH, {"q": "deny"})
