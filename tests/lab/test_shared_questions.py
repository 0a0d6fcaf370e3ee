"""Links to questions: plain where nothing is edited, else with the edited policies behind them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from iamlab.sandbox.models import Sandbox, SharedQuestion
from iamlab.sandbox.services.policies import get_policy, list_versions
from tests.lab.test_answers import KEY, QUESTION, mended


def share(client: Client, **changes: Any) -> HttpResponse:
    data = {**QUESTION, **changes}
    response = client.post("/lab/share/", data, headers={"HX-Request": "true"})
    assert isinstance(response, HttpResponse)
    return response


def link(response: HttpResponse) -> str:
    assert response.status_code == 200
    found = re.search('value="http://testserver([^"]+)"', response.content.decode())
    assert found is not None
    return found.group(1).replace("&amp;", "&")


@pytest.fixture
def shared(acme: Sandbox, alice: Client) -> str:
    """Alice's link to a question that her unsaved edit answers with yes."""
    return link(share(alice, drafts=json.dumps({KEY: mended(acme)})))


def test_an_unedited_question_has_a_plain_link(acme: Sandbox, alice: Client, bob: Client) -> None:
    address = link(share(alice))
    assert address.startswith("/lab/?scenario=acme&principal=")
    assert SharedQuestion.objects.count() == 0
    assert bob.get(address).context["trace"].decision.reason == "NO_IDENTITY_ALLOW"


def test_anyone_sees_the_same_verdict_and_trace(
    shared: str, alice: Client, bob: Client, stranger: Client
) -> None:
    assert shared.startswith("/lab/q/")
    traces = [client.get(shared).context["trace"] for client in (alice, bob, stranger)]
    assert traces[0].decision.verdict == "allowed"
    assert traces[0].layers == traces[1].layers == traces[2].layers


def test_shared_page_lights_the_statement_and_edits_nothing(shared: str, stranger: Client) -> None:
    text = stranger.get(shared).content.decode()
    assert 'class="line lit"' in text
    assert "acme-receipts/<span" in text
    assert 'id="question"' not in text
    assert "hx-post" not in text
    assert "sessionid" not in stranger.cookies


def test_the_same_question_has_one_link(shared: str, acme: Sandbox, bob: Client) -> None:
    assert link(share(bob, drafts=json.dumps({KEY: mended(acme)}))) == shared


def test_continuing_saves_new_versions_in_ones_own_copy(
    shared: str, acme: Sandbox, stranger: Client
) -> None:
    response = stranger.post(f"{shared}continue/")
    assert response.status_code == 302
    page = stranger.get(response["Location"])
    assert page.context["trace"].decision.verdict == "allowed"
    own = Sandbox.objects.get(is_template=False)
    assert get_policy(own, KEY).text == mended(acme)
    assert len(list_versions(own, KEY)) == 3
    assert get_policy(acme, KEY).version == 2


def test_continuing_needs_a_post(shared: str, stranger: Client) -> None:
    assert stranger.get(f"{shared}continue/").status_code == 405


def test_without_scripts_the_link_is_gone_to(acme: Sandbox, stranger: Client) -> None:
    query = stranger.get("/lab/").context["query"]
    response = stranger.post("/lab/share/", {"question": query})
    assert response.status_code == 302
    assert response["Location"] == f"/lab/?{query}"


@pytest.mark.parametrize("token", ["x", "x" * 500, "%00", "..", "<b>"])
def test_no_such_link_is_a_404(acme: Sandbox, stranger: Client, token: str) -> None:
    assert stranger.get(f"/lab/q/{token}/").status_code == 404
    assert stranger.post(f"/lab/q/{token}/continue/").status_code == 404


def test_a_question_without_an_answer_is_not_shared(acme: Sandbox, stranger: Client) -> None:
    response = share(stranger, action="s3:NoSuchThing")
    assert response.status_code == 400
    assert "Not shared." in response.content.decode()


def test_an_unreadable_edit_is_not_shared(acme: Sandbox, stranger: Client) -> None:
    response = share(stranger, drafts=json.dumps({KEY: "{"}))
    assert response.status_code == 400
    assert SharedQuestion.objects.count() == 0
