"""What people are told when something has happened to their account."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_signed_up
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.dispatch import receiver
from django.http import HttpRequest


@receiver(user_signed_up, dispatch_uid="accounts.say_it_is_made")
def say_it_is_made(*, request: HttpRequest, user: AbstractBaseUser, **arguments: Any) -> None:
    """Say that the account is there, on whatever page follows."""
    said = f"Your account is made, and you are signed in as {user.get_username()}."
    messages.success(request, said, fail_silently=True)
