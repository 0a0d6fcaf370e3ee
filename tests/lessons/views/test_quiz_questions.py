"""Every shipped question, answered rightly and wrongly on its page."""

from __future__ import annotations

import pytest
from django.test import Client

from lessons.services.courses import get_course
from tests.lessons.views.quiz_pages import (
    ask,
    known,
    page_of,
    posed_in,
    right_fields,
    send,
    wrong_fields,
)

pytestmark = pytest.mark.django_db

SEEDS = (0, 7, 13)
"""A few on the pages; all that the course check proves are tried without them."""


@pytest.mark.parametrize("question", get_course().questions)
def test_every_shipped_question_is_marked_on_its_page(client: Client, question: str) -> None:
    known(client)
    for seed in SEEDS:
        right, wrong = ask(client, question, seed), ask(client, question, seed)
        before = client.get(page_of(right)).content.decode()
        assert 'id="feedback"' not in before
        assert "option-right" not in before
        for row, fields, says in (
            (right, right_fields(right), "Right"),
            (wrong, wrong_fields(wrong), "Not right"),
        ):
            response = send(client, row, fields)
            assert response.status_code == 302
            assert response["Location"] == f"{page_of(row)}#feedback"
            row.refresh_from_db()
            assert row.is_right is (says == "Right")
            after = client.get(page_of(row)).content.decode()
            assert f"</svg>{says}</p>" in after


def test_questions_of_every_kind_are_shipped() -> None:
    kinds = {source.shape.kind for source in get_course().questions.values()}
    assert kinds == {
        *("verdict", "deciding-statement", "matches", "fix", "break"),
        *("order", "choice", "multi", "fill", "number"),
    }


def test_a_wrong_verdict_names_its_belief_and_the_lesson_that_cures_it(client: Client) -> None:
    """Somebody who says Allowed here believes that nobody has to allow it, or that a list is."""
    known(client)
    told = 0
    for name, source in get_course().questions.items():
        if source.shape.kind != "verdict":
            continue
        row = ask(client, name)
        send(client, row, wrong_fields(row))
        row.refresh_from_db()
        page = client.get(page_of(row)).content.decode()
        assert ("takes for granted" in page) is bool(row.misconceptions)
        for belief in row.misconceptions:
            remedy = get_course().lesson(get_course().misconceptions[belief].remedy)
            if remedy is not None:
                told += 1
                assert f'href="/course/{remedy.slug}/"' in page
    assert told


def test_confidence_is_asked_of_verdicts_and_of_nothing_else(client: Client) -> None:
    known(client)
    for name, source in get_course().questions.items():
        page = client.get(page_of(ask(client, name))).content.decode()
        assert ('name="confidence"' in page) is (source.shape.kind == "verdict"), name


def test_a_title_is_the_pages_heading(client: Client) -> None:
    known(client)
    row = ask(client, "order-the-gates")
    page = client.get(page_of(row)).content.decode()
    assert page.count("<h1") == 1
    assert posed_in(row).title in page
