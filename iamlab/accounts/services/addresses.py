"""The e-mail address of a person, which only serves to reset the password."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.db import transaction


def change_email(user: User, email: str) -> None:
    """Make `email` the person's only address; an empty one leaves none.

    Links to reset the password that were sent before stop working: they are made of the address.
    """
    with transaction.atomic():
        EmailAddress.objects.filter(user=user).delete()
        user.email = email
        user.save(update_fields=["email"])
        if email:
            EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
