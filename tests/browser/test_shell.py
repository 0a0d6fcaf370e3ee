"""The shell of every page, in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from iamlab.engine import catalog_date

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_start_page_is_accessible(open_page: OpenPage, assert_accessible: Check, size: str) -> None:
    page = open_page("/", size=size)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_missing_page_is_accessible(
    open_page: OpenPage, assert_accessible: Check, complaints: list[str], size: str
) -> None:
    page = open_page("/no-such-page", size=size)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    assert_accessible(page)
    assert len(complaints) == 1
    assert "404" in complaints.pop()


def test_skip_link_is_first_and_moves_focus_to_main(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_footer_names_the_day_of_the_catalog(page: Page) -> None:
    date = catalog_date()
    day = f"{date:%B} {date.day}, {date.year}"
    expect(page.get_by_role("contentinfo")).to_contain_text(f"Action catalog of {day}")


def test_icon_is_drawn_from_the_sprite_in_the_page_colors(page: Page) -> None:
    box = page.locator(".brand use").bounding_box()
    assert box is not None
    assert box["width"] > 8
    color = page.locator(".brand .icon").evaluate("icon => getComputedStyle(icon).stroke")
    assert color == "rgb(28, 91, 158)"


def test_error_of_an_htmx_request_is_a_notice_that_can_be_closed(
    page: Page, assert_accessible: Check, complaints: list[str]
) -> None:
    page.evaluate("htmx.ajax('POST', '/no-such-page', '#main')")
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("There is nothing here")
    expect(page.get_by_role("main")).not_to_contain_text("There is nothing here")
    assert_accessible(page)
    notice.get_by_role("button", name="Close").click()
    expect(notice).to_have_count(0)
    assert "404" in complaints.pop(0)


def test_htmx_sends_the_token_that_unsafe_requests_need(page: Page, complaints: list[str]) -> None:
    with page.expect_response("**/healthz") as answer:
        page.evaluate("htmx.ajax('POST', '/healthz', '#main')")
    assert answer.value.request.headers["x-csrftoken"]
    assert answer.value.status == 405
    page.wait_for_function("!document.querySelector('.htmx-request')")
    assert "405" in complaints.pop(0)


def test_inline_script_does_not_run(page: Page, complaints: list[str]) -> None:
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.intruder = true";
            document.body.append(script);
        }"""
    )
    assert page.evaluate("window.intruder") is None
    assert "Content Security Policy" in complaints.pop(0)


@pytest.mark.parametrize("width", [390, 360])
def test_narrow_bar_shows_what_a_learner_comes_back_to(open_page: OpenPage, width: int) -> None:
    page = open_page("/", size="phone")
    page.set_viewport_size({"width": width, "height": 844})
    bar = page.get_by_role("navigation", name="Main")
    frame = bar.bounding_box()
    assert frame is not None
    fade = 40
    for name in ("Course", "Practice", "Progress"):
        box = bar.get_by_role("link", name=name).bounding_box()
        assert box is not None
        assert frame["x"] <= box["x"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"] - fade


def test_narrow_bar_scrolls_to_the_section_that_one_is_in(open_page: OpenPage) -> None:
    page = open_page("/check/", size="phone")
    here = page.get_by_role("navigation", name="Main").locator("[aria-current=page]")
    expect(here).to_have_text("Check")
    expect(here).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_every_way_to_practice_is_one_tap_away(
    open_page: OpenPage, assert_accessible: Check, size: str
) -> None:
    page = open_page("/", size=size)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Practice").click()
    ways = page.get_by_role("navigation", name="Practice")
    for name in ("Quizzes", "By skill", "Review", "Exercises"):
        ways.get_by_role("link", name=name).click()
        expect(ways.locator("[aria-current=page]")).to_have_text(name)
        current = page.get_by_role("navigation", name="Main").locator("[aria-current=page]")
        expect(current).to_have_text("Practice")
        assert_accessible(page)
