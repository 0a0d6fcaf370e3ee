"""What statements mean for one caller: two sides that mean the same to somebody change nothing."""

from __future__ import annotations

from iamlab.engine.changes.coverage import Group
from iamlab.engine.changes.differences import Meaning, circumstances_of
from iamlab.engine.errors import RequestError
from iamlab.engine.evaluation import Request
from iamlab.engine.evaluation.case import Directory
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.evaluation.surroundings import caller_keys
from iamlab.engine.matching import Caller, Context, MatchKind

_FIXED = frozenset(
    {
        "aws:principalarn",
        "aws:principalaccount",
        "aws:principaltype",
        "aws:principalservicename",
        "aws:username",
    }
)
"""Keys whose value a caller has in every request, or lacks in every request."""

_KEPT = 65_536


class Meanings:
    """Reduces statements to what is left of them once the caller is known."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._left: dict[tuple[int, str, str], Meaning | None] = {}

    def differ(self, group: Group, caller: str) -> bool:
        """Tell whether the two sides of a group can mean something else to a caller."""
        action, resource = group.pairs[0]
        try:
            found, _ = self._directory.caller(Request(caller, action, resource), action.lower())
        except RequestError:
            return False
        before = {self._left_of(item, found, action) for item in group.before}
        after = {self._left_of(item, found, action) for item in group.after}
        return before - {None} != after - {None}

    def _left_of(self, statement: CompiledStatement, caller: Caller, action: str) -> Meaning | None:
        """Return what a statement still asks of a request; None when it does not mean the caller.

        The service of the action matters to who is meant: only S3 knows canonical IDs.
        """
        key = (id(statement), caller.arn, action.partition(":")[0])
        if key not in self._left:
            if len(self._left) >= _KEPT:
                self._left.clear()
            self._left[key] = _reduce(statement, caller)
        return self._left[key]


def _reduce(statement: CompiledStatement, caller: Caller) -> Meaning | None:
    if statement.source.not_principals is not None:
        # Whether a boundary binds the caller matters here too, which the engine knows best.
        return circumstances_of(statement)
    kind = statement.names(caller, bounded=False)
    if kind is MatchKind.NONE:
        return None
    context = Context(caller_keys(caller))
    rest = []
    for check in statement.checks:
        if check.key_lower not in _FIXED or not all(value.fixed for value in check.templates):
            rest.append((check.operator, check.key_lower, check.values, check.variables))
        elif not check.matches(context):
            return None
    places: Meaning = () if statement.fixed_resources else circumstances_of(statement)
    return (statement.effect, kind, frozenset(rest), *places)
