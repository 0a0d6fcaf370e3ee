"""Posing questions, reading answers and marking them, whatever their kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from iamlab.engine import EngineError
from lessons.content.course import Course
from lessons.content.errors import CourseError
from lessons.content.questions import QuestionSource
from lessons.content.shapes.questions import (
    BreakQuestion,
    ChoiceQuestion,
    DecidingQuestion,
    FillQuestion,
    FixQuestion,
    MatchesQuestion,
    MultiQuestion,
    NumberQuestion,
    OrderQuestion,
    VerdictQuestion,
)
from lessons.judging.questions.breaking import BreakJudge
from lessons.judging.questions.choosing import ChoiceJudge, MultiJudge
from lessons.judging.questions.counting import NumberJudge
from lessons.judging.questions.deciding import DecidingJudge
from lessons.judging.questions.errors import Fault, QuestionUnfit
from lessons.judging.questions.filling import FillJudge
from lessons.judging.questions.fixing import FixJudge
from lessons.judging.questions.judge import Form, Judge
from lessons.judging.questions.matches import MatchesJudge
from lessons.judging.questions.ordering import OrderJudge
from lessons.judging.questions.settings import Setting, make_setting
from lessons.judging.questions.shapes import Answer, Mark, Posed, Samples
from lessons.judging.questions.verdicts import VerdictJudge
from lessons.judging.questions.worlds import Kept

MOST_VARIANTS = 20
"""So many variants of a question are looked at; their seeds are 0, 1, 2 and so on."""

_NO_DISTRACTORS = (
    "in every variant each misconception of the course gives the right answer, too, so a wrong "
    "answer would tell nothing; ask something that one of them gets wrong"
)

_KEPT_QUESTIONS = 512

# A source's number stands for it, as it does for the course; both are kept beside the value.
_posed: Kept[tuple[QuestionSource, Course, Posed]] = Kept(_KEPT_QUESTIONS)


def pose(source: QuestionSource, course: Course, seed: int) -> Posed:
    """Return a question of a course in the variant of a seed, ready to be shown.

    The same arguments give the same question. Raises QuestionUnfit, CourseError or EngineError for
    a question that `faults_of` refuses.
    """
    key = (id(source), id(course), seed)

    def make() -> tuple[QuestionSource, Course, Posed]:
        return source, course, _judge(make_setting(source, course, seed)).pose()

    return _posed.get_or_make(key, make)[2]


def read_answer(posed: Posed, form: Form) -> Answer:
    """Return the answer in a form as plain data, which may not be complete.

    Field names: `choice`; `choices`, several times; `place-` with a step's ID; `text`; `number`;
    `action`, `resource`, and `key` and `value` several times. Others are passed over. Raises
    AnswerUnreadable for what is too long, or means nothing.
    """
    return posed.judge.read(form)


def what_is_missing(posed: Posed, answer: Answer) -> str:
    """Return what an answer lacks to be marked, as a plain sentence; empty when it is complete."""
    return posed.judge.missing(answer)


def is_complete(posed: Posed, answer: Answer) -> bool:
    """Tell whether an answer can be marked."""
    return not what_is_missing(posed, answer)


def mark(posed: Posed, answer: Answer) -> Mark:
    """Return how an answer did; an incomplete one, or one of another question, is wrong."""
    return posed.judge.mark(answer)


def faults_of(source: QuestionSource, course: Course, seed: int) -> tuple[Fault, ...]:
    """Return why a question is to be refused at a seed; nothing when it is sound.

    It can be asked, it has exactly one right answer (of those that are typed, the author's is
    right and the starting text is not), and its options differ. What concerns all variants is said
    at seed 0: of the kinds that evaluators answer, some belief has to lead to a wrong answer, and
    so has each belief that the question names.
    """
    try:
        judge = _judge(make_setting(source, course, seed))
        judge.pose()
        faults = tuple(judge.faults())
        return faults if faults or seed else tuple(_faults_of_beliefs(source, course))
    except QuestionUnfit as error:
        return (error.fault,)
    except EngineError as error:
        return (Fault("ask", f"this cannot be asked: {error}"),)
    except CourseError as error:
        return tuple(Fault(item.field, item.message) for item in error.problems)


def answers_for_tests(posed: Posed) -> Samples:
    """Return a right answer and wrong ones, for whoever checks a course."""
    return posed.judge.samples()


def _faults_of_beliefs(source: QuestionSource, course: Course) -> Iterator[Fault]:
    """Find what is wrong with the beliefs behind wrong answers, over all variants.

    In some variant one of the course's has to mislead, and so has each that the question names.
    """
    seeds = range(min(source.variants, MOST_VARIANTS))
    judges = [_judge(make_setting(source, course, seed)) for seed in seeds]
    is_keyed = all(judge.keyed_by for judge in judges)
    for number, belief in enumerate(source.shape.misconceptions):
        known = course.misconceptions.get(belief)
        if known is None:
            message = f"the course has no misconception `{belief}`"
            yield Fault(f"misconceptions[{number}]", message)
        elif known.wrong and is_keyed and not any(judge.misleads(belief) for judge in judges):
            message = f"whoever believes `{belief}` answers rightly all the same; leave it out"
            yield Fault(f"misconceptions[{number}]", message)
    if is_keyed and not any(judge.misleads() for judge in judges):
        yield Fault(judges[0].keyed_by, _NO_DISTRACTORS)


def _judge(setting: Setting) -> Judge[Any]:
    shape = setting.shape
    match shape:
        case VerdictQuestion():
            return VerdictJudge(setting, shape)
        case DecidingQuestion():
            return DecidingJudge(setting, shape)
        case MatchesQuestion():
            return MatchesJudge(setting, shape)
        case FixQuestion():
            return FixJudge(setting, shape)
        case BreakQuestion():
            return BreakJudge(setting, shape)
        case OrderQuestion():
            return OrderJudge(setting, shape)
        case ChoiceQuestion():
            return ChoiceJudge(setting, shape)
        case MultiQuestion():
            return MultiJudge(setting, shape)
        case FillQuestion():
            return FillJudge(setting, shape)
        case NumberQuestion():
            return NumberJudge(setting, shape)
