"""The cast of the exercises' pages, and what they send."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from lessons.content.exercises import ExerciseVariant
from lessons.services.courses import get_course

EXERCISE = "lambda-reads-bucket"
PAGE = f"/exercises/{EXERCISE}/"
HTMX = {"HX-Request": "true"}
NOTHING = '{"Version": "2012-10-17", "Statement": []}'


def variant(seed: int = 0) -> ExerciseVariant:
    """Return the exercise that the tests work on."""
    return get_course().exercises[EXERCISE].variant(seed)


def person(name: str) -> Client:
    """Return the browser of somebody with an account."""
    client = Client()
    client.force_login(User.objects.get_or_create(username=name)[0])
    return client


def form(
    texts: Mapping[str, str] | None = None, seed: int = 0, **more: object
) -> dict[str, object]:
    """Return what the page's form sends: every policy's text and the variant."""
    whole = {**variant(seed).starter, **(texts or {})}
    return {"variant": seed, **{f"text-{name}": text for name, text in whole.items()}, **more}


def post(client: Client, deed: str, data: Mapping[str, object], **options: Any) -> Any:
    """Send a form of the exercise's page."""
    return client.post(f"{PAGE}{deed}/", data, **options)


def words(response: Any) -> str:
    """Return the words of a page, without tags and with single spaces."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(text))
