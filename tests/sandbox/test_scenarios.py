"""Loading scenarios into templates: again without effect, anew when the files change."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from iamlab.engine.scenarios import build_snapshot, read_scenario
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.access import open_sandbox, own_sandbox
from iamlab.sandbox.services.errors import ScenarioNotFound, ScenarioRefused
from iamlab.sandbox.services.scenarios import (
    list_scenarios,
    load_scenario,
    scenario_questions,
    scenario_start,
)
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.sandbox.services.visitors import Visitor
from tests.sandbox.organizations import READ, organization_files


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Write scenario files to disk."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def test_the_same_files_change_nothing(shop: Sandbox) -> None:
    again, changed = load_scenario("shop", organization_files(users=3))
    assert not changed
    assert (again.pk, again.revision) == (shop.pk, shop.revision)


def test_other_files_replace_the_template(shop: Sandbox) -> None:
    before = snapshot_of(shop)
    renewed, changed = load_scenario("shop", organization_files(users=4, title="New shop"))
    assert changed
    assert renewed.revision > shop.revision
    assert renewed.title == "New shop"
    expected = build_snapshot(read_scenario(organization_files(users=4, title="New shop")))
    assert snapshot_of(renewed) == expected != before


def test_a_new_template_leaves_a_learners_copy_alone(shop: Sandbox, alice: Visitor) -> None:
    own_sandbox(alice, "shop")
    before = snapshot_of(shop)
    load_scenario("shop", organization_files(users=4))
    assert snapshot_of(open_sandbox(alice, "shop")) == before


def test_faulty_files_are_refused_and_leave_the_template(shop: Sandbox) -> None:
    files = organization_files(users=3)
    data = json.loads(files["organization.yaml"])
    data["accounts"][1]["users"][0]["groups"] = ["ghosts"]
    with pytest.raises(ScenarioRefused, match="ghosts") as caught:
        load_scenario("shop", {**files, "organization.yaml": json.dumps(data)})
    assert caught.value.code == "SCENARIO_REFUSED"
    shop.refresh_from_db()
    assert load_scenario("shop", files) == (shop, False)


def test_questions_come_back_as_their_author_wrote_them(shop: Sandbox) -> None:
    assert scenario_questions("shop") == read_scenario(organization_files(users=3)).questions


def test_the_start_names_a_policy_and_a_question(shop: Sandbox) -> None:
    assert scenario_start("shop") == {"policy": READ, "question": "may-user-read"}


@pytest.mark.django_db
def test_an_unknown_scenario_is_said_to_be_unknown() -> None:
    with pytest.raises(ScenarioNotFound, match="atlantis") as caught:
        scenario_questions("atlantis")
    assert caught.value.code == "SCENARIO_NOT_FOUND"


def test_scenarios_are_listed_by_title_and_copies_are_not(shop: Sandbox, alice: Visitor) -> None:
    load_scenario("bakery", organization_files(users=1, title="A bakery"))
    own_sandbox(alice, "shop")
    assert [item.scenario for item in list_scenarios()] == ["bakery", "shop"]


@pytest.mark.django_db
def test_the_command_loads_every_folder_and_says_what_it_did(tmp_path: Path) -> None:
    write_files(tmp_path / "shop", organization_files(users=1))
    write_files(tmp_path / "bakery", organization_files(users=2))
    first, second = StringIO(), StringIO()
    call_command("load_scenarios", str(tmp_path), stdout=first)
    call_command("load_scenarios", str(tmp_path), stdout=second)
    assert first.getvalue().split("\n") == ["bakery: loaded", "shop: loaded", ""]
    assert second.getvalue().split("\n") == ["bakery: unchanged", "shop: unchanged", ""]


@pytest.mark.django_db
def test_the_command_names_the_fault(tmp_path: Path) -> None:
    write_files(tmp_path / "shop", {"organization.yaml": "title: Shop\naccounts: [{id: 1}]\n"})
    with pytest.raises(CommandError, match="shop"):
        call_command("load_scenarios", str(tmp_path), stdout=StringIO())
