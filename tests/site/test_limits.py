"""A body over the limit is refused kindly, whichever way it comes."""

import pytest
from django.conf import settings
from django.test import Client

FORM = "application/x-www-form-urlencoded"


def test_two_megabytes_of_form_are_413(client: Client) -> None:
    response = client.post("/healthz", b"text=" + b"a" * 2_000_000, content_type=FORM)
    assert response.status_code == 413
    assert "up to 1 MB of text" in response.content.decode()


def test_two_megabytes_through_htmx_are_a_413_notice(client: Client) -> None:
    response = client.post(
        "/healthz",
        b"text=" + b"a" * 2_000_000,
        content_type=FORM,
        headers={"HX-Request": "true"},
    )
    assert response.status_code == 413
    assert "<html" not in response.content.decode()


def test_body_at_the_limit_reaches_the_view(client: Client) -> None:
    body = b"a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert client.post("/healthz", body, content_type=FORM).status_code == 405
    assert client.post("/healthz", body + b"a", content_type=FORM).status_code == 413


def test_field_of_a_multipart_form_is_413_too() -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32  # so that the check goes on to read the form
    assert client.post("/healthz", {"text": "a" * 2_000_000}).status_code == 413


def test_multipart_form_over_the_file_limit_is_413(client: Client) -> None:
    body = b"a" * (settings.FILE_UPLOAD_LIMIT + 1)
    kind = "multipart/form-data; boundary=x"
    assert client.post("/healthz", body, content_type=kind).status_code == 413


@pytest.mark.parametrize("length", ["", "-1", "many", "²"])
def test_senseless_length_is_no_server_error(client: Client, length: str) -> None:
    response = client.post("/healthz", b"", content_type=FORM, CONTENT_LENGTH=length)
    assert response.status_code in {400, 405}
