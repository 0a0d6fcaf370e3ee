"""The cast of the lessons' pages, and what they send."""

from __future__ import annotations

import re
from html import unescape
from typing import Protocol

from django.contrib.auth.models import User
from django.test import Client

from lessons.content.course import Course, Lesson
from lessons.services.courses import load_lesson_scenarios

LESSON = "iam-in-five-minutes"
PAGE = f"/course/{LESSON}/"
HTMX = {"HX-Request": "true"}


class Page(Protocol):
    """What a test reads of a response."""

    @property
    def content(self) -> bytes:
        """The bytes that were sent."""


def block(name: str) -> str:
    """Return the address of a live block of lesson 0."""
    return f"{PAGE}blocks/{name}/"


def person(name: str) -> Client:
    """Return the browser of somebody with an account."""
    client = Client()
    client.force_login(User.objects.get_or_create(username=name)[0])
    return client


def text_of(response: Page) -> str:
    """Return a page's text, without its tags and with single spaces."""
    plain = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(unescape(plain).split())


def part(response: Page, name: str) -> str:
    """Return the HTML of one live block on a page."""
    found = re.search(
        rf'<section class="live" id="try-{name}".*?</section>', response.content.decode(), re.DOTALL
    )
    assert found is not None, f"the page has no block {name}"
    return found[0]


def verdicts(html: str) -> list[str]:
    """Return the verdicts of the banners in some HTML, in their order."""
    return re.findall(r'class="verdict" data-verdict="([a-zA-Z]+)"', html)


def load_only(course: Course, lesson: Lesson) -> None:
    """Make the template of one lesson's organization."""
    one = Course(
        course.slug,
        course.shape,
        course.misconceptions,
        course.scenarios,
        course.scenario_files,
        (lesson,),
        course.banks,
    )
    load_lesson_scenarios(one)
