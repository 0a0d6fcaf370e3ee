"""The error of a scenario that cannot be read, with every problem and its place in the files."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.errors import SnapshotError


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: `field` is a path such as `accounts[0].users[1].groups[0]`.

    `file` and `line` (1-based) are None for a document that did not come from a file.
    """

    field: str
    message: str
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line is not None else ""
        where = ", ".join(part for part in (self.file or "", line, self.field) if part)
        return f"{where}: {self.message}" if where else self.message


class ScenarioError(SnapshotError):
    """A starting organization with faults; `file`, `line` and `field` are those of the first."""

    code = "INVALID_SCENARIO"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems[0].field, "\n".join(str(problem) for problem in problems))
        self.problems = problems
        self.file = problems[0].file
        self.line = problems[0].line
