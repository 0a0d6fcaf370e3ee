"""The contexts in which a question is asked: the practice context, and what meets conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from iamlab.engine.changes.values import depends_on_caller, meeting_value
from iamlab.engine.documents import split_arn
from iamlab.engine.evaluation import Request, Snapshot, practice_context
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.matching import Context, ContextValue

_MOST_VARIANTS = 4
_OTHER = "example"
_REGION = "aws:requestedregion"

Values = Mapping[str, ContextValue]


class Contexts:
    """Makes the contexts of questions about one organization, and remembers them.

    `supplied` are keys that are part of the question, such as those that somebody typed; what
    follows from another caller or resource is left out of them.
    """

    def __init__(self, snapshot: Snapshot, supplied: Values) -> None:
        self._snapshot = snapshot
        self._supplied = {
            name: value for name, value in supplied.items() if not depends_on_caller(name.lower())
        }
        self._practice: dict[tuple[str, str, str], Values] = {}

    def variants(self, request: Request, statements: Iterable[CompiledStatement]) -> list[Values]:
        """Return the contexts to ask in, the plain one first.

        For each statement with conditions there is one more that meets those that the plain one
        misses, as far as the request can choose their keys.
        """
        plain = self._plain(request)
        found = [plain]
        for statement in statements:
            more = _meeting(statement, plain, request.resource)
            if more and len(found) < _MOST_VARIANTS:
                found.append({**plain, **more})
        return found

    def others(self, request: Request) -> list[Values]:
        """Return contexts unlike the supplied one: with another text in a key that was chosen.

        What a request carries anyway, such as the address that it comes from, stays.
        """
        plain = self._plain(request)
        practice = practice_context(self._snapshot, request)
        chosen = [name for name in self._supplied if name not in practice]
        return [
            {**plain, name: _OTHER}
            for name in chosen[:_MOST_VARIANTS]
            if _is_free(self._supplied[name])
        ]

    def _plain(self, request: Request) -> Values:
        service = request.action.partition(":")[0]
        key = (request.principal, request.resource, service)
        kept = self._practice.get(key)
        if kept is None:
            practice = practice_context(self._snapshot, request)
            kept = self._practice[key] = {**practice, **self._supplied}
        return kept


def _meeting(statement: CompiledStatement, plain: Values, resource: str) -> dict[str, ContextValue]:
    """Return the keys that a request would have to carry to meet a statement's conditions."""
    context = Context(plain)
    found: dict[str, ContextValue] = {}
    for check in statement.checks:
        chosen = check.key_lower == _REGION and not _region_of(resource)
        if check.matches(context) or (depends_on_caller(check.key_lower) and not chosen):
            continue
        value = meeting_value(check)
        if value is not None:
            found[check.key] = [value] if check.multivalued else value
    return found


def _region_of(resource: str) -> str:
    """Return the Region of an ARN, which then is the request's; without one it can be chosen."""
    fields = split_arn(resource)
    return fields[3] if fields is not None else ""


def _is_free(value: ContextValue) -> bool:
    """Tell whether a value is free text: neither true or false, nor a number, nor a list."""
    if not isinstance(value, str) or value.lower() in ("true", "false"):
        return False
    return not value.replace(".", "").isdigit()
