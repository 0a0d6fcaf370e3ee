"""The block as HTML: it works as a plain form, and its table says what its picture says."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string

from iamlab.engine.credentials import Timeline
from lessons.timelines import Drawing, draw

from .stories import LEAK, ROTATION, acme, story


def drawn(minutes: int, text: str = LEAK) -> Drawing:
    timeline: Timeline = story(text)
    return draw(timeline, acme(), timeline.questions, timeline.start + minutes * 60)


def html_of(drawing: Drawing) -> str:
    context = {"drawing": drawing, "block_id": "leak", "action_url": "/course/x/blocks/leak/?a=1&b"}
    return render_to_string("lessons/_timeline.html", context)


def words(html: str) -> str:
    """Return the text of a piece of HTML, spaces made even."""
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


def table_of(html: str) -> str:
    (table,) = re.findall(r"<table.*?</table>", html, re.DOTALL)
    return str(table)


@pytest.mark.parametrize("minutes", [0, 95, 255, 720])
@pytest.mark.parametrize("text", [LEAK, ROTATION])
def test_nothing_is_styled_or_scripted_in_place(text: str, minutes: int) -> None:
    """The Content-Security-Policy allows neither."""
    html = html_of(drawn(minutes, text))
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|javascript:", html)


@pytest.mark.parametrize("text", [LEAK, ROTATION])
def test_every_id_is_there_once_and_every_reference_leads_to_one(text: str) -> None:
    """Labels, titles, the list of stops, the targets of htmx."""
    html = html_of(drawn(95, text))
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    references = re.findall(r'\s(?:for|list|aria-labelledby|aria-describedby)="([^"]*)"', html)
    targets = re.findall(r'\shx-(?:target|select)="#([^"]*)"', html)
    assert len(references) >= 5
    assert len(targets) >= 3
    assert {*references, *targets} <= set(ids)


def test_the_table_says_what_the_picture_says() -> None:
    """Every lane's name, answer and reason."""
    drawing = drawn(255)
    table = words(table_of(html_of(drawing)))
    for lane in drawing.lanes:
        assert lane.name in table
        assert lane.credential in table
        assert lane.usable_from in table
        assert lane.until in table
        assert lane.answers[0].word in table


def test_a_rejection_names_its_error_and_no_verdict() -> None:
    """E1: rejected before any policy is read."""
    html = table_of(html_of(drawn(30)))
    rows = [row for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if "ASIAREADER" in row]
    (row,) = rows
    assert "<code>InvalidClientTokenId</code>, before any policy is read." in row
    assert "data-verdict" not in row


def test_a_verdict_carries_its_icon_and_word() -> None:
    """Color is never the only signal."""
    html = table_of(html_of(drawn(95)))
    found = re.findall(
        r'data-verdict="(\w+)"><svg class="icon ?" aria-hidden="true"><use href="[^"]*#i-(\w+)"/>'
        r"</svg>([^<]+)<",
        html,
    )
    assert ("allowed", "allowed", "Allowed") in found
    assert ("implicitDeny", "implicitDeny", "Implicit deny") in found


def test_the_form_works_without_scripts() -> None:
    """A slider with a button, and buttons that go to the events."""
    html = html_of(drawn(95))
    assert 'method="get" action="/course/x/blocks/leak/?a=1&amp;b"' in html
    assert re.search(r'<input class="timeline-range" type="range" name="at"[^>]* value="95"', html)
    assert '<noscript><button class="button button-small" type="submit">Show</button>' in html
    assert set(re.findall(r'name="to"[^>]*? value="(\d+)"', html)) >= {"90", "120"}


def test_a_button_that_leads_nowhere_stays_and_says_so() -> None:
    """So that the keyboard's focus is not lost."""
    html = html_of(drawn(0))
    (previous,) = re.findall(r'<button[^>]*id="leak-previous"[^>]*>', html)
    assert 'aria-disabled="true" value="0"' in previous
    (following,) = re.findall(r'<button[^>]*id="leak-next"[^>]*>', html)
    assert "aria-disabled" not in following


def test_what_an_author_writes_is_text() -> None:
    """Names and notes are escaped."""
    hostile = LEAK.replace("Ana again", "'<b>&\"'").replace("printed in", "<img src=x> in")
    html = html_of(drawn(95, hostile))
    assert "<b>" not in html
    assert "<img" not in html
    assert "&lt;b&gt;&amp;" in html
    assert "&lt;img src=x&gt; in" in html


def test_one_row_for_each_question() -> None:
    """With the name of the question, when there are several."""
    text = f'{LEAK}  - {{action: "sts:GetCallerIdentity", title: Who am I?}}\n'
    html = table_of(html_of(drawn(255, text)))
    assert html.count("<tr>") == 1 + 2 * 5
    assert html.count('rowspan="2"') == 3 * 5
    assert words(html).count("Who am I?") == 5


def test_what_is_asked_is_said_once() -> None:
    """Also when there is a single question: an answer without one means nothing."""
    html = html_of(drawn(95))
    (asked,) = re.findall(r'<div class="timeline-asked">.*?</div>', html, re.DOTALL)
    assert words(asked) == (
        "Asked with each credentials3:GetObject on arn:aws:s3:::acme-receipts/2026/03/1.pdf"
    )
    assert "timeline-asked" not in html_of(drawn(95, ROTATION))


def test_without_questions_the_table_tells_the_state() -> None:
    """A rotation asks nothing."""
    table = words(table_of(html_of(drawn(26 * 60 + 15, ROTATION))))
    assert "Inactive since 11:00 on 3 March" in table
    assert "Works, never expires" in table
