"""References between the files of a course: each names something that is there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from iamlab.engine import AWS_RULES
from iamlab.engine.scenarios import Location, Problem
from lessons.content.course import Course, Lesson
from lessons.content.folders import MISCONCEPTIONS_FILE
from lessons.content.lines import FieldLines
from lessons.content.shapes.lessons import QuestionBlock
from lessons.content.shapes.questions import ENGINE_KINDS, Question
from lessons.content.shapes.quizzes import Draw
from lessons.proofs.skills import drawable


def find_dangling(course: Course, lines: FieldLines) -> Iterator[Problem]:
    """Find references of lessons, quizzes, banks and misconceptions that name nothing."""
    categories = {item.id for item in course.shape.categories}
    for lesson in course.lessons:
        file = f"{lesson.folder}/lesson.md"
        if lesson.text.head.category not in categories:
            message = f"the course has no category `{lesson.text.head.category}`"
            yield lines.problem(file, ("category",), message)
        yield from _blocks(course, lines, lesson, file)
        if lesson.quiz is not None:
            draws: list[tuple[Location, Draw]] = [
                (("questions", index), item)
                for index, item in enumerate(lesson.quiz.items)
                if isinstance(item, Draw)
            ]
            yield from _draws(course, lines, f"{lesson.folder}/quiz.yaml", draws)
    for source in course.questions.values():
        for where, message in _idle(course, source.shape):
            yield lines.problem(source.file, ("questions", source.index, *where), message)
    yield from _beliefs(course, lines)


def unknown_misconception(course: Course, name: str | None) -> str:
    """Return that the course has no such misconception, or nothing when it has."""
    if name is None or name in course.misconceptions:
        return ""
    return f"the course has no misconception `{name}`"


def _blocks(course: Course, lines: FieldLines, lesson: Lesson, file: str) -> Iterator[Problem]:
    for block in lesson.text.blocks:
        if not isinstance(block.shape, QuestionBlock):
            continue
        source = course.questions.get(block.shape.question)
        if source is None:
            message = f"the course has no question `{block.shape.question}`"
            yield lines.problem(file, ("question",), message, block.line)


def _draws(
    course: Course, lines: FieldLines, file: str, draws: list[tuple[Location, Draw]]
) -> Iterator[Problem]:
    """Find draws from no bank, and draws that want more questions than there are for them."""
    for place, draw in draws:
        if draw.bank not in course.banks:
            message = f"the course has no bank `{draw.bank}`"
            yield lines.problem(file, (*place, "bank"), message)
    known = [(place, draw) for place, draw in draws if draw.bank in course.banks]
    # By Hall's theorem all draws can be satisfied when each set of them can.
    for count in range(1, min(len(known), 8) + 1):
        for some in combinations(known, count):
            wanted = sum(draw.draw for _, draw in some)
            fitting = {
                source.id for _, draw in some for source in drawable(course.banks[draw.bank], draw)
            }
            if wanted > len(fitting):
                place, draw = some[-1]
                which = f"the bank `{draw.bank}` has" if count == 1 else "for these draws there are"
                message = f"{wanted} questions are wanted, but {which} {len(fitting)} that fit"
                yield lines.problem(file, (*place, "draw"), message)
                return


def _idle(course: Course, shape: Question) -> Iterator[tuple[Location, str]]:
    """Find misconceptions from which the engine is to compute wrong answers, and cannot."""
    for index, name in enumerate(shape.misconceptions):
        known = course.misconceptions.get(name)
        if known is not None and not known.wrong and shape.kind in ENGINE_KINDS:
            message = f"`{name}` has no `wrong` rule, so no wrong answer comes of it"
            yield ("misconceptions", index), message


def _beliefs(course: Course, lines: FieldLines) -> Iterator[Problem]:
    folders = set(course.shape.lessons)
    for index, belief in enumerate(course.misconceptions.values()):
        if belief.remedy not in folders:
            message = f"the course has no lesson `{belief.remedy}`"
            yield lines.problem(MISCONCEPTIONS_FILE, (index, "remedy"), message)
        for rule, value in belief.wrong.items():
            if getattr(AWS_RULES, rule) == value:
                message = f"`{rule}: {str(value).lower()}` is what AWS does; give the wrong value"
                yield lines.problem(MISCONCEPTIONS_FILE, (index, "wrong", rule), message)
