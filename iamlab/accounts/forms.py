"""The forms of accounts: allauth's, with limits, our hints, and no placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField, PasswordField
from django import forms
from django.contrib.auth.models import User
from django.core.validators import MaxLengthValidator

from iamlab.accounts.usernames import MAX_LENGTH, MIN_LENGTH

PASSWORD_MAX_LENGTH = 200  # characters; enough for any password manager
_EMAIL_MAX_LENGTH = 254  # characters: RFC 5321, and the column's width
_ACCOUNTS_PER_ADDRESS = 3  # that one reset writes to, so that nobody's mailbox is flooded

_EMAIL_HINT = (
    "Only for a link when you forgot the password, and a note when it was changed. "
    "Check the spelling: whoever reads this mailbox can take over the account."
)


class PlainFields(forms.Form):
    """Fields that look like the site's; the first one that is wrong gets the focus."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, field in self.fields.items():
            attributes = field.widget.attrs
            attributes.pop("placeholder", None)
            attributes["class"] = "input"
            field.help_text = _HINTS.get(name, "")
            if isinstance(field, PasswordField):
                # No maxlength attribute: a browser would cut a pasted password short in silence.
                sentence = f"Use at most {PASSWORD_MAX_LENGTH} characters."
                field.validators.append(MaxLengthValidator(PASSWORD_MAX_LENGTH, sentence))
        for name, label in _LABELS.items():
            if name in self.fields:
                self.fields[name].label = label

    def full_clean(self) -> None:
        """Check the form, and mark where to go on when something is wrong."""
        super().full_clean()
        wrong = next((name for name in self.fields if name in self.errors), None)
        if wrong:
            self.fields[wrong].widget.attrs["autofocus"] = True


_LABELS = {
    "login": "Username",
    "username": "Username",
    "oldpassword": "Current password",
    "password": "Password",
    "password1": "New password",
    "password2": "The same password again",
    "email": "E-mail address",
}


_HINTS = {
    "password1": (
        "At least 10 characters: not only digits, not a common password, "
        "and not like your username or address. A sentence is fine."
    ),
}


class SignupForm(PlainFields, allauth_forms.SignupForm):
    """A username, a password twice, and an address for those who want one."""

    field_order = ("username", "password1", "password2", "email")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        username = self.fields["username"]
        username.help_text = (
            f"{MIN_LENGTH} to {MAX_LENGTH} characters: letters a to z, digits, dots, hyphens and "
            "underscores. Capitals count as small letters."
        )
        username.widget.attrs.update(autocapitalize="none", spellcheck="false")
        self.fields["password1"].label = "Password"
        self.fields["email"].label = "E-mail address (optional)"
        self.fields["email"].help_text = _EMAIL_HINT


class LoginForm(PlainFields, allauth_forms.LoginForm):
    """A username and a password."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["login"].widget.attrs.update(autocapitalize="none", spellcheck="false")


class ChangePasswordForm(PlainFields, allauth_forms.ChangePasswordForm):
    """The old password and, twice, the new one."""


class SetPasswordForm(PlainFields, allauth_forms.SetPasswordForm):
    """A password for an account that was made without one."""


class ResetPasswordForm(PlainFields, allauth_forms.ResetPasswordForm):
    """The address that the link is sent to."""

    users: list[User]

    def clean_email(self) -> str:
        """Find the accounts of the address, the oldest ones if there are many."""
        email: str = super().clean_email()
        found: list[User] = sorted(self.users, key=lambda user: user.pk)
        self.users = found[:_ACCOUNTS_PER_ADDRESS]
        return email


class ResetPasswordKeyForm(PlainFields, allauth_forms.ResetPasswordKeyForm):
    """The new password, twice, for whoever has the link."""


class _ConfirmedForm(PlainFields):
    """Something that the account's own password is asked for."""

    password = PasswordField(autocomplete="current-password")

    def __init__(self, user: User, *arguments: Any, **options: Any) -> None:
        self.user = user
        super().__init__(*arguments, **options)

    def clean_password(self) -> str:
        """Check the password; wrong ones count as failed sign-ins do."""
        password: str = self.cleaned_data["password"]
        adapter = get_adapter()
        if not adapter.reauthenticate(self.user, password):
            raise adapter.validation_error("incorrect_password")
        return password


class DeleteForm(_ConfirmedForm):
    """The password without which nothing is deleted."""


class EmailForm(_ConfirmedForm):
    """Another address, or none."""

    email = EmailField(required=False, max_length=_EMAIL_MAX_LENGTH)

    field_order = ("email", "password")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["email"].help_text = f"{_EMAIL_HINT} Leave it empty to keep none."
