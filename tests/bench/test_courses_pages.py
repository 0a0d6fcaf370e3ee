"""How long the pages of the course take on the server, templates included.

Read the medians as milliseconds of server time for one page. A lesson's is to stay under 80.
"""

from __future__ import annotations

import itertools
import json

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_benchmark.fixture import BenchmarkFixture

from lessons.services.courses import get_course, load_lesson_scenarios

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

PAGE = "/course/iam-in-five-minutes/"
HEADERS = {"HX-Request": "true"}


@pytest.fixture
def alice() -> Client:
    """A learner who has edited a policy of lesson 0, and so reads her own copy."""
    load_lesson_scenarios(get_course())
    client = Client()
    client.force_login(User.objects.create_user("alice"))
    client.post(f"{PAGE}blocks/smallest-policy/", {"text": _policy(0), "keep": "1"})
    return client


def _policy(number: int) -> str:
    statement = {
        "Sid": f"Draft{number}",
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::acme-receipts/*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": statement}, indent=2)


@pytest.mark.parametrize("slug", [lesson.slug for lesson in get_course().lessons])
def test_lesson_page(benchmark: BenchmarkFixture, alice: Client, slug: str) -> None:
    page = benchmark(lambda: alice.get(f"/course/{slug}/").content)
    assert b"This cannot be asked" not in page


def test_course_page(benchmark: BenchmarkFixture, alice: Client) -> None:
    assert b"iam-in-five-minutes" in benchmark(lambda: alice.get("/course/").content)


def test_search(benchmark: BenchmarkFixture, alice: Client) -> None:
    found = benchmark(lambda: alice.get("/course/search/", {"q": "role trust policy"}).content)
    assert b"found-list" in found


def test_edit_as_typed(benchmark: BenchmarkFixture, alice: Client) -> None:
    """Each round has another text: four questions, and the findings."""
    numbers = itertools.count(1)

    def ask() -> bytes:
        sent = {"text": _policy(next(numbers))}
        return alice.post(f"{PAGE}blocks/smallest-policy/", sent, headers=HEADERS).content

    assert b'data-verdict="allowed"' in benchmark(ask)


def test_ask(benchmark: BenchmarkFixture, alice: Client) -> None:
    sent = {"form": "1", "action": "s3:DeleteObject"}

    def ask() -> bytes:
        return alice.post(f"{PAGE}blocks/first-question/", sent, headers=HEADERS).content

    assert b'data-verdict="implicitDeny"' in benchmark(ask)
