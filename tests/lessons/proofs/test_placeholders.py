"""Parameters in texts: what nothing fills in is said on its own line, and what nothing uses."""

from __future__ import annotations

import pytest

from lessons.proofs import check_course

from .conftest import Change, said

FOLDER = "00-first-steps/exercises/read-one-folder"
EXERCISE = f"{FOLDER}/exercise.md"
QUIZ = "00-first-steps/quiz.yaml"
WIDE = "It may read `{ask.resource}`, too."


def faults(files: dict[str, str]) -> list[str]:
    return [said(problem) for problem in check_course("course", files).problems]


@pytest.mark.parametrize("part", ["reference", "wrong/bucket-only"])
def test_a_policy_of_an_exercise_has_no_unknown_parameter(change: Change, part: str) -> None:
    file = f"{FOLDER}/{part}.json" if "/" in part else f"{FOLDER}/{part}/read.json"
    assert faults(change(file, "{bucket}", "{bukcet}")) == [
        f"{file}:3: there is no parameter `bukcet`"
    ]


def test_a_text_over_several_lines_has_the_line_of_the_parameter(change: Change) -> None:
    files = change(EXERCISE, "  - Look at the Resource.\n", "  - |\n    Look\n    at {where}.\n")
    assert faults(files) == [f"{EXERCISE}:23: hints[1]: there is no parameter `where`"]


def test_a_part_of_a_value_has_to_be_one_that_it_has(change: Change) -> None:
    files = change(QUIZ, '"Can {who.name} delete', '"Can {who.nmae} delete')
    assert faults(files) == [
        f"{QUIZ}:5: questions[0].title: `{{who.nmae}}` is not there; write `{{who.name}}` or "
        "`{who.principal}`"
    ]
    assert faults(change(QUIZ, '"Can {who.name} delete', '"Can {who} delete')) == [
        f"{QUIZ}:5: questions[0].title: `{{who}}` is not there; write `{{who.name}}` or "
        "`{who.principal}`"
    ]


def test_a_value_is_not_filled_in_itself(change: Change) -> None:
    files = change(EXERCISE, "pick: [acme-notes, acme-plans]", 'pick: [acme-notes, "{bucket}s"]')
    assert faults(files) == [
        f"{EXERCISE}:10: params.bucket.pick[1]: a parameter's values are taken as they are; "
        "`{bucket}` is not filled in"
    ]


def test_feedback_may_name_the_request(sound: dict[str, str]) -> None:
    assert WIDE in sound[EXERCISE]
    assert faults(sound) == []


def test_feedback_names_parts_that_requests_have(change: Change) -> None:
    assert faults(change(EXERCISE, WIDE, "See `{ask.region}`.")) == [
        f"{EXERCISE}:18: feedback[1].say: `{{ask.region}}` is not there; a request has "
        "`principal`, `action`, `resource`"
    ]


def test_feedback_on_a_check_without_a_request_names_none(change: Change) -> None:
    files = change(EXERCISE, "when: {fails: others}", "when: {fails: clean}")
    assert faults(files) == [
        f"{EXERCISE}:18: feedback[1].say: the check `clean` asks no request, so there is no "
        "`{ask.resource}`"
    ]


@pytest.mark.parametrize("place", ["Look at the Resource.", "Read one folder\n"])
def test_only_feedback_may_name_the_request(change: Change, place: str) -> None:
    new = place.replace("e", "{ask.action}", 1) if "\n" in place else '"{ask.action}"'
    [found] = faults(change(EXERCISE, place, f'"{new[:-1]}"\n' if "\n" in place else new))
    assert found.endswith("there is no parameter `ask.action`")


@pytest.mark.parametrize(
    ("file", "old", "line"),
    [
        ("course.yaml", "title: A small course", 1),
        ("misconceptions.yaml", "An Allow beats a Deny.", 2),
        ("01-next-steps/lesson.md", "A key works until", 11),
        ("01-next-steps/lesson.md", "name: Ana's laptop", 19),
    ],
)
def test_files_without_parameters_have_no_placeholders(
    change: Change, file: str, old: str, line: int
) -> None:
    new = f'{old.partition(": ")[0]}: "{{name}}"' if ": " in old else f"{old} {{name}}"
    assert faults(change(file, old, new)) == [
        f"{file}:{line}: `{{name}}` is left as it is here: this file has no parameters"
    ]


def test_a_policy_variable_is_no_parameter(change: Change) -> None:
    file = f"{FOLDER}/wrong/too-wide.json"
    assert faults(change(file, "{bucket}/*", "{bucket}/*/${aws:username}/${user}")) != [
        f"{file}:3: there is no parameter `user`"
    ]


def test_a_parameter_is_used_somewhere(change: Change) -> None:
    files = change(EXERCISE, "params:\n", "params:\n  folder: {pick: [in, out]}\n")
    assert faults(files) == [f"{EXERCISE}:10: params.folder: nothing uses `{{folder}}`"]


def test_a_documents_file_counts_among_the_texts_of_its_question(change: Change) -> None:
    old = "    show: [scp/KeepNotes]\n"
    files = change(QUIZ, old, f"    policies: {{scp/KeepNotes: keep.json}}\n{old}")
    keep = files["scenarios/office/policies/keep-notes.json"]
    files["00-first-steps/keep.json"] = keep.replace("KeepNotes", "Keep{whose}")
    assert faults(files) == ["00-first-steps/keep.json:4: there is no parameter `whose`"]
    files["00-first-steps/keep.json"] = keep
    assert faults(files) == []
