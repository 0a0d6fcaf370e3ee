"""The timeline block in a browser: its slider, buttons and events, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from playwright.sync_api import Page, expect

from lessons.timelines import chosen_instant, draw
from tests.lessons.timelines.stories import LEAK, acme, story

OpenPage = Callable[..., Page]

PAGE = engines["django"].from_string(
    """{% extends "base.html" %}
    {% block title %}A leak{% endblock %}
    {% block main %}<div class="page"><h1 class="title">A leak</h1><div class="prose">
      <section class="live">{% include "lessons/_timeline.html" %}</section>
    </div></div>{% endblock %}"""
)
BLOCK = engines["django"].from_string('{% include "lessons/_timeline.html" %}')


def show_timeline(request: HttpRequest) -> HttpResponse:
    """Answer as a lesson does: the block alone to htmx, a page otherwise."""
    timeline = story(LEAK)
    at = chosen_instant(timeline, request.GET)
    context = {
        "drawing": draw(timeline, acme(), timeline.questions, at),
        "block_id": "leak",
        "action_url": "/timeline/",
    }
    template = BLOCK if "HX-Request" in request.headers else PAGE
    return HttpResponse(template.render(context, request))


urlpatterns = [path("timeline/", show_timeline), path("", include("iamlab.urls"))]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def row(page: Page, credential: str) -> str:
    """Return the words of a credential's row."""
    return page.locator(".timeline-table tbody").filter(has_text=credential).inner_text()


def test_the_slider_moves_the_instant_and_stays_in_place(open_page: OpenPage) -> None:
    """With the keyboard: 90 minutes after 09:00 the session works."""
    page = open_page("/timeline/?at=89")
    slider = page.get_by_label("Move the instant")
    slider.evaluate("element => { element.dataset.same = 'yes' }")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".timeline-time")).to_contain_text("10:30")
    page.keyboard.press("Home")
    expect(page.locator(".timeline-time")).to_contain_text("09:00")
    page.keyboard.press("End")
    expect(page.locator(".timeline-time")).to_contain_text("21:00")
    expect(slider).to_have_value("720")
    assert slider.get_attribute("data-same") == "yes"
    assert page.evaluate("document.activeElement.name") == "at"


def test_the_answers_follow_the_slider(open_page: OpenPage) -> None:
    """The thief is allowed, then denied, then rejected."""
    page = open_page("/timeline/")
    slider = page.get_by_label("Move the instant")
    for minutes, word in (("245", "Allowed"), ("255", "Explicit deny"), ("300", "ExpiredToken")):
        slider.fill(minutes)
        expect(page.locator(".timeline-table tbody").filter(has_text="ASIATHIEF")).to_contain_text(
            word
        )


def test_the_buttons_go_from_event_to_event_and_keep_the_focus(open_page: OpenPage) -> None:
    """10:00 is the first event, 10:30 the second; the slider comes along."""
    page = open_page("/timeline/")
    page.get_by_role("button", name="Next event").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".timeline-time")).to_contain_text("10:00")
    expect(page.get_by_label("Move the instant")).to_have_value("60")
    page.keyboard.press("Enter")
    expect(page.locator(".timeline-time")).to_contain_text("10:30")
    assert page.evaluate("document.activeElement.id") == "leak-next"
    page.get_by_role("button", name="Previous event").click()
    expect(page.locator(".timeline-time")).to_contain_text("10:00")


def test_an_event_leads_to_its_instant(open_page: OpenPage) -> None:
    """A press on the revocation."""
    page = open_page("/timeline/")
    page.get_by_role("button", name=re.compile("older sessions")).click()
    expect(page.locator(".timeline-time")).to_contain_text("13:10")
    expect(page.get_by_label("Move the instant")).to_have_value("250")


def test_it_works_without_scripts(open_page: OpenPage) -> None:
    """Buttons and the form's own button; the whole page comes back."""
    page = open_page("/timeline/", javascript=False)
    page.get_by_role("button", name="Next event").click()
    expect(page.locator(".timeline-time")).to_contain_text("10:00")
    page.get_by_label("Move the instant").fill("255")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".timeline-time")).to_contain_text("13:15")
    assert "Explicit deny" in row(page, "ASIATHIEF")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_it_is_accessible(
    open_page: OpenPage, assert_accessible: Callable[[Page], None], size: str
) -> None:
    """axe, and nothing scrolls sideways."""
    assert_accessible(open_page("/timeline/?at=255", size=size))


def test_the_thumb_stands_above_the_line_of_the_instant(open_page: OpenPage) -> None:
    """A quarter, a half and all of the way, on a phone."""
    for minutes in (0, 180, 360, 720):
        page = open_page(f"/timeline/?at={minutes}", size="phone")
        slider = page.locator(".timeline-range").bounding_box()
        line = page.locator(".timeline-now").bounding_box()
        assert slider is not None
        assert line is not None
        thumb = 20
        center = slider["x"] + thumb / 2 + (slider["width"] - thumb) * minutes / 720
        assert abs(center - (line["x"] + line["width"] / 2)) <= 1.5
