"""What the services of lessons raise; only views turn these into responses.

LessonsError
├── CourseNotFound        no course of that name
├── LessonNotFound        no lesson of that name in the course
├── BlockNotFound         no such live block in the lesson
├── ExerciseNotFound      no exercise of that ID
├── QuestionNotFound      no question of that ID, or not in this run
├── AttemptNotFound       no such attempt, or a stranger's: the two look the same
└── AnswerRefused         an answer that cannot be taken; the message says why
"""

# ruff: noqa: N818 - these say what happened; the word Error would add nothing.
from __future__ import annotations


class LessonsError(Exception):
    """Base of everything these services raise; `code` is stable, the message is for people."""

    code = "LESSONS_ERROR"


class CourseNotFound(LessonsError):
    """No course of that name."""

    code = "COURSE_NOT_FOUND"

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is no course called “{slug}”.")


class LessonNotFound(LessonsError):
    """No lesson of that name in the course."""

    code = "LESSON_NOT_FOUND"

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is no lesson called “{slug}”.")


class BlockNotFound(LessonsError):
    """No such live block in the lesson."""

    code = "BLOCK_NOT_FOUND"

    def __init__(self, block: str) -> None:
        super().__init__(f"This lesson has no part called “{block}”.")


class ExerciseNotFound(LessonsError):
    """No exercise of that ID."""

    code = "EXERCISE_NOT_FOUND"

    def __init__(self, exercise: str) -> None:
        super().__init__(f"There is no exercise called “{exercise}”.")


class QuestionNotFound(LessonsError):
    """No question of that ID, or none at that place of the run."""

    code = "QUESTION_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("There is no such question.")


class AttemptNotFound(LessonsError):
    """No such attempt for this visitor; a stranger's is not told apart from none."""

    code = "ATTEMPT_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("There is no such attempt.")


class AnswerRefused(LessonsError):
    """An answer that cannot be taken; the message says why and what to do."""

    code = "ANSWER_REFUSED"
