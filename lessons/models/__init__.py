"""What a learner has done: rows and constraints, no rules."""

from lessons.models.exercises import ExerciseAttempt, ExerciseWork
from lessons.models.owned import Owned
from lessons.models.quizzes import QuestionAnswer, QuizAttempt, QuizMode
from lessons.models.reading import BlockAnswer, LessonVisit
from lessons.models.skills import SkillCard

__all__ = [
    "BlockAnswer",
    "ExerciseAttempt",
    "ExerciseWork",
    "LessonVisit",
    "Owned",
    "QuestionAnswer",
    "QuizAttempt",
    "QuizMode",
    "SkillCard",
]
