"""Reading whole courses: what belongs to one, how much there may be, and hostile texts."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.content.course import Course
from lessons.content.errors import CourseError
from lessons.content.folders import MAX_COURSE_CHARACTERS, MAX_FILES, find_strays
from lessons.content.loading import read_course
from lessons.content.questions import QuestionSource
from lessons.content.reading import MAX_CHARACTERS
from lessons.services.course_files import read_course_files

SOUND = read_course_files(Path(__file__).parent.parent / "broken_courses" / "sound")
EXERCISE = "00-first-steps/exercises/read-one-folder"


def problems_of(files: dict[str, str]) -> list[tuple[str | None, str]]:
    with pytest.raises(CourseError) as caught:
        read_course("course", files)
    return [(item.file, item.message) for item in caught.value.problems]


@pytest.fixture(scope="module")
def course() -> Course:
    return read_course("course", SOUND)


def test_a_course_has_its_parts_in_their_order(course: Course) -> None:
    assert [lesson.slug for lesson in course.lessons] == ["first-steps", "next-steps"]
    assert list(course.exercises) == ["read-one-folder", "only-lambda"]
    assert list(course.questions) == [
        *("ana-deletes-a-note", "what-a-key-is", "keys-and-sessions"),
        *("ben-reads", "which-statement"),
    ]
    assert next(iter(course.misconceptions)) == "allow-beats-deny"
    assert list(course.scenarios) == ["office"]
    first = course.lesson("first-steps")
    assert first is course.lesson("00-first-steps")
    assert course.lesson("gone") is None


def test_a_question_knows_its_place(course: Course) -> None:
    source = course.questions["what-a-key-is"]
    assert (source.home, source.file) == ("00-first-steps", "00-first-steps/quiz.yaml")
    assert SOUND[source.file].split("\n")[source.line - 1] == "  - id: what-a-key-is"
    assert course.questions["ben-reads"].home == "banks/answers"
    assert [source.index for source in _own(course)] == [0, 1]


def _own(course: Course) -> list[QuestionSource]:
    quiz = course.lessons[0].quiz
    assert quiz is not None
    return [item for item in quiz.items if isinstance(item, QuestionSource)]


def test_a_variant_of_a_question_has_its_values_everywhere(course: Course) -> None:
    variants = [course.questions["ana-deletes-a-note"].variant(seed) for seed in range(2)]
    assert {shape.title for shape in variants} == {
        "Can Ana delete a note?",
        "Can Ana's account delete a note?",
    }


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(course: Course) -> None:
    files = {path: "\ufeff" + text.replace("\n", "\r\n") for path, text in SOUND.items()}
    read = read_course("course", files)
    assert read.shape == course.shape
    assert [lesson.text for lesson in read.lessons] == [lesson.text for lesson in course.lessons]


@pytest.mark.parametrize(
    "path",
    [
        *("quiz.yaml", "notes.md", "course.yml", "banks/deep/more.yaml", "banks/More.yaml"),
        *("00-first-steps/quizz.yaml", "00-first-steps/exercise/x/exercise.md"),
        *(f"{EXERCISE}/quiz.yaml", f"{EXERCISE}/starter/read.yaml", "scenarios/lost.json"),
    ],
)
def test_a_file_that_a_course_cannot_have_is_found_and_passed_over(
    course: Course, path: str
) -> None:
    files = {**SOUND, path: "title: [\n"}
    assert [(item.file, item.message) for item in find_strays(files, course.shape.lessons)] == [
        (path, "nothing reads a file of this name in this place")
    ]
    assert read_course("course", files).shape == course.shape


def test_a_lesson_that_is_not_listed_yet_is_found_and_passed_over(course: Course) -> None:
    files = {**SOUND, "02-draft/lesson.md": "Not yet.\n"}
    [problem] = find_strays(files, course.shape.lessons)
    assert (problem.file, problem.message) == ("course.yaml", "the lesson `02-draft` is not listed")
    assert len(read_course("course", files).lessons) == 2


@pytest.mark.parametrize(
    "path",
    [
        *("README.md", "banks/policies/a.json", "00-first-steps/policies/a.json"),
        *(f"{EXERCISE}/session/a.json", "scenarios/office/policies/unused.json"),
    ],
)
def test_documents_and_a_readme_may_lie_beside(path: str) -> None:
    assert read_course("course", {**SOUND, path: "{}"})


def test_a_long_file_is_refused_before_it_is_read() -> None:
    long = "#" * (MAX_CHARACTERS + 1)
    assert problems_of({**SOUND, "course.yaml": long}) == [
        ("course.yaml", "it has 200,001 characters; 200,000 is the most")
    ]


def test_a_long_course_is_refused() -> None:
    many = MAX_COURSE_CHARACTERS // MAX_CHARACTERS + 1
    files = {f"banks/p{number}.json": "x" * MAX_CHARACTERS for number in range(many)}
    [(file, message)] = problems_of(files)
    assert file is None
    assert message.endswith("characters; 20,000,000 is the most")


def test_a_course_of_very_many_files_is_refused() -> None:
    files = {f"banks/p{number}.json": "" for number in range(MAX_FILES + 1)}
    assert problems_of(files) == [(None, "there are 20,001 files; 20,000 is the most")]


def test_a_scenario_that_cannot_be_read_hides_what_follows_from_it() -> None:
    files = {**SOUND, "scenarios/office/organization.yaml": "title: [\n"}
    assert {file for file, _ in problems_of(files)} == {"scenarios/office/organization.yaml"}


def test_every_broken_file_is_said_at_once() -> None:
    broken = ("course.yaml", "misconceptions.yaml", "banks/answers.yaml")
    files = {**SOUND, **dict.fromkeys(broken, "a: [\n")}
    assert {file for file, _ in problems_of(files)} == set(broken)


def test_a_policy_of_an_exercise_stands_under_the_name_of_its_file(course: Course) -> None:
    variant = course.exercises["read-one-folder"].variant(0)
    assert list(variant.places) == ["read"]
    assert variant.places["read"].key == "222233334444/role/reader/inline/read"
    assert "{bucket}" not in variant.reference["read"] + variant.task + variant.shape.hints[2]


def test_the_variants_of_an_exercise_differ_in_their_values_only(course: Course) -> None:
    exercise = course.exercises["read-one-folder"]
    texts = [exercise.variant(seed).reference["read"] for seed in range(3)]
    pattern = SOUND[f"{EXERCISE}/reference/read.json"]
    assert {*texts} == {pattern.replace("{bucket}", name) for name in ("acme-notes", "acme-plans")}
    assert texts[2] == texts[0]


def with_exercise(head: str, files: dict[str, str]) -> dict[str, str]:
    """Return the course with other edited policies in its exercise, and other solutions."""
    path = f"{EXERCISE}/exercise.md"
    kept = {name: text for name, text in SOUND.items() if not name.startswith(EXERCISE)}
    text = SOUND[path].replace('edit: ["role/reader:inline/read"]', head)
    assert text != SOUND[path]
    return {**kept, path: text, **{f"{EXERCISE}/{name}": text for name, text in files.items()}}


def test_wrong_solutions_are_named_by_their_rule_a_number_and_the_policy() -> None:
    head = 'edit: ["role/reader:inline/read", "role/reader:trust"]'
    names = ("too-wide.read", "too-wide.trust", "too-wide-2.read", "bucket-only.trust")
    files = with_exercise(head, {f"wrong/{name}.json": name for name in names})
    variant = read_course("course", files).exercises["read-one-folder"].variant(0)
    assert {(item.name, item.feedback): dict(item.texts) for item in variant.wrong} == {
        ("too-wide", "too-wide"): {"read": "too-wide.read", "trust": "too-wide.trust"},
        ("too-wide-2", "too-wide"): {"read": "too-wide-2.read"},
        ("bucket-only", "bucket-only"): {"trust": "bucket-only.trust"},
    }


def test_with_several_policies_a_wrong_solution_has_to_name_one() -> None:
    head = 'edit: ["role/reader:inline/read", "role/reader:trust"]'
    files = with_exercise(head, {"wrong/too-wide.json": "{}"})
    assert problems_of(files) == [
        (
            f"{EXERCISE}/wrong/too-wide.json",
            "name the policy: `wrong/too-wide.POLICY.json` with one of `read`, `trust`",
        )
    ]


def test_two_policies_of_one_name_have_to_be_named_apart() -> None:
    same = '["role/reader:inline/read", "user/ana:inline/read"]'
    [(_, message)] = problems_of(with_exercise(f"edit: {same}", {}))
    assert message.startswith("two policies are called `read`; write `{name: …, policy: …}`")
    named = '["role/reader:inline/read", {name: anas, policy: "user/ana:inline/read"}]'
    course = read_course("course", with_exercise(f"edit: {named}", {}))
    assert list(course.exercises["read-one-folder"].variant(0).places) == ["read", "anas"]


def test_a_policy_is_edited_once() -> None:
    twice = '["role/reader:inline/read", {name: again, policy: "role/reader:inline/read"}]'
    [(_, message)] = problems_of(with_exercise(f"edit: {twice}", {}))
    assert message == "this policy is there twice"


def test_a_solution_that_says_nothing_of_a_policy_leaves_it_as_it_starts() -> None:
    head = 'edit: ["role/reader:inline/read", "role/reader:trust"]'
    files = with_exercise(head, {"starter/read.json": "start", "reference/trust.json": "right"})
    variant = read_course("course", files).exercises["read-one-folder"].variant(0)
    assert variant.starter["read"] == variant.reference["read"] == "start"
    assert variant.starter["trust"] == SOUND["scenarios/office/policies/trust.json"]
    assert variant.reference["trust"] == "right"


@settings(max_examples=60)
@given(st.sampled_from(sorted(SOUND)), st.integers(0, 2**32), st.text(max_size=12))
def test_whatever_the_files_hold_only_a_course_error_comes_of_it(
    file: str, seed: int, noise: str
) -> None:
    source = random.Random(seed)  # noqa: S311 - where to cut, and no secret
    text = SOUND[file]
    start = source.randrange(len(text) + 1)
    end = min(len(text), start + source.randrange(20))
    changed = {**SOUND, file: text[:start] + noise + text[end:]}
    assert all(_problems_or_nothing(changed))


def _problems_or_nothing(files: dict[str, str]) -> list[str]:
    try:
        read_course("course", files)
    except CourseError as error:
        return [problem.message for problem in error.problems] or [""]
    return []
