"""Who is behind a web request, as the sandbox knows them."""

from __future__ import annotations

import secrets

from django.http import HttpRequest
from django.utils import timezone

from iamlab.sandbox.services.visitors import Visitor

SESSION_KEY = "visitor"
"""Where a session keeps the name that its sandboxes are owned by.

It is not the session's own key, which changes at sign-in and which a cookie can make up.
"""

_DAY_KEY = "visitor_day"
"""Where it keeps the day of the last write."""

_NAME_BYTES = 24


def visitor_of(request: HttpRequest, *, writing: bool = False) -> Visitor:
    """Return who asks.

    Nothing is kept for somebody who only reads. `writing` gives somebody without an account a name
    to own things by; this costs a session the first time, whose cookie the response then carries.
    The first write of a day renews both, so that nobody who goes on working loses what is theirs.
    """
    user_id = _user_id(request)
    if writing and user_id is None:
        if _kept_name(request) is None:
            request.session[SESSION_KEY] = secrets.token_urlsafe(_NAME_BYTES)
        today = timezone.localdate().isoformat()
        if request.session.get(_DAY_KEY) != today:
            request.session[_DAY_KEY] = today
    return Visitor(user_id=user_id, key=_kept_name(request))


def _user_id(request: HttpRequest) -> int | None:
    return request.user.pk if request.user.is_authenticated else None


def _kept_name(request: HttpRequest) -> str | None:
    name = request.session.get(SESSION_KEY)
    return name if isinstance(name, str) else None
