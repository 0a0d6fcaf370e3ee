"""Findings as SARIF 2.1.0: rules, places, fixes, and what could not be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from iamlab.engine import PolicyType
from iamlab.engine.validation import find_check
from iamlab.lab.validating.reports import check_file
from iamlab.lab.validating.sarif_report import sarif_text

GOOD = """{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-receipts/*"}
  ]
}
"""
TYPO = GOOD.replace("GetObject", "GetObjets")
OPENS = GOOD.replace("s3:GetObject", "s3:PutBucketPolicy").replace("receipts/*", "receipts")
RISKY = GOOD.replace("s3:GetObject", "iam:PassRole").replace("arn:aws:s3:::acme-receipts/*", "*")


def write(folder: Path, name: str, content: str) -> str:
    """Write a file and return its name."""
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return str(file)


def sarif_run(*names: str) -> dict[str, Any]:
    """Return the one run of the report about some files."""
    reports = [check_file(name, PolicyType.IDENTITY) for name in names]
    [found] = json.loads(sarif_text(reports))["runs"]
    assert isinstance(found, dict)
    return found


def test_result_refers_to_its_rule(tmp_path: Path) -> None:
    files = [write(tmp_path, "typo.json", TYPO), write(tmp_path, "risky.json", RISKY)]
    found = sarif_run(*files)
    rules = found["tool"]["driver"]["rules"]
    assert found["tool"]["driver"]["name"] == "IAM Lab"
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in found["results"]:
        rule = rules[result["ruleIndex"]]
        check = find_check(result["ruleId"])
        assert rule["id"] == result["ruleId"]
        assert check is not None
        assert rule["helpUri"] == check.link
        assert rule["shortDescription"] == {"text": check.title}
        assert rule["defaultConfiguration"]["level"] == result["level"]


@pytest.mark.parametrize(
    ("text", "code", "level"),
    [
        (TYPO, "INVALID_ACTION", "error"),
        (RISKY, "PASS_ROLE_WITH_STAR_IN_RESOURCE", "warning"),
        (OPENS, "RESOURCE_POLICY_CAN_BE_OPENED", "note"),
    ],
)
def test_severities_become_levels(tmp_path: Path, text: str, code: str, level: str) -> None:
    results = sarif_run(write(tmp_path, "policy.json", text))["results"]
    assert {item["level"] for item in results if item["ruleId"] == code} == {level}


def test_region_counts_code_points_from_1_and_ends_behind(tmp_path: Path) -> None:
    text = TYPO.replace('{"Effect"', '{"Sid": "😀", "Effect"')
    found = sarif_run(write(tmp_path, "typo.json", text))
    assert found["columnKind"] == "unicodeCodePoints"
    [result] = [item for item in found["results"] if item["ruleId"] == "INVALID_ACTION"]
    region = result["locations"][0]["physicalLocation"]["region"]
    line = text.splitlines()[region["startLine"] - 1]
    assert region["startLine"] == region["endLine"] == 4
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == '"s3:GetObjets"'


def test_fix_replaces_the_region_of_the_repair(tmp_path: Path) -> None:
    [result] = sarif_run(write(tmp_path, "typo.json", TYPO))["results"]
    [fix] = result["fixes"]
    [change] = fix["artifactChanges"]
    [replacement] = change["replacements"]
    place = result["locations"][0]["physicalLocation"]
    assert fix["description"] == {"text": "Use s3:GetObject"}
    assert change["artifactLocation"] == place["artifactLocation"]
    assert replacement["deletedRegion"] == place["region"]
    assert replacement["insertedContent"] == {"text": '"s3:GetObject"'}


def test_addresses_are_relative_and_escaped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policies").mkdir()
    name = "policies/team a:é#1.json"
    write(tmp_path, name, TYPO)
    [result] = sarif_run(name)["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "policies/team%20a%3A%C3%A9%231.json"
    assert unquote(uri) == name


def test_doubles_braces_which_stand_for_arguments(tmp_path: Path) -> None:
    text = GOOD.replace("2012-10-17", "2008-10-17").replace("/*", "/${aws:username}/*")
    results = sarif_run(write(tmp_path, "policy.json", text))["results"]
    [told] = [
        item["message"]["text"]
        for item in results
        if item["ruleId"] == "VARIABLE_UNSUPPORTED_IN_VERSION"
    ]
    assert "${{aws:username}}" in told


def test_run_with_an_unreadable_file_is_not_successful(tmp_path: Path) -> None:
    missing = tmp_path / "missing.json"
    [invocation] = sarif_run(str(missing), write(tmp_path, "good.json", GOOD))["invocations"]
    [notice] = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is False
    assert notice["message"]["text"].endswith("No such file or directory.")
    [location] = notice["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == missing.as_uri()
