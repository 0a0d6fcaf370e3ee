"""The table of ways to more rights (section 3c)."""

from __future__ import annotations

from collections import Counter

from iamlab.engine import action_exists
from iamlab.engine.validation.escalation_paths import (
    ESCALATING_ACTIONS,
    ESCALATION_PATHS,
    Escalation,
)

MINIMAL = {
    *(1, 2, 3, 5, 6, 8, 9, 10, 11),
    *(15, 18, 23, 25, 26),
    *(27, 30, 31, 33, 39, 42, 43, 47, 48, 49, 50, 51, 52, 53, 54, 57, 60, 61, 62),
    *(63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 77, 78, 79, 80, 81),
}


def test_there_are_81_paths_in_four_groups() -> None:
    assert [path.identifier for path in ESCALATION_PATHS] == [f"PE{n:02}" for n in range(1, 82)]
    assert Counter(path.group for path in ESCALATION_PATHS) == {
        Escalation.SELF_GRANT: 11,
        Escalation.OTHER_PRINCIPAL: 15,
        Escalation.PASSED_ROLE: 36,
        Escalation.EXISTING_RESOURCE: 19,
    }


def test_every_set_of_actions_stands_once() -> None:
    assert len({frozenset(path.actions) for path in ESCALATION_PATHS}) == 81


def test_every_action_exists() -> None:
    assert [name for name in sorted(ESCALATING_ACTIONS) if not action_exists(name)] == []


def test_50_paths_are_minimal() -> None:
    assert len(MINIMAL) == 50
    assert {path.identifier for path in ESCALATION_PATHS if path.minimal} == {
        f"PE{number:02}" for number in MINIMAL
    }


def test_a_role_is_passed_in_every_path_of_its_group_and_in_no_other() -> None:
    for path in ESCALATION_PATHS:
        assert ("iam:PassRole" in path.actions) is (path.group is Escalation.PASSED_ROLE)


def test_notes_belong_to_paths() -> None:
    """Every note ends in the middle of a sentence."""
    notes = [path.note for path in ESCALATION_PATHS if path.note]
    assert len(notes) == 21
    assert not any(note.endswith(".") or note[0] == " " for note in notes)
