"""The commands of authors: check_course speaks like a compiler, the scaffolds lead to a course."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lessons.proofs import check_course
from lessons.services.course_files import read_course_files

from .conftest import COURSES

_COURSE = {
    "one sentence on what the course teaches, and to whom": "How answers come about.",
    "the subject, such as Security": "Security",
    "what one can do after the first lesson": "Reading an answer",
    "the title of the lesson": "First steps",
    "one sentence for the overview": "What an answer is made of.",
    "what the reader can do afterwards": "Say why a request is denied.",
    "the first paragraph, in Markdown": "Ana may write notes, and delete none.",
    "what to see in the trace": "Her Deny has the last word.",
    "what decides, in one or two sentences, for those who erred": "A Deny, or no Allow at all.",
}
_EXERCISE = {
    "the title": "Read one folder",
    "one or more of first-skill": "first-skill",
    "the policy to edit, such as role/reader:inline/read": "role/reader:inline/read",
    "what must work": "It can read what is in the folder",
    "who asks, such as session/reader/app": "session/reader/app",
    "the action, such as s3:GetObject": "s3:GetObject",
    "an ARN that the task covers, such as arn:aws:s3:::acme-notes/{folder}/1.txt": (
        "arn:aws:s3:::acme-notes/{folder}/1.txt"
    ),
    "a hint that names the concept": "Objects have ARNs.",
    "a hint that names the element to look at": "Look at the Resource.",
    "a hint that gives half of the statement": "It ends in `{folder}/*`.",
    "the task in Markdown: who needs what, and what must stay closed": (
        "Let `reader` read what is in `{folder}/`, and nothing else."
    ),
    "the action": "s3:GetObject",
    "exactly what the task covers, such as arn:aws:s3:::acme-notes/{folder}/*": (
        "arn:aws:s3:::acme-notes/{folder}/*"
    ),
    "more than the task covers, such as arn:aws:s3:::acme-notes/*": "arn:aws:s3:::acme-notes/*",
}


def check(*arguments: object) -> tuple[str, str]:
    """Return what the command prints, and its error."""
    out = StringIO()
    try:
        call_command("check_course", *map(str, arguments), stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def fill_in(folder: Path, words: dict[str, str]) -> set[str]:
    """Fill in every mark of a course's files, and return what could not be."""
    left: set[str] = set()

    def word(found: re.Match[str]) -> str:
        if found[1] not in words:
            left.add(found[1])
        return words.get(found[1], found[0])

    for path in folder.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"FILL IN \(([^)]*)\)", word, text), encoding="utf-8")
    return left


@pytest.fixture
def new_course(tmp_path: Path) -> Path:
    folder = tmp_path / "my-course"
    call_command("new_course", str(folder), "--title", 'Mine: "one"', stdout=StringIO())
    return folder


def test_a_sound_course_is_said_to_have_no_faults() -> None:
    out, error = check(COURSES / "sound", "--jobs", 1)
    assert error == ""
    assert re.fullmatch(
        r"2 lessons, 2 exercises, 5 questions \(3 keyed by the engine\), 9 variants "
        r"checked in \d+ s: no faults\n",
        out,
    )


def test_processes_that_share_the_work_find_the_same(sound: dict[str, str]) -> None:
    assert check_course("sound", sound, jobs=3) == check_course("sound", sound)
    lesson = sound["01-next-steps/lesson.md"].replace('end: "+6:00"', 'end: "-6:00"')
    broken = {**sound, "01-next-steps/lesson.md": lesson}
    assert check_course("x", broken, jobs=2).problems == check_course("x", broken).problems != ()


def test_faults_stand_by_file_and_line_in_the_form_of_a_compiler(
    tmp_path: Path, sound: dict[str, str]
) -> None:
    for name, text in sound.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        changed = text.replace("category: basics", "category: bascis")
        path.write_text(changed.replace("  remedy: 01-next-steps", "  remedy: 02-next-steps"))
    out, error = check(tmp_path, "--jobs", 1)
    lines = out.split("\n")
    assert lines[:6] == [
        f"{tmp_path}/00-first-steps/lesson.md:5: category: the course has no category `bascis`",
        "",
        f"{tmp_path}/01-next-steps/lesson.md:5: category: the course has no category `bascis`",
        "",
        f"{tmp_path}/misconceptions.yaml:16: [2].remedy: the course has no lesson `02-next-steps`",
        "",
    ]
    assert lines[6].endswith(": 3 faults")
    assert error == f"Not in order: {tmp_path}"


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert check(tmp_path / "gone")[1] == f"There is no folder {tmp_path / 'gone'}."
    assert check(COURSES / "sound", "--seeds", 0)[1] == "--seeds and --jobs are 1 or more."


