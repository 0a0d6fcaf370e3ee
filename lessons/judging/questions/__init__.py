"""Quiz questions: posed, answered and marked; their keys and wrong answers come from the engine.

A question's wrong answers are what evaluators with one rule wrong say, so each names a belief.
"""

from lessons.judging.questions.errors import AnswerUnreadable, Fault, QuestionUnfit
from lessons.judging.questions.posing import (
    answers_for_tests,
    faults_of,
    is_complete,
    mark,
    pose,
    read_answer,
    what_is_missing,
)
from lessons.judging.questions.shapes import (
    Answer,
    Asked,
    Blank,
    HeldBelief,
    Mark,
    OptionNote,
    Posed,
    PosedOption,
    RightAnswer,
    Samples,
    ShownPolicy,
    ShownTrace,
)
from lessons.judging.questions.timing import Story

__all__ = [
    "Answer",
    "AnswerUnreadable",
    "Asked",
    "Blank",
    "Fault",
    "HeldBelief",
    "Mark",
    "OptionNote",
    "Posed",
    "PosedOption",
    "QuestionUnfit",
    "RightAnswer",
    "Samples",
    "ShownPolicy",
    "ShownTrace",
    "Story",
    "answers_for_tests",
    "faults_of",
    "is_complete",
    "mark",
    "pose",
    "read_answer",
    "what_is_missing",
]
