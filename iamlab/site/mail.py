"""How mail is sent, read from one address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_BACKENDS = "django.core.mail.backends"
_USUAL_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Mail:
    """Django's EMAIL settings of the same names."""

    backend: str
    file_path: str | None = None
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    use_starttls: bool = False
    use_tls: bool = False


def read_mail_url(url: str) -> Mail:
    """Return what `url` means; empty prints each message on the server's standard output.

    `file:///var/mail/iamlab` writes each into a file of that folder. `smtp://user:password@host`
    sends over a connection that becomes encrypted (STARTTLS, port 587); `smtps://` over one that
    is so from the start (port 465); `smtp://localhost:25?starttls=no` over one that is not.
    Raises ValueError for any other.
    """
    if not url:
        return Mail(f"{_BACKENDS}.console.EmailBackend")
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
        return Mail(f"{_BACKENDS}.filebased.EmailBackend", file_path=unquote(parts.path))
    if parts.scheme not in _USUAL_PORTS or not parts.hostname:
        raise ValueError("EMAIL_URL begins with smtp://HOST, smtps://HOST or file:///FOLDER")
    if parts.query not in {"", "starttls=no"}:
        raise ValueError("the only option of EMAIL_URL is ?starttls=no")
    return Mail(
        f"{_BACKENDS}.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or _USUAL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_starttls=parts.scheme == "smtp" and not parts.query,
        use_tls=parts.scheme == "smtps",
    )
