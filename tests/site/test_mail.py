"""How mail is sent is read from one address."""

import pytest

from iamlab.site.mail import Mail, read_mail_url

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def test_without_an_address_messages_are_printed() -> None:
    assert read_mail_url("") == Mail("django.core.mail.backends.console.EmailBackend")


def test_a_folder_takes_messages() -> None:
    mail = read_mail_url("file:///var/mail/iam%20lab")
    assert mail.backend == "django.core.mail.backends.filebased.EmailBackend"
    assert mail.file_path == "/var/mail/iam lab"


def test_smtp_is_encrypted_unless_one_says_no() -> None:
    mail = read_mail_url("smtp://tara%40lab.example:p%2Fw@mail.example")
    assert mail == Mail(SMTP, None, "mail.example", 587, "tara@lab.example", "p/w", True, False)
    assert read_mail_url("smtps://mail.example") == Mail(
        SMTP, None, "mail.example", 465, use_tls=True
    )
    assert read_mail_url("smtp://localhost:25?starttls=no") == Mail(SMTP, None, "localhost", 25)


@pytest.mark.parametrize(
    "url",
    ["mail.example", "smtp://", "https://a.example", "file://host/x", "file:x", "smtp://a?tls=1"],
)
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="EMAIL_URL"):
        read_mail_url(url)
