"""What an exercise has to keep: its names, its checks and its rules of feedback."""

from __future__ import annotations

import pytest

from lessons.content.course import Course
from lessons.content.lines import FieldLines
from lessons.proofs import check_course
from lessons.proofs.exercises import prove_exercise

from .conftest import Change, said

FOLDER = "00-first-steps/exercises/read-one-folder"
EXERCISE = f"{FOLDER}/exercise.md"


def faults(files: dict[str, str], seeds: int = 20) -> list[str]:
    return [said(problem) for problem in check_course("course", files, seeds=seeds).problems]


def test_a_sound_exercise_is_tried_in_every_variant(course: Course, lines: FieldLines) -> None:
    exercise = course.exercises["read-one-folder"]
    assert prove_exercise(course, exercise, lines, 20) == ([], 2)
    assert prove_exercise(course, exercise, lines, 1) == ([], 1)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'show: ["role/reader:trust"]',
            'show: ["role/reader:inline/x"]',
            "8: show[0]: there is no policy `role/reader:inline/x` to show",
        ),
        (
            'show: ["role/reader:trust"]',
            'show: ["role/readers:trust"]',
            "8: show[0]: there is no `role/readers` in this scenario",
        ),
        (
            'edit: ["role/reader:inline/read"]',
            'edit: ["role/readers:inline/read"]',
            "7: edit[0]: there is no `role/readers` in this scenario",
        ),
        (
            "{none_of: [ERROR, SECURITY_WARNING]}",
            "{none_of: [ERROR, SECURITY_WARNINGS]}",
            "15: checks[3].findings.none_of[1]: there is no finding or severity "
            "`SECURITY_WARNINGS`",
        ),
        (
            "at_most: {statements: 1}",
            "at_most: {statements: 1, policy: write}",
            "14: checks[2].at_most.policy: no edited policy is called `write`; there is `read`",
        ),
        (
            "{id: short, at_most: {statements: 1}}",
            '{id: short, not_public: "user/nobody"}',
            "14: checks[2].not_public: there is no `user/nobody` here; write "
            "`account/user/name`, an ARN or a service",
        ),
        (
            "{id: short, at_most: {statements: 1}}",
            "{id: short, no_wider_than: reference, principals: [user/bne]}",
            "14: checks[2].principals[0]: there is no `user/bne` here; write "
            "`account/user/name`, an ARN or a service",
        ),
        (
            'action: "s3:GetObject", resource: "arn:aws:s3:::{bucket}/out',
            'action: "s3:GetObjets", resource: "arn:aws:s3:::{bucket}/out',
            "13: checks[1].ask.action: AWS has no action `s3:GetObjets`; is it `s3:GetObject`?",
        ),
        (
            '/out/1.txt"}',
            '/out/1.txt", context: {"aws:SourceIpp": 10.0.0.1}}',
            "13: checks[1].ask.context.aws:SourceIpp: AWS has no condition key `aws:SourceIpp`",
        ),
        (
            "when: {fails: others}",
            "when: {fails: otters}",
            "18: feedback[1].when.fails: the exercise has no check `otters`",
        ),
        (
            "when: {fails: others}",
            "when: {fails: others, passes: reed}",
            "18: feedback[1].when.passes: the exercise has no check `reed`",
        ),
        (
            "when: {fails: others}",
            "when: {fails: others, believes: nothing-much}",
            "18: feedback[1].when.believes: the course has no misconception `nothing-much`",
        ),
        (
            "when: {fails: others}",
            "when: {fails: others, believes: keys-expire}",
            "18: feedback[1].when.believes: `keys-expire` has no `wrong` rule to judge by",
        ),
        (
            "when: {fails: others}",
            "when: {fails: others, finding: NO_SUCH}",
            "18: feedback[1].when.finding: there is no finding `NO_SUCH`",
        ),
        (
            "misconception: bucket-is-its-objects",
            "misconception: bucket-is-an-object",
            "17: feedback[0].misconception: the course has no misconception `bucket-is-an-object`",
        ),
        (
            "{id: clean, ",
            "{id: read, ",
            "15: checks[3].id: the check `read` is there twice",
        ),
        (
            "{id: too-wide, ",
            "{id: bucket-only, ",
            "18: feedback[1].id: the feedback rule `bucket-only` is there twice",
        ),
    ],
)
def test_what_an_exercise_names_has_to_be_there(
    change: Change, old: str, new: str, expected: str
) -> None:
    found = faults(change(EXERCISE, old, new))
    assert [text for text in found if not text.startswith(f"{FOLDER}/wrong/")] == [
        f"{EXERCISE}:{expected}"
    ]


