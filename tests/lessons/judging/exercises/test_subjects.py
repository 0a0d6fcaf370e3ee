"""Whose access is compared: together the subjects cover all that an edited policy can change."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.scenarios import build_snapshot
from lessons.judging.exercises.subjects import Caller, Subject, Target, subjects_of
from tests.lessons.judging.exercises.workshop import (
    ACCOUNT,
    NOTHING,
    READ,
    READ_ARN,
    exercise,
)

CHECK = {"id": "ceiling", "no_wider_than": "reference"}
ANA = Caller(f"arn:aws:iam::{ACCOUNT}:user/ana")
BEN = Caller(f"arn:aws:iam::{ACCOUNT}:user/ben")
ROOT = Caller(f"arn:aws:iam::{ACCOUNT}:root")


def found(edit: str, *more: dict[str, Any], principals: tuple[str, ...] = ()) -> set[Subject]:
    variant, _ = exercise(CHECK, *more, edit=edit, reference=NOTHING)
    return set(subjects_of(variant, build_snapshot(variant.scenario), principals))


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ("user/ben:inline/own", {BEN}),
        ("group/Clerks:inline/desk", {ANA}),
        ("policy/Edge", {BEN}),
        (
            "role/reader:inline/read",
            {Caller(f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/session")},
        ),
        ("role/reader:trust", {Target(f"arn:aws:iam::{ACCOUNT}:role/reader")}),
        ("arn:aws:s3:::tills", {Target("arn:aws:s3:::tills")}),
        ("scp/Fence", {ROOT}),
    ],
)
def test_the_holders_of_the_edited_policy_are_compared(edit: str, expected: set[Subject]) -> None:
    assert found(edit) == expected


def test_a_role_is_compared_by_the_session_that_is_asked_about() -> None:
    ask = {"id": "read", "intent": "allowed", "ask": READ}
    assert found("role/reader:inline/read", ask) == {Caller(READ_ARN)}


def test_an_scp_is_compared_for_the_callers_that_are_asked_about_too() -> None:
    ask = {"id": "read", "intent": "allowed", "ask": {**READ, "principal": "user/ana"}}
    outside = {"id": "out", "intent": "denied", "ask": {**READ, "principal": "anonymous"}}
    assert found("scp/Fence", ask, outside) == {ROOT, ANA}


def test_named_principals_stand_in_the_place_of_the_holders() -> None:
    assert found("user/ben:inline/own", principals=("user/ana",)) == {ANA}


def test_a_trust_policy_is_compared_whatever_principals_are_named() -> None:
    role = Target(f"arn:aws:iam::{ACCOUNT}:role/reader")
    assert found("role/reader:trust", principals=("user/ana",)) == {ANA, role}
