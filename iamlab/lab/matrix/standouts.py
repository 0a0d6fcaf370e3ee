"""What stands out in a matrix: the statements that decide the most cells, in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from iamlab.engine import LAYER_TITLES, MatchedStatement, Policy, Snapshot, Statement, Verdict
from iamlab.lab.matrix.grid import Grid
from iamlab.lab.matrix.texts import read_statements

MOST = 6
_FEW = 3
_OPERATORS = {
    "StringEquals": "is",
    "StringNotEquals": "is not",
    "StringEqualsIgnoreCase": "is",
    "StringNotEqualsIgnoreCase": "is not",
    "StringLike": "is like",
    "StringNotLike": "is not like",
    "ArnEquals": "is",
    "ArnNotEquals": "is not",
    "ArnLike": "is like",
    "ArnNotLike": "is not like",
    "Bool": "is",
    "IpAddress": "is in",
    "NotIpAddress": "is not in",
}


@dataclass(frozen=True, slots=True)
class Standout:
    """A statement that decides `count` cells; `place` names its layer, `words` what it says.

    `key` and the lines, 1-based, are for a link to its text; code stands in backticks.
    """

    label: str
    place: str
    verdict: Verdict
    count: int
    words: str
    key: str
    first_line: int
    last_line: int


def find_standouts(grid: Grid, snapshot: Snapshot) -> tuple[Standout, ...]:
    """Return the statements that decide the most cells, most first, at most MOST.

    A cell counts for the first of the statements that decide it; an implicit deny has none.
    """
    counts: Counter[tuple[str, int, Verdict]] = Counter()
    first: dict[tuple[str, int, Verdict], MatchedStatement] = {}
    for _, _, cell in grid.cells():
        if cell.decision is None or not cell.decision.deciding:
            continue
        item = cell.decision.deciding[0]
        key = (item.policy_key, item.index, cell.decision.verdict)
        counts[key] += 1
        first.setdefault(key, item)
    policies = snapshot.policies()
    found: list[Standout] = []
    for key, count in counts.most_common(MOST):
        policy = policies.get(key[0])
        if policy is not None and (count > 1 or len(found) < _FEW):
            found.append(_standout(first[key], policy, key[2], count, snapshot))
    return tuple(found)


def place_of(item: MatchedStatement, snapshot: Snapshot) -> str:
    """Say where a statement stands, such as `Service control policies at Root`."""
    title = LAYER_TITLES[item.layer]
    if not item.level:
        return f"{item.policy}, {title.lower()}"
    for account in snapshot.accounts.values():
        for level in (*account.scp_levels, *account.rcp_levels):
            if level.target == item.level:
                return f"{item.policy}, {title.lower()} at {level.name}"
    return f"{item.policy}, {title.lower()}"


def describe(statement: Statement) -> str:
    """Say in one sentence what a statement does, with its own texts in backticks."""
    effect = "Denies" if statement.effect == "Deny" else "Allows"
    what = _listed(statement.actions) or f"everything but {_listed(statement.not_actions)}"
    who = ""
    if statement.principals is not None:
        names = [item.text for item in statement.principals]
        who = " to everybody" if "*" in names else f" to {_join(names)}"
    if statement.not_principals is not None:
        who = f" to everybody but {_join([item.text for item in statement.not_principals])}"
    on = ""
    if statement.resources is not None and [item.text for item in statement.resources] != ["*"]:
        on = f" on {_listed(statement.resources)}"
    if statement.not_resources is not None:
        on = f" on everything but {_listed(statement.not_resources)}"
    return f"{effect} {what}{who}{on}{_conditions(statement)}."


def _standout(
    item: MatchedStatement, policy: Policy, verdict: Verdict, count: int, snapshot: Snapshot
) -> Standout:
    statement = next(
        found for found in read_statements(policy.text, policy.type) if found.index == item.index
    )
    return Standout(
        label=item.sid or f"Statement {item.index + 1}",
        place=place_of(item, snapshot),
        verdict=verdict,
        count=count,
        words=describe(statement),
        key=policy.key,
        first_line=statement.span.start.line,
        last_line=statement.span.end.line,
    )


def _conditions(statement: Statement) -> str:
    parts = []
    for test in statement.conditions or ():
        operator, values = test.operator.text, _listed(test.values)
        bare = operator.rpartition(":")[2].removesuffix("IfExists")
        if bare == "Null":
            missing = any(value.text.lower() == "true" for value in test.values)
            parts.append(f"`{test.key.text}` is {'missing' if missing else 'present'}")
            continue
        verb = _OPERATORS.get(bare, f"passes `{operator}` with")
        optional = ", if it is sent," if operator.endswith("IfExists") else ""
        parts.append(f"`{test.key.text}`{optional} {verb} {values}")
    return f", when {' and '.join(parts)}" if parts else ""


def _listed(entries: tuple[object, ...] | None) -> str:
    return _join([str(getattr(entry, "text", "")) for entry in entries or ()])


def _join(texts: list[str]) -> str:
    """Return texts in backticks, the first few of many."""
    if texts == ["*"]:
        return "everything"
    shown = [f"`{text}`" for text in texts[:_FEW]]
    more = len(texts) - len(shown)
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)
