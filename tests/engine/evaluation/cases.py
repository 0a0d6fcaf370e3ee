"""Reads the evaluation cases under tests/cases and puts them to the engine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iamlab.engine.errors import EngineError
from iamlab.engine.evaluation import Authorizer, CredentialState, Request, Snapshot, Trace
from iamlab.engine.scenarios import build_snapshot as build_scenario
from iamlab.engine.scenarios import scenario_from_mapping
from iamlab.engine.simulation import (
    HandedIn,
    NamedText,
    TargetTexts,
    build_snapshot,
    request_policies,
)

FOLDER = Path(__file__).parents[2] / "cases"
LISTS = ("identity_policies", "session_policies", "endpoint_policies")
SINGLES = ("permissions_boundary", "resource_policy")
LEVELS = ("service_control_policies", "resource_control_policies")


@dataclass(frozen=True, slots=True)
class Case:
    """One case as the file states it.

    `believed` is what evaluators with a rule wrong say of it: `wrong` switches and the `decision`.
    """

    file: str
    id: str
    rules: tuple[str, ...]
    given: dict[str, Any]
    expect: dict[str, Any]
    believed: tuple[dict[str, Any], ...] = ()


def load_cases() -> list[Case]:
    """Return every case of every file, in the order of the files."""
    return [
        Case(
            path.name,
            item["id"],
            tuple(item["rules"]),
            item["given"],
            item["expect"],
            tuple(item.get("believed", ())),
        )
        for path in sorted(FOLDER.glob("*.json"))
        for item in json.loads(path.read_text())
    ]


def question_of(given: dict[str, Any]) -> tuple[Snapshot, Request]:
    """Return the organization and the request that a case describes."""
    handed_in = _handed_in(given)
    asked = given["request"]
    session, endpoint = request_policies(handed_in)
    request = Request(
        principal=asked["principal"],
        action=asked["action"],
        resource=asked["resource"],
        resource_account=asked.get("resource_account"),
        context=asked.get("context") or {},
        time=given.get("time"),
        parent=asked.get("parent"),
        session_policies=session,
        endpoint_policies=endpoint,
        credentials=CredentialState(asked.get("credentials", "active")),
    )
    if "scenario" in given:
        return build_scenario(scenario_from_mapping(given["scenario"])), request
    return build_snapshot(request, handed_in), request


def answer(given: dict[str, Any]) -> Trace | EngineError:
    """Put a case to the engine; an error is returned, and `decide` must agree with `explain`."""
    try:
        snapshot, request = question_of(given)
        authorizer = Authorizer(snapshot)
        decision = authorizer.decide(request)
        trace = authorizer.explain(request)
    except EngineError as error:
        return error
    assert trace.decision == decision
    return trace


def _handed_in(given: dict[str, Any]) -> HandedIn:
    parts: dict[str, Any] = {}
    for name in LISTS:
        parts[name] = tuple(_policy(item) for item in given.get(name) or ())
    for name in SINGLES:
        parts[name] = _policy(given[name]) if given.get(name) else None
    for name in LEVELS:
        parts[name] = tuple(
            TargetTexts(level["target"], tuple(_policy(item) for item in level["policies"]))
            for level in given.get(name) or ()
        )
    return HandedIn(**parts)


def _policy(item: dict[str, Any]) -> NamedText:
    text = item["text"] if "text" in item else json.dumps(item["document"], indent=2)
    return NamedText(item.get("name", ""), text)
