"""Reading a whole course from the texts of its files, with every problem found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ruamel.yaml.nodes import MappingNode, SequenceNode

from iamlab.engine.scenarios import (
    Problem,
    Scenario,
    ScenarioError,
    compose_yaml,
    load_yaml,
    read_scenario,
)
from lessons.content.course import Course, Lesson, Quiz
from lessons.content.errors import CourseError
from lessons.content.exercises import EXERCISE_FILE, Exercise, read_exercise
from lessons.content.lesson_files import read_lesson
from lessons.content.questions import QuestionSource
from lessons.content.reading import AnyShape, make_shape, read_yaml
from lessons.content.shapes.courses import CourseShape, Misconception, Misconceptions
from lessons.content.shapes.quizzes import BankShape, Draw, QuizShape

COURSE_FILE = "course.yaml"
MISCONCEPTIONS_FILE = "misconceptions.yaml"


def read_course(slug: str, files: Mapping[str, str]) -> Course:
    """Read a course: its files' texts by their paths relative to its folder.

    Raises CourseError with every problem found; a file that cannot be read hides only those that
    follow from it.
    """
    reader = _Reader(files)
    shape = reader.shape(CourseShape, COURSE_FILE)
    beliefs = reader.shape(Misconceptions, MISCONCEPTIONS_FILE, is_list=True)
    scenario_files = dict(_folders(files, "scenarios/"))
    scenarios = {
        name: scenario
        for name, texts in scenario_files.items()
        if (scenario := reader.scenario(name, texts)) is not None
    }
    banks = reader.banks()
    lessons = reader.lessons([] if shape is None else shape.lessons, scenarios)
    reader.note(_strays(files, [] if shape is None else shape.lessons))
    reader.note(_repeated(lessons, banks, [] if beliefs is None else beliefs.root))
    if reader.problems or shape is None or beliefs is None:
        raise CourseError(tuple(reader.problems))
    by_id = {item.id: item for item in beliefs.root}
    return Course(slug, shape, by_id, scenarios, scenario_files, tuple(lessons), banks)


class _Reader:
    """Reads file after file and keeps the problems."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.problems: list[Problem] = []

    def note(self, problems: Iterator[Problem]) -> None:
        self.problems += problems

    def shape(self, shape: type[AnyShape], file: str, *, is_list: bool = False) -> AnyShape | None:
        text = self.files.get(file)
        if text is None:
            self.problems.append(Problem("", "there is no such file", file))
            return None
        try:
            data: object = _read_list(file, text) if is_list else read_yaml(file, text)
            return make_shape(shape, data, file, text, {})
        except CourseError as error:
            self.problems += error.problems
            return None

    def scenario(self, name: str, texts: Mapping[str, str]) -> Scenario | None:
        try:
            return read_scenario(texts)
        except ScenarioError as error:
            for problem in error.problems:
                file = f"scenarios/{name}/{problem.file or ''}"
                self.problems.append(Problem(problem.field, problem.message, file, problem.line))
            return None

    def banks(self) -> dict[str, tuple[QuestionSource, ...]]:
        banks = {}
        for file in sorted(self.files):
            if file.startswith("banks/") and file.endswith(".yaml"):
                name = file.removeprefix("banks/").removesuffix(".yaml")
                items = self.questions(
                    BankShape, file, f"banks/{name}", _below(self.files, "banks/")
                )
                banks[name] = tuple(item for item in items[1] if isinstance(item, QuestionSource))
        return banks

    def lessons(self, folders: list[str], scenarios: Mapping[str, Scenario]) -> list[Lesson]:
        lessons = []
        for number, folder in enumerate(folders):
            files = _below(self.files, f"{folder}/")
            file = f"{folder}/lesson.md"
            if "lesson.md" not in files:
                self.problems.append(Problem("", "there is no such file", file))
                continue
            try:
                text = read_lesson(file, files["lesson.md"], files)
            except CourseError as error:
                self.problems += error.problems
                continue
            if text.head.scenario not in scenarios:
                message = f"the course has no scenario `{text.head.scenario}`"
                self.problems.append(Problem("scenario", message, file, 2))
                continue
            exercises = tuple(self.exercises(folder, files, scenarios))
            lessons.append(Lesson(folder, number, text, exercises, self.quiz(folder, files)))
        return lessons

    def exercises(
        self, folder: str, files: Mapping[str, str], scenarios: Mapping[str, Scenario]
    ) -> Iterator[Exercise]:
        for name, texts in _folders(files, "exercises/"):
            path = f"{folder}/exercises/{name}"
            file = f"{path}/{EXERCISE_FILE}"
            if EXERCISE_FILE not in texts:
                self.problems.append(Problem("", "there is no such file", file))
                continue
            try:
                exercise = read_exercise(path, folder, texts, scenarios)
                exercise.variant(0)
            except CourseError as error:
                self.problems += error.problems
                continue
            if exercise.id != name:
                message = f"the ID is `{exercise.id}`, but the folder is called `{name}`"
                self.problems.append(Problem("id", message, file, 2))
            yield exercise

    def quiz(self, folder: str, files: Mapping[str, str]) -> Quiz | None:
        if "quiz.yaml" not in files:
            return None
        title, items = self.questions(QuizShape, f"{folder}/quiz.yaml", folder, files)
        return Quiz(title, tuple(items))

    def questions(
        self,
        shape: type[QuizShape] | type[BankShape],
        file: str,
        home: str,
        files: Mapping[str, str],
    ) -> tuple[str, list[QuestionSource | Draw]]:
        text = self.files[file]
        try:
            data = read_yaml(file, text)
            whole = make_shape(shape, data, file, text, files)
        except CourseError as error:
            self.problems += error.problems
            return "", []
        return whole.title, list(_sources(whole, data, home, file, text, files))


