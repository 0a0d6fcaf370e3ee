"""What the site's answers promise to browsers."""

from django.test import Client


def directives(header: str) -> dict[str, list[str]]:
    """Return the directives of a Content-Security-Policy header, by name."""
    parts = [part.split() for part in header.split(";")]
    return {part[0]: part[1:] for part in parts}


def test_policy_allows_own_files_only_and_nothing_inline(client: Client) -> None:
    policy = directives(client.get("/no-such-page")["Content-Security-Policy"])
    assert policy["default-src"] == ["'none'"]
    for name in ("script-src", "style-src", "connect-src", "form-action", "worker-src"):
        assert policy[name] == ["'self'"]
    assert policy["img-src"] == ["'self'", "data:"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]


def test_answers_cannot_be_framed_or_sniffed(client: Client) -> None:
    response = client.get("/no-such-page")
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_foreign_host_name_is_400(client: Client) -> None:
    assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 400
