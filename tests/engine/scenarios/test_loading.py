"""Reading a scenario folder: what is kept, and where faults are said to be."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.errors import SnapshotError
from iamlab.engine.scenarios import ScenarioError, read_scenario, scenario_from_mapping

MINIMAL = """\
title: Tiny
accounts:
  - id: "222233334444"
    name: production
    users:
      - name: ana
        inline:
          read: policies/read.json
"""
READ = '{"Version": "2012-10-17",\n    "Statement": []}\n'


def fault_of(text: str, files: dict[str, str] | None = None) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        read_scenario({"policies/read.json": READ, **(files or {}), "organization.yaml": text})
    return caught.value


def test_a_policy_file_is_kept_exactly_as_written() -> None:
    scenario = read_scenario({"organization.yaml": MINIMAL, "policies/read.json": READ})
    document = scenario.accounts[0].users[0].inline["read"]
    assert (document.text, document.file) == (READ, "policies/read.json")


def test_a_policy_file_that_is_not_json_is_kept_for_the_engine_to_judge() -> None:
    scenario = read_scenario({"organization.yaml": MINIMAL, "policies/read.json": "{"})
    assert scenario.accounts[0].users[0].inline["read"].text == "{"


def test_an_inline_document_becomes_indented_json(data: dict[str, Any]) -> None:
    data["accounts"][0]["users"] = [{"name": "iris", "inline": {"x": {"Version": "é"}}}]
    scenario = scenario_from_mapping(data)
    assert scenario.accounts[0].users[0].inline["x"].text == '{\n  "Version": "é"\n}'


def test_words_like_no_and_on_stay_text_as_in_yaml_1_2() -> None:
    scenario = read_scenario({"organization.yaml": "title: no\nsummary: on\naccounts: []\n"})
    assert (scenario.title, scenario.summary) == ("no", "on")


def test_dates_stay_text_as_in_yaml_1_2() -> None:
    text = MINIMAL.replace("policies/read.json", "{Version: 2012-10-17, Statement: []}")
    document = read_scenario({"organization.yaml": text}).accounts[0].users[0].inline["read"]
    assert document.text == '{\n  "Version": "2012-10-17",\n  "Statement": []\n}'


def test_a_missing_policy_file_is_reported_with_file_line_and_field() -> None:
    error = fault_of(MINIMAL.replace("read.json", "raed.json"))
    assert str(error) == (
        "organization.yaml, line 8, accounts[0].users[0].inline.read: "
        "there is no file `policies/raed.json`"
    )
    assert (error.file, error.line, error.field) == (
        "organization.yaml",
        8,
        "accounts[0].users[0].inline.read",
    )


def test_a_missing_group_is_reported_with_file_line_and_field() -> None:
    error = fault_of(MINIMAL + "        groups: [Devs]\n")
    assert str(error) == (
        "organization.yaml, line 9, accounts[0].users[0].groups[0]: "
        "there is no group `Devs` in account production"
    )


def test_an_unknown_key_is_an_error_on_its_line() -> None:
    error = fault_of(MINIMAL + "        email: ana@example.com\n")
    assert (error.line, error.field) == (9, "accounts[0].users[0].email")


def test_a_missing_key_is_reported_on_the_line_of_what_lacks_it() -> None:
    error = fault_of(MINIMAL.replace("    name: production\n", ""))
    assert (error.line, error.field) == (3, "accounts[0].name")
    assert "required" in str(error)


def test_every_fault_is_reported_at_once() -> None:
    error = fault_of(MINIMAL.replace("production", "[]") + "        boundary: 3\n")
    assert [problem.field for problem in error.problems] == [
        "accounts[0].name",
        "accounts[0].users[0].boundary",
    ]


def test_an_account_number_without_quotes_is_refused_not_guessed() -> None:
    error = fault_of(MINIMAL.replace('"222233334444"', "222233334444"))
    assert (error.line, error.field) == (3, "accounts[0].id")


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("title: a\ntitle: b\n", 2, "duplicate key"),
        ("title: a\naccounts:\n  - id: x\n    id: y\n", 4, "duplicate key"),
        ("title: &a x\nsummary: *a\n", 2, "aliases"),
        ("title: [\n", 2, ""),
        ("title: !!python/object:os.system x\n", 1, "tag"),
    ],
)
def test_yaml_that_cannot_be_read_is_reported_with_its_line(
    text: str, line: int, part: str
) -> None:
    error = fault_of(text)
    assert (error.file, error.line) == ("organization.yaml", line)
    assert part in str(error)


def test_a_file_of_endless_length_is_refused_before_it_is_read() -> None:
    assert "200000 is the most" in str(fault_of("#" * 200_001))


def test_of_very_many_faults_the_first_fifty_are_reported() -> None:
    error = fault_of("title: x\n" + "".join(f"key{number}: x\n" for number in range(200)))
    assert len(error.problems) == 50
    assert error.problems[-1].line == 51


def test_yaml_nested_without_end_is_an_error_and_no_crash() -> None:
    assert fault_of("[" * 2_000).file == "organization.yaml"


@pytest.mark.parametrize("text", ["", "[1]", "just words"])
def test_a_file_that_is_no_mapping_is_refused(text: str) -> None:
    assert "mapping" in str(fault_of(text))


def test_a_folder_without_organization_file_is_refused() -> None:
    with pytest.raises(ScenarioError, match=r"organization\.yaml"):
        read_scenario({})


def test_faults_of_data_have_no_line(data: dict[str, Any]) -> None:
    data["accounts"][1]["users"][0]["groups"] = ["Devs"]
    with pytest.raises(ScenarioError) as caught:
        scenario_from_mapping(data)
    assert (caught.value.file, caught.value.line) == (None, None)
    assert str(caught.value).startswith("accounts[1].users[0].groups[0]: ")


def test_a_scenario_error_is_a_snapshot_error_with_its_own_code() -> None:
    error = fault_of("")
    assert isinstance(error, SnapshotError)
    assert error.code == "INVALID_SCENARIO"


@pytest.mark.parametrize("document", [3, None, ["a"], {"Version": {1, 2}}, {"x": float("nan")}])
def test_a_document_that_is_no_json_is_refused(data: dict[str, Any], document: object) -> None:
    data["guardrails"][0]["document"] = document
    with pytest.raises(ScenarioError) as caught:
        scenario_from_mapping(data)
    assert caught.value.field == "guardrails[0].document"


def test_a_document_in_data_cannot_name_a_file(data: dict[str, Any]) -> None:
    data["guardrails"][0]["document"] = "policies/full.json"
    with pytest.raises(ScenarioError, match="no file"):
        scenario_from_mapping(data)