def test_an_exercise_gives_points(change: Change) -> None:
    files = change(EXERCISE, 'in/1.txt"}, points: 3}', 'in/1.txt"}, points: 0}')
    text = files[EXERCISE].replace("points: 2}", "points: 0}")
    text = text.replace("statements: 1}}", "statements: 1}, points: 0}")
    text = text.replace("SECURITY_WARNING]}}", "SECURITY_WARNING]}, points: 0}")
    assert faults({**files, EXERCISE: text}) == [
        f"{EXERCISE}:11: checks: give points for at least one check"
    ]


def test_a_reference_with_a_forbidden_finding_says_which(change: Change) -> None:
    file = f"{FOLDER}/reference/read.json"
    files = change(file, '"2012-10-17"', '"2012-10-18"')
    found = [text for text in faults(files) if "`clean`" in text]
    assert len(found) == 1
    assert found[0].startswith(f"{EXERCISE}:15: checks[3]: the reference solution does not pass")
    assert "INVALID_VERSION" in found[0]


def test_a_starter_need_not_be_a_policy_at_all(change: Change) -> None:
    assert faults(change(f"{FOLDER}/starter/read.json", "[]", "[")) == []


def test_a_wrong_solution_has_to_be_readable(change: Change) -> None:
    file = f"{FOLDER}/wrong/too-wide.json"
    [found] = faults(change(file, '"2012-10-17",', '"2012-10-17"'))
    assert found.startswith(f"{file}:2: it cannot be read, so nothing is checked: ")


def test_a_wrong_solution_that_no_rule_speaks_about_is_said(change: Change) -> None:
    files = change(
        EXERCISE, "when: {fails: others}", "when: {fails: others, verdict: explicitDeny}"
    )
    assert faults(files) == [
        f"{FOLDER}/wrong/too-wide.json:1: it triggers no feedback (`others` failed), not `too-wide`"
    ]


def test_several_wrong_solutions_may_trigger_one_rule(sound: dict[str, str]) -> None:
    more = sound[f"{FOLDER}/wrong/too-wide.json"].replace("s3:GetObject", "s3:*")
    assert faults({**sound, f"{FOLDER}/wrong/too-wide-2.json": more}) == []
    fine = sound[f"{FOLDER}/reference/read.json"]
    assert faults({**sound, f"{FOLDER}/wrong/too-wide-2.json": fine}) == [
        f"{FOLDER}/wrong/too-wide-2.json:1: it passes every check, so there is no feedback, not "
        "`too-wide`"
    ]


def test_only_so_many_variants_are_tried_as_are_asked_for(change: Change) -> None:
    # The second variant in the order of seeds is the one with a fault.
    file = f"{FOLDER}/reference/read.json"
    files = change(file, "{bucket}", "acme-notes")
    texts = {seeds: faults(files, seeds) for seeds in (1, 2)}
    assert len(texts[2]) == 1
    assert "`bucket` = `acme-plans`; 1 of 2 variants" in texts[2][0]
    assert texts[1] == [] or "variants" not in texts[1][0]


def test_a_wrong_solution_is_told_by_its_witness(change: Change) -> None:
    folder = "01-next-steps/exercises/only-lambda"
    files = change(
        f"{folder}/exercise.md", 'witness: {action: "sts:*"}', 'witness: {action: "s3:*"}'
    )
    assert faults(files) == [
        f"{folder}/wrong/too-open.json:1: it triggers no feedback (`ceiling` failed), not "
        "`too-open`"
    ]


def test_a_reference_is_held_to_the_intents(change: Change) -> None:
    folder = "01-next-steps/exercises/only-lambda"
    file = f"{folder}/reference/trust.json"
    files = change(file, '"lambda.amazonaws.com"', '"ec2.amazonaws.com"')
    assert faults(files) == [
        f"{folder}/exercise.md:9: checks[0]: the reference solution does not pass `assume`: the "
        "engine says implicit deny"
    ]
