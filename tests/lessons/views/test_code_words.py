"""What authors put between backticks comes out as code, wherever their words are shown."""

from __future__ import annotations

import pytest
from django.test import Client

from lessons.services.courses import DEFAULT_COURSE, get_course
from tests.lessons.views.exercise_pages import words

pytestmark = pytest.mark.django_db

COURSE = get_course(DEFAULT_COURSE)
PAGES = [
    "/course/",
    "/course/search/?q=role",
    "/exercises/",
    "/quizzes/",
    "/progress/",
    *(f"/course/{lesson.slug}/" for lesson in COURSE.lessons),
    *(f"/exercises/{name}/" for name in COURSE.exercises),
]


@pytest.mark.parametrize("address", PAGES)
def test_no_page_shows_a_backtick(address: str, client: Client) -> None:
    response = client.get(address)
    assert response.status_code == 200
    text = words(response)
    assert "`" not in text, text[max(text.index("`") - 80, 0) : text.index("`") + 80]
