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
    read_scenario,
)
from lessons.content.course import Course, Lesson, Quiz
from lessons.content.errors import CourseError
from lessons.content.exercises import EXERCISE_FILE, Exercise, read_exercise
from lessons.content.folders import (
    COURSE_FILE,
    MISCONCEPTIONS_FILE,
    below,
    find_large,
    folders_in,
    is_known,
)
from lessons.content.lesson_files import read_lesson
from lessons.content.lines import FieldLines
from lessons.content.questions import QuestionSource
from lessons.content.reading import AnyShape, make_shape, read_any_yaml, read_yaml
from lessons.content.repeats import find_repeats
from lessons.content.shapes.courses import CourseShape, Misconceptions
from lessons.content.shapes.lessons import LessonShape
from lessons.content.shapes.quizzes import BankShape, Draw, QuizShape
from lessons.content.wording import say_yaml

__all__ = ["COURSE_FILE", "MISCONCEPTIONS_FILE", "read_course"]


def read_course(slug: str, files: Mapping[str, str]) -> Course:
    """Read a course: its files' texts by their paths relative to its folder.

    Files that a course cannot have are passed over. Raises CourseError with every problem found; a
    file that cannot be read hides only those that follow from it.
    """
    problems = tuple(find_large(files))
    if problems:
        raise CourseError(problems)
    reader = _Reader({path: _plain(text) for path, text in files.items() if is_known(path)})
    shape = reader.shape(CourseShape, COURSE_FILE)
    beliefs = reader.shape(Misconceptions, MISCONCEPTIONS_FILE, is_list=True)
    scenario_files = dict(folders_in(reader.files, "scenarios/"))
    scenarios = {name: reader.scenario(name, texts) for name, texts in scenario_files.items()}
    banks = reader.banks()
    folders = [] if shape is None else list(dict.fromkeys(shape.lessons))
    lessons = reader.lessons(folders, scenarios)
    if shape is not None:
        reader.note(find_repeats(reader.lines, shape, beliefs, lessons, banks))
    if reader.problems or shape is None or beliefs is None:
        raise CourseError(tuple(dict.fromkeys(reader.problems)))
    by_id = {item.id: item for item in beliefs.root}
    readable = {name: scenario for name, scenario in scenarios.items() if scenario is not None}
    return Course(slug, shape, by_id, readable, scenario_files, tuple(lessons), banks)


class _Reader:
    """Reads file after file and keeps the problems."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.lines = FieldLines(files)
        self.problems: list[Problem] = []

    def note(self, problems: Iterable[Problem]) -> None:
        self.problems += problems

    def shape(self, shape: type[AnyShape], file: str, *, is_list: bool = False) -> AnyShape | None:
        text = self.files.get(file)
        if text is None:
            self.note([Problem("", "there is no such file", file)])
            return None
        try:
            data = read_any_yaml(file, text) if is_list else read_yaml(file, text)
            return make_shape(shape, data, file, text, {})
        except CourseError as error:
            self.note(error.problems)
            return None

    def scenario(self, name: str, texts: Mapping[str, str]) -> Scenario | None:
        try:
            return read_scenario(texts)
        except ScenarioError as error:
            for problem in error.problems:
                file = f"scenarios/{name}/{problem.file or 'organization.yaml'}"
                message = problem.message if problem.field else say_yaml(problem.message)
                self.problems.append(Problem(problem.field, message, file, problem.line))
            return None

    def banks(self) -> dict[str, tuple[QuestionSource, ...]]:
        banks = {}
        inside = below(self.files, "banks/")
        for path in sorted(inside):
            if path.endswith(".yaml"):
                name = path.removesuffix(".yaml")
                _, items = self.questions(BankShape, f"banks/{path}", f"banks/{name}", inside)
                banks[name] = tuple(item for item in items if isinstance(item, QuestionSource))
        return banks

    def lessons(self, folders: list[str], scenarios: Mapping[str, Scenario | None]) -> list[Lesson]:
        lessons = []
        for number, folder in enumerate(folders):
            files = below(self.files, f"{folder}/")
            exercises = tuple(self.exercises(folder, files, scenarios))
            quiz = self.quiz(folder, files)
            file = f"{folder}/lesson.md"
            if "lesson.md" not in files:
                message = f"the lesson `{folder}` has no `lesson.md`"
                self.note([self.lines.problem(COURSE_FILE, ("lessons", number), message)])
                continue
            try:
                text = read_lesson(file, files["lesson.md"], files)
            except CourseError as error:
                self.note(error.problems)
                continue
            if text.head.scenario not in scenarios:
                message = f"the course has no scenario `{text.head.scenario}`"
                self.note([self.lines.problem(file, ("scenario",), message)])
                continue
            if scenarios[text.head.scenario] is None:
                continue
            ordered = self.in_order(file, text.head, exercises)
            lessons.append(Lesson(folder, number, text, ordered, quiz))
        return lessons

    def in_order(
        self, file: str, head: LessonShape, exercises: tuple[Exercise, ...]
    ) -> tuple[Exercise, ...]:
        """Return a lesson's exercises in the order that its head gives."""
        found = {exercise.id: exercise for exercise in exercises}
        for number, name in enumerate(head.exercises):
            if name not in found:
                message = f"the lesson has no exercise `{name}`"
                self.note([self.lines.problem(file, ("exercises", number), message)])
        named = dict.fromkeys([*head.exercises, *found])
        return tuple(found[name] for name in named if name in found)

    def exercises(
        self, folder: str, files: Mapping[str, str], scenarios: Mapping[str, Scenario | None]
    ) -> Iterator[Exercise]:
        for name, texts in folders_in(files, "exercises/"):
            path = f"{folder}/exercises/{name}"
            file = f"{path}/{EXERCISE_FILE}"
            if EXERCISE_FILE not in texts:
                self.note([Problem("", "there is no such file", file)])
                continue
            try:
                exercise = read_exercise(path, folder, texts, scenarios)
                exercise.variant(0)
            except CourseError as error:
                self.note(error.problems)
                continue
            if exercise.id != name:
                message = f"the ID is `{exercise.id}`, but the folder is called `{name}`"
                self.note([self.lines.problem(file, ("id",), message)])
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
            self.note(error.problems)
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
            yield QuestionSource(home, file, lines[index], item, raw[index], files, index)


def _lines_of_items(text: str) -> list[int]:
    """Return the line of each item under `questions`."""
    root = compose_yaml(text)
    pairs: list[Any] = root.value if isinstance(root, MappingNode) else []
    for key, value in pairs:
        if key.value == "questions" and isinstance(value, SequenceNode):
            return [item.start_mark.line + 1 for item in value.value]
    return []


def _plain(text: str) -> str:
    """Leave out a byte order mark, and end lines as everywhere else."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")
