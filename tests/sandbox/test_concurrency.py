"""Two tabs at the very same moment."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.access import open_sandbox, own_sandbox
from iamlab.sandbox.services.errors import EditConflict
from iamlab.sandbox.services.policies import list_versions, save_policy
from iamlab.sandbox.services.scenarios import load_scenario
from iamlab.sandbox.services.visitors import Visitor
from tests.sandbox.organizations import READ, organization_files, policy

ALICE = Visitor(key="alice-session")
TABS = 4
_Result = TypeVar("_Result")


def in_tabs(act: Callable[[int], _Result]) -> list[_Result]:
    """Do something in several threads at once, each with a connection of its own."""
    barrier = Barrier(TABS)

    def run(tab: int) -> _Result:
        try:
            barrier.wait(timeout=10)
            return act(tab)
        finally:
            connection.close()

    with ThreadPoolExecutor(TABS) as pool:
        return list(pool.map(run, range(TABS)))


def save_in_tab(tab: int) -> str:
    """Save another text in each tab and return what happened."""
    text = json.dumps(policy("Allow", f"s3:Get{tab}"))
    try:
        save_policy(ALICE, "shop", READ, text, base_version=2)
    except EditConflict as conflict:
        return f"conflict with {conflict.current.number}"
    return "saved"


@pytest.mark.django_db(transaction=True)
def test_of_tabs_that_save_at_once_one_saves_and_the_others_are_told() -> None:
    load_scenario("shop", organization_files(users=1))
    own_sandbox(ALICE, "shop")
    outcomes = in_tabs(save_in_tab)
    assert sorted(outcomes) == ["conflict with 3"] * (TABS - 1) + ["saved"]
    assert len(list_versions(open_sandbox(ALICE, "shop"), READ)) == 3


@pytest.mark.django_db(transaction=True)
def test_first_writes_at_once_make_one_copy_and_lose_nothing() -> None:
    load_scenario("shop", organization_files(users=1))
    outcomes = in_tabs(save_in_tab)
    assert sorted(outcomes) == ["conflict with 3"] * (TABS - 1) + ["saved"]
    assert Sandbox.objects.filter(is_template=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_copies_asked_for_at_once_are_one() -> None:
    load_scenario("shop", organization_files(users=1))
    assert len({sandbox.pk for sandbox in in_tabs(lambda _: own_sandbox(ALICE, "shop"))}) == 1
