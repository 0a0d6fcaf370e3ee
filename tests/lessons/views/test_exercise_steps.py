"""Hints, giving up, variants, starting over: each works without scripts and is remembered."""

from __future__ import annotations

import pytest
from django.test import Client

from iamlab.engine.matching.expansion import expand_actions
from lessons.models import ExerciseWork
from tests.lessons.views.exercise_pages import (
    HTMX,
    NOTHING,
    PAGE,
    form,
    post,
    variant,
    words,
)

pytestmark = pytest.mark.django_db


def test_a_hint_is_shown_only_once_it_is_asked_for(client: Client) -> None:
    first, second, third = variant().shape.hints
    assert first[:40] not in words(client.get(PAGE))
    response = post(client, "hint", {"variant": 0, "hint": 1})
    assert response["Location"] == f"{PAGE}?variant=0&show=side#hints"
    text = words(client.get(PAGE))
    assert first[:40] in text
    assert second[:30] not in text
    assert "1 of 3 opened" in text
    assert third.strip("`") not in text


def test_a_hint_keeps_what_was_typed(client: Client) -> None:
    post(client, "hint", form({"read": NOTHING + " typed"}, hint=1))
    assert client.get(PAGE).context["sheets"][1].text == NOTHING + " typed"


def test_hints_are_opened_in_their_order(client: Client) -> None:
    response = post(client, "hint", {"variant": 0, "hint": 3}, headers=HTMX)
    assert response.status_code == 422
    for number in (1, 2, 3):
        response = post(client, "hint", {"variant": 0, "hint": number}, headers=HTMX)
        assert response.status_code == 200
    assert "3 of 3 opened" in words(response)


@pytest.mark.parametrize("hint", ["0", "4", "x", ""])
def test_there_is_no_such_hint(client: Client, hint: str) -> None:
    assert post(client, "hint", {"variant": 0, "hint": hint}).status_code == 400


def test_the_solution_is_closed_before_it_is_solved_or_given_up(client: Client) -> None:
    assert client.get(f"{PAGE}solution/").status_code == 404
    post(client, "check", form())
    assert client.get(f"{PAGE}solution/").status_code == 404
    assert variant().reference["read"] not in client.get(PAGE).content.decode()


def test_giving_up_shows_the_solution_beside_ones_own(client: Client) -> None:
    response = post(client, "give-up", form({"read": NOTHING}))
    assert response["Location"] == f"{PAGE}solution/?variant=0"
    page = client.get(response["Location"])
    text = words(page)
    assert "ReadIncoming" in text
    assert "denied by yours only" in text
    assert ExerciseWork.objects.get().texts["read"] == NOTHING
    assert "Compare with the author’s solution" in words(client.get(PAGE))


def test_the_solution_counts_what_ones_own_allows_beyond_it(client: Client) -> None:
    statement = '{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}'
    wide = f'{{"Version": "2012-10-17", "Statement": {statement}}}'
    post(client, "give-up", form({"read": wide}))
    response = client.get(f"{PAGE}solution/")
    more = len(expand_actions(("s3:Get*",)))  # also s3:GetObject: the author names one folder
    assert response.context["solution"].excess.actions_beyond == more
    said = f"yours lets apps/ session/ receipt-reader/ fn do {more} on something"
    assert said in words(response)


def test_the_solution_of_another_variant_stays_closed(client: Client) -> None:
    post(client, "give-up", form())
    assert client.get(f"{PAGE}solution/?variant=1").status_code == 404


def test_the_solution_after_solving_says_that_both_do_the_same(client: Client) -> None:
    post(client, "check", form(variant().reference))
    text = words(client.get(f"{PAGE}solution/"))
    assert "allowed by yours only" not in text
    assert "denied by yours only" not in text


def test_a_new_variant_begins_and_the_old_one_is_kept(client: Client) -> None:
    post(client, "check", form(variant().reference))
    response = post(client, "variant", form({"read": NOTHING}))
    assert response["Location"] == f"{PAGE}?variant=1"
    page = client.get(PAGE)  # the variant that was last worked on
    assert page.context["seed"] == 1
    assert "Variant 1" in words(page)
    assert "solved" in words(page)
    old = client.get(f"{PAGE}?variant=0")
    assert old.context["sheets"][1].text == NOTHING


def test_starting_over_offers_the_way_back(client: Client) -> None:
    mine = form({"read": NOTHING + " mine"})
    post(client, "check", mine)
    page = post(client, "start-over", mine)
    assert page.status_code == 200
    assert ExerciseWork.objects.get().texts == dict(variant().starter)
    assert "Bring back my text" in words(page)
    assert NOTHING.replace('"', "&quot;") + " mine" in page.content.decode()
    back = post(client, "draft", mine)
    assert back.status_code == 302
    assert ExerciseWork.objects.get().texts["read"] == NOTHING + " mine"
    assert "Your text is back." in words(client.get(back["Location"]))


def test_starting_over_from_the_start_offers_nothing(client: Client) -> None:
    assert "Bring back" not in words(post(client, "start-over", form()))


def test_the_changes_since_the_start_are_shown_and_nothing_is_kept(client: Client) -> None:
    for headers in (HTMX, {}):
        response = post(client, "compare", form({"read": NOTHING + "x"}), headers=headers)
        assert response.status_code == 200
        assert "only in your text" in words(response)
    assert not ExerciseWork.objects.exists()