def _sources(
    whole: QuizShape | BankShape,
    data: dict[str, object],
    home: str,
    file: str,
    text: str,
    files: Mapping[str, str],
) -> Iterator[QuestionSource | Draw]:
    raw = data["questions"]
    lines = _lines_of_items(text)
    for index, item in enumerate(whole.questions):
        if isinstance(item, Draw):
            yield item
        elif isinstance(raw, list):
            yield QuestionSource(home, file, lines[index], item, raw[index], files)


def _read_list(file: str, text: str) -> object:
    try:
        return load_yaml(file, text)
    except ScenarioError as error:
        raise CourseError(error.problems) from error


def _lines_of_items(text: str) -> list[int]:
    """Return the line of each item under `questions`."""
    root = compose_yaml(text)
    pairs: list[Any] = root.value if isinstance(root, MappingNode) else []
    for key, value in pairs:
        if key.value == "questions" and isinstance(value, SequenceNode):
            return [item.start_mark.line + 1 for item in value.value]
    return []


def _below(files: Mapping[str, str], folder: str) -> dict[str, str]:
    """Return the files of a folder by their paths within it."""
    return {path[len(folder) :]: text for path, text in files.items() if path.startswith(folder)}


def _folders(files: Mapping[str, str], folder: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each folder in a folder, with its files."""
    inside = _below(files, folder)
    for name in sorted({path.partition("/")[0] for path in inside if "/" in path}):
        yield name, _below(inside, f"{name}/")


def _strays(files: Mapping[str, str], lessons: Iterable[str]) -> Iterator[Problem]:
    """Find lessons that the course does not list: they would never be seen."""
    listed = set(lessons)
    for file in sorted(files):
        folder, _, name = file.partition("/")
        if name == "lesson.md" and folder not in listed:
            yield Problem("lessons", f"the lesson `{folder}` is not listed", COURSE_FILE, 1)


def _repeated(
    lessons: Iterable[Lesson],
    banks: Mapping[str, Iterable[QuestionSource]],
    beliefs: Iterable[Misconception],
) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    sources = [item for lesson in lessons if lesson.quiz for item in lesson.quiz.items] + [
        item for bank in banks.values() for item in bank
    ]
    for source in sources:
        if isinstance(source, QuestionSource):
            if source.id in seen:
                message = f"`{source.id}` is the ID of a question in {seen[source.id]}, too"
                yield Problem("id", message, source.file, source.line)
            seen.setdefault(source.id, source.file)
    exercises: dict[str, str] = {}
    for exercise in (item for lesson in lessons for item in lesson.exercises):
        if exercise.id in exercises:
            message = f"`{exercise.id}` is the ID of an exercise in {exercises[exercise.id]}, too"
            yield Problem("id", message, f"{exercise.folder}/{EXERCISE_FILE}", 2)
        exercises.setdefault(exercise.id, exercise.folder)
    ids = [item.id for item in beliefs]
    for number, name in enumerate(ids):
        if name in ids[:number]:
            yield Problem(f"[{number}].id", f"`{name}` is there twice", MISCONCEPTIONS_FILE, 1)