def test_an_empty_folder_is_no_course(tmp_path: Path) -> None:
    out, error = check(tmp_path, "--jobs", 1)
    assert f"{tmp_path}/course.yaml: there is no such file\n" in out
    assert error


def test_a_new_course_asks_for_what_it_lacks_and_for_nothing_else(new_course: Path) -> None:
    report = check_course("my-course", read_course_files(new_course))
    assert {item.message.removeprefix("fill this in: ") for item in report.problems} == {*_COURSE}
    assert all(item.file and item.line for item in report.problems)


def test_a_new_course_that_is_filled_in_is_sound(new_course: Path) -> None:
    assert fill_in(new_course, _COURSE) == set()
    report = check_course("my-course", read_course_files(new_course))
    assert report.problems == ()
    assert (report.lessons, report.questions, report.keyed) == (1, 1, 1)


def test_a_new_exercise_asks_for_what_it_lacks_and_for_nothing_else(new_course: Path) -> None:
    fill_in(new_course, _COURSE)
    call_command("new_exercise", str(new_course), "first-lesson", "read-one", stdout=StringIO())
    report = check_course("my-course", read_course_files(new_course))
    assert {item.message.removeprefix("fill this in: ") for item in report.problems} == {*_EXERCISE}
    folder = "00-first-lesson/exercises/read-one/"
    assert all((item.file or "").startswith(folder) for item in report.problems)


def test_a_new_exercise_that_is_filled_in_is_sound(new_course: Path) -> None:
    fill_in(new_course, _COURSE)
    call_command("new_exercise", str(new_course), "00-first-lesson", "read-one", stdout=StringIO())
    assert fill_in(new_course, _EXERCISE) == set()
    report = check_course("my-course", read_course_files(new_course))
    assert report.problems == ()
    assert report.exercises == 1


def test_nothing_is_overwritten(new_course: Path) -> None:
    before = read_course_files(new_course)
    with pytest.raises(CommandError, match="is there already; nothing was written"):
        call_command("new_course", str(new_course), "--title", "Other")
    call_command("new_exercise", str(new_course), "first-lesson", "one", stdout=StringIO())
    with pytest.raises(CommandError, match="There is an exercise of this ID already"):
        call_command("new_exercise", str(new_course), "first-lesson", "one")
    after = read_course_files(new_course)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("name", ["My Course", "my_course", "-x", "a--b", "kurs-ä"])
def test_the_id_of_a_course_is_a_permanent_slug(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="small letters, digits and hyphens"):
        call_command("new_course", str(tmp_path / name), "--title", "T")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("title", ["", "  ", "one\ntwo", "x" * 201])
def test_a_title_is_one_line(tmp_path: Path, title: str) -> None:
    with pytest.raises(CommandError, match="Give a title of one line"):
        call_command("new_course", str(tmp_path / "course"), f"--title={title}")


def test_an_exercise_goes_into_a_lesson_that_is_there(new_course: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no lesson “second” in"):
        call_command("new_exercise", str(new_course), "second", "one")
    with pytest.raises(CommandError, match="There is no course in"):
        call_command("new_exercise", str(tmp_path), "first-lesson", "one")
    with pytest.raises(CommandError, match="small letters, digits and hyphens"):
        call_command("new_exercise", str(new_course), "first-lesson", "../../one")


def test_a_part_that_breaks_the_check_is_a_fault_and_hides_no_other(
    monkeypatch: pytest.MonkeyPatch, sound: dict[str, str]
) -> None:
    def break_down(*_: object) -> None:
        raise KeyError("gone")

    monkeypatch.setattr("lessons.proofs.check.prove_lesson", break_down)
    broken = sound["misconceptions.yaml"].replace("remedy: 01-next-steps", "remedy: 02-gone")
    report = check_course("x", {**sound, "misconceptions.yaml": broken})
    assert [problem.file for problem in report.problems] == [
        *("00-first-steps/lesson.md", "01-next-steps/lesson.md", "misconceptions.yaml"),
    ]
    assert re.fullmatch(
        r"the check itself broke, at test_commands\.py:\d+: KeyError: 'gone'",
        report.problems[0].message,
    )
    assert report.variants == 9
