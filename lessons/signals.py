"""Carries an anonymous learner's work over to the account they sign in to."""

from __future__ import annotations

import logging
from dataclasses import astuple
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from iamlab.lab.visitors import SESSION_KEY
from lessons.services.adoption import adopt_everything

_log = logging.getLogger(__name__)
_KEPT = "What you did before you signed in is kept with your account."


@receiver([user_logged_in, user_logged_out], dispatch_uid="lessons.adopt_session")
def adopt_session(*, request: HttpRequest, user: AbstractBaseUser | None, **arguments: Any) -> None:
    """Give what the session owns to the person, once; the session's name is then forgotten.

    What failed at sign-in is tried again at sign-out, before the session ends and its name with it.
    """
    key = request.session.get(SESSION_KEY)
    if user is None or not isinstance(key, str):
        return
    try:
        adopted = adopt_everything(key, user.pk)
    except Exception:  # whatever it is, nobody is kept from signing in by it
        _log.exception("The work of a session could not be given to user %s", user.pk)
        return
    del request.session[SESSION_KEY]
    if any(astuple(adopted)) and arguments["signal"] is user_logged_in:
        messages.success(request, _KEPT, fail_silently=True)
