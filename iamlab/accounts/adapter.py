"""Where allauth asks the site: its words, its mail, and where people go next."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from iamlab.accounts.context import WAY_BACK_LIMIT

_log = logging.getLogger(__name__)

_CHANGED = "Your password is changed. Everywhere else you are signed out."
# What is worth saying after the fact; the top bar shows who is signed in.
_SAID = {
    "account/messages/password_changed.txt": _CHANGED,
    "account/messages/password_set.txt": _CHANGED,
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth's behavior with this site's words; pages only, never JSON."""

    error_messages = {  # noqa: RUF012 - as allauth declares it
        **DefaultAccountAdapter.error_messages,
        "enter_current_password": "This is not your current password.",
        "incorrect_password": "This is not your password.",
        "too_many_login_attempts": (
            "Too many attempts with a wrong password. Wait five minutes, then try again."
        ),
        "username_password_mismatch": (
            "No account has this username with this password. Check both; "
            "an e-mail address is not a username."
        ),
        "username_taken": "Somebody has this username already. Choose another.",
    }

    def is_ajax(self, request: HttpRequest) -> bool:
        """Return False: every answer is a page."""
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *arguments: Any,
        **options: Any,
    ) -> None:
        """Keep the few messages that tell more than the page that follows."""
        if message_template in _SAID:
            messages.add_message(request, level, _SAID[message_template])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the account's own page, which says that it worked."""
        return reverse("account_overview")

    def is_safe_url(self, url: str) -> bool:
        """Whether people may be led there after a form: a path of this site, not too long."""
        own = url.startswith("/") and len(url) <= WAY_BACK_LIMIT
        return own and bool(super().is_safe_url(url))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a message; that the mail server fails is the operator's to know, from the log.

        The page says the same either way, or it would tell which addresses have an account.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            _log.exception("No mail could be sent (%s). Check EMAIL_URL.", template_prefix)
