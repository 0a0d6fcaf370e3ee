"""Error pages say what happened and what to do, and hold without a database."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest
from django.test import Client, RequestFactory

from iamlab.site.errors import bad_request, error_response, permission_denied, server_error

HEADINGS = {
    400: "This request makes no sense",
    403: "You may not do this",
    404: "There is nothing here",
    413: "That is too much text",
    429: "Too many requests",
    500: "Something broke on our side",
}


@pytest.fixture
def request_() -> HttpRequest:
    return RequestFactory().get("/anywhere")


@pytest.fixture
def htmx_request() -> HttpRequest:
    return RequestFactory().get("/anywhere", headers={"HX-Request": "true"})


# No database mark in this file but where a view needs one: pytest-django refuses every query.
@pytest.mark.parametrize("status", HEADINGS)
def test_error_page_is_a_whole_page_made_without_database(
    request_: HttpRequest, status: int
) -> None:
    response = error_response(request_, status)
    text = response.content.decode()
    assert response.status_code == status
    assert f'<h1 class="title">{HEADINGS[status]}</h1>' in text
    assert '<a class="skip" href="#main">' in text


@pytest.mark.parametrize("status", HEADINGS)
def test_error_of_an_htmx_request_is_a_notice(htmx_request: HttpRequest, status: int) -> None:
    response = error_response(htmx_request, status)
    text = response.content.decode()
    assert response.status_code == status
    assert HEADINGS[status] in text
    assert "<html" not in text
    assert response["HX-Retarget"] == "#notice"


def test_boosted_link_gets_a_whole_page() -> None:
    headers = {"HX-Request": "true", "HX-Boosted": "true"}
    response = error_response(RequestFactory().get("/x", headers=headers), 404)
    assert b"<html" in response.content
    assert "HX-Retarget" not in response


def test_caches_keep_page_and_notice_apart(request_: HttpRequest) -> None:
    assert "HX-Request" in error_response(request_, 404)["Vary"]


def test_refused_size_is_413_and_not_400(request_: HttpRequest) -> None:
    assert bad_request(request_, RequestDataTooBig()).status_code == 413
    assert bad_request(request_, ValueError()).status_code == 400


def test_refusal_says_its_own_sentence_escaped(request_: HttpRequest) -> None:
    response = permission_denied(request_, PermissionDenied("Only <Tara> may do this."))
    assert "Only &lt;Tara&gt; may do this." in response.content.decode()


def test_server_error_needs_no_request_attributes() -> None:
    assert server_error(HttpRequest()).status_code == 500


def test_unknown_address_is_404(client: Client) -> None:
    response = client.get("/no-such-page")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


def test_form_without_token_is_403_and_says_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/healthz", {"a": "b"})
    text = response.content.decode()
    assert response.status_code == 403
    assert "This form is too old" in text
    assert "reload the page" in text
