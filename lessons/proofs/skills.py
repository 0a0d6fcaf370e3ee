"""The skills of a course: taught once each, in an order that respects what they need, practiced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from iamlab.engine.scenarios import Location, Problem
from lessons.content.course import Course
from lessons.content.exercises import EXERCISE_FILE
from lessons.content.folders import COURSE_FILE
from lessons.content.lines import FieldLines
from lessons.content.questions import QuestionSource
from lessons.content.shapes.lessons import QuestionBlock
from lessons.content.shapes.quizzes import Draw


def find_skill_faults(course: Course, lines: FieldLines) -> Iterator[Problem]:
    """Find skills taught twice or never, in a circle, too late or unknown, and unpracticed ones."""
    skills = _Skills(course, lines)
    yield from skills.of_lessons()
    yield from skills.of_course()
    yield from skills.of_exercises()
    yield from skills.of_quizzes()
    yield from skills.of_blocks()
    yield from skills.of_banks()


def drawable(bank: Sequence[QuestionSource], draw: Draw) -> list[QuestionSource]:
    """Return the questions of a bank that a draw can take."""
    wanted = set(draw.skills)
    return [item for item in bank if not wanted or wanted & set(item.shape.skills)]


def _unknown(skill: str) -> str:
    return f"the course has no skill `{skill}`"


class _Skills:
    """The graph of skills, and the number of the lesson that teaches each."""

    def __init__(self, course: Course, lines: FieldLines) -> None:
        self.course = course
        self.lines = lines
        self.graph = {skill.id: skill.needs for skill in course.shape.skills}
        self.taught: dict[str, int] = {}
        for lesson in course.lessons:
            for skill in lesson.text.head.skills:
                self.taught.setdefault(skill, lesson.number)

    def of_lessons(self) -> Iterator[Problem]:
        """Find what lessons teach that the course does not list, or that was taught before."""
        seen: dict[str, str] = {}
        for lesson in self.course.lessons:
            for index, skill in enumerate(lesson.text.head.skills):
                message = ""
                if skill not in self.graph:
                    message = _unknown(skill)
                elif skill in seen:
                    message = f"`{skill}` is taught in {seen[skill]} already; teach a skill once"
                if message:
                    file = f"{lesson.folder}/lesson.md"
                    yield self.lines.problem(file, ("skills", index), message)
                seen.setdefault(skill, lesson.folder)

    def of_course(self) -> Iterator[Problem]:
        """Find skills that no lesson teaches or nothing practices, and needs that are not met."""
        used = self._practiced()
        for index, skill in enumerate(self.course.shape.skills):
            here: Location = ("skills", index)
            message = ""
            if skill.id not in self.taught:
                message = f"no lesson teaches `{skill.id}`"
            elif skill.id not in used:
                message = f"no exercise and no question practices `{skill.id}`"
            if message:
                yield self.lines.problem(COURSE_FILE, (*here, "id"), message)
            for number, need in enumerate(skill.needs):
                if message := self._need(skill.id, need):
                    yield self.lines.problem(COURSE_FILE, (*here, "needs", number), message)
        yield from self._circle()

    def _need(self, skill: str, need: str) -> str:
        if need not in self.graph:
            return _unknown(need)
        if self.taught.get(need, -1) <= self.taught.get(skill, len(self.course.lessons)):
            return ""
        later = self._folder(need)
        return f"`{skill}` needs `{need}`, which is taught later, in {later}"

    def _folder(self, skill: str) -> str:
        number = self.taught[skill]
        return next(item.folder for item in self.course.lessons if item.number == number)

    def _circle(self) -> Iterator[Problem]:
        try:
            TopologicalSorter(self.graph).prepare()
        except CycleError as error:
            circle = list(reversed(error.args[1]))
            words = ", which needs ".join(f"`{item}`" for item in circle[1:])
            message = f"`{circle[0]}` needs {words}: a circle"
            place = ("skills", list(self.graph).index(circle[0]), "needs")
            yield self.lines.problem(COURSE_FILE, place, message)

    def _practiced(self) -> set[str]:
        found: set[str] = set()
        for exercise in self.course.exercises.values():
            found |= set(exercise.shape.skills)
        for source in self.course.questions.values():
            found |= set(source.shape.skills)
        return found

    def of_exercises(self) -> Iterator[Problem]:
        """Find exercises that ask for skills of later lessons, or for none of the course's."""
        for lesson in self.course.lessons:
            for exercise in lesson.exercises:
                for where, message in self._early(exercise.shape.skills, lesson.number):
                    file = f"{exercise.folder}/{EXERCISE_FILE}"
                    yield self.lines.problem(file, where, message)

    def of_quizzes(self) -> Iterator[Problem]:
        """Find the same of the questions in quizzes, and of those that quizzes may draw."""
        for lesson in self.course.lessons:
            for index, item in enumerate(lesson.quiz.items if lesson.quiz is not None else ()):
                here: Location = ("questions", index)
                found = (
                    self._drawn(item, lesson.number)
                    if isinstance(item, Draw)
                    else self._early(item.shape.skills, lesson.number)
                )
                for where, message in found:
                    file = f"{lesson.folder}/quiz.yaml"
                    yield self.lines.problem(file, (*here, *where), message)

    def of_blocks(self) -> Iterator[Problem]:
        """Find questions that lessons ask in passing, and that ask for what comes later."""
        for lesson in self.course.lessons:
            for block in lesson.text.blocks:
                if not isinstance(block.shape, QuestionBlock):
                    continue
                source = self.course.questions.get(block.shape.question)
                for skill in self._late(source, lesson.number) if source is not None else ():
                    message = f"it asks for `{skill}` of {self._folder(skill)}"
                    file = f"{lesson.folder}/lesson.md"
                    yield self.lines.problem(file, ("question",), message, block.line)

    def of_banks(self) -> Iterator[Problem]:
        """Find questions in banks that ask for none of the course's skills."""
        for bank in self.course.banks.values():
            for source in bank:
                for where, message in self._early(source.shape.skills, len(self.course.lessons)):
                    place = ("questions", source.index, *where)
                    yield self.lines.problem(source.file, place, message)

    def _early(self, skills: Sequence[str], number: int) -> Iterator[tuple[Location, str]]:
        for index, skill in enumerate(skills):
            if skill not in self.graph:
                yield ("skills", index), _unknown(skill)
            elif self.taught.get(skill, 0) > number:
                message = f"`{skill}` is taught in a later lesson, {self._folder(skill)}"
                yield ("skills", index), message

    def _drawn(self, draw: Draw, number: int) -> Iterator[tuple[Location, str]]:
        for index, skill in enumerate(draw.skills):
            if skill not in self.graph:
                yield ("skills", index), _unknown(skill)
        for source in drawable(self.course.banks.get(draw.bank, ()), draw):
            for skill in self._late(source, number):
                later = self._folder(skill)
                yield (), f"it may draw `{source.id}`, which asks for `{skill}` of {later}"
                return

    def _late(self, source: QuestionSource, number: int) -> list[str]:
        return [skill for skill in source.shape.skills if self.taught.get(skill, 0) > number]
