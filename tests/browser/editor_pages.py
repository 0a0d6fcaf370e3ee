"""What the browser tests of the policy pane do again and again."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]

KEY = "222233334444/policy/ReceiptAccess"
TRUST = "222233334444/role/receipt-reader/trust"
ALONE = "/lab/policy/?scenario=acme&policy="
READABLE = '{"Version": "2012-10-17", "Statement": []}'


def open_policy(open_page: OpenPage, key: str = KEY, **how: object) -> Page:
    """Open the pane of one policy by itself and wait for the editor."""
    page = open_page(ALONE + quote(key), **how)
    expect(page.locator(".policy-ace .ace_line").first).to_be_visible()
    return page


def text_of(page: Page) -> str:
    return page.locator("#policy-text").input_value()


def type_text(page: Page, text: str) -> None:
    """Replace the editor's text as a person does who pastes."""
    page.locator(".policy-ace .ace_content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def light_link(page: Page, key: str, first: int, last: int, verdict: str) -> None:
    """Put a link into the page as a trace has one for each statement."""
    page.evaluate(
        """([policy, from, to, verdict]) => {
            const link = document.createElement("a");
            link.href = "#none";
            link.id = "statement";
            link.textContent = "Show the statement";
            Object.assign(link.dataset, {
                lightPolicy: policy, lightFrom: from, lightTo: to, lightVerdict: verdict,
            });
            document.querySelector("main").prepend(link);
        }""",
        [key, first, last, verdict],
    )


def open_lab(open_page: OpenPage, **how: object) -> Page:
    """Open the lab with its first question: may the function's role read an uploaded receipt?"""
    page = open_page(f"/lab/?scenario=acme&policy={quote(KEY)}", **how)
    expect(page.locator(".policy-ace")).to_have_count(1)
    return page
