"""The error of course files that cannot be read, with every problem and its place."""

from __future__ import annotations

from iamlab.engine.scenarios import Problem


class CourseError(Exception):
    """Course files with faults; `problems` holds each with its file, line and field."""

    code = "INVALID_COURSE"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
