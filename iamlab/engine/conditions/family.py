"""What every operator family provides: how values are compared, and how the result is told.

Source: AWS, "IAM JSON policy elements: Condition operators".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from iamlab.engine.matching.context import Context
from iamlab.engine.matching.variables import Template

Test = Callable[[str], bool]
"""Does one value of the request satisfy the operator?"""

Bind = Callable[[Sequence[Template], Context], Test]
"""Make the test for some values of the policy, with their variables filled in for a request.

A value whose variable cannot be filled in is left out: it equals nothing (C13).
"""


class Family(StrEnum):
    """The operator families of the table in section 5."""

    STRING = "String"
    NUMERIC = "Numeric"
    DATE = "Date"
    BOOLEAN = "Boolean"
    BINARY = "Binary"
    IP_ADDRESS = "IP address"
    ARN = "ARN"
    NULL = "Null"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One value of the request held against all values of the policy.

    `operator` is the bare operator's name; `variables` tells whether the Version enables them (G2).
    """

    operator: str
    negated: bool
    templates: tuple[Template, ...]
    variables: bool
    text: str
    context: Context


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value does or does not satisfy an operator, and which disputed rules decided it."""

    why: str
    notes: tuple[str, ...] = ()


Tell = Callable[[Comparison], Reason]


@dataclass(frozen=True, slots=True)
class Operator:
    """One row of the table of operators, without set prefix or `IfExists`.

    `bind` includes the negation. It is None for `Null`, which looks at presence only.
    """

    name: str
    family: Family
    description: str
    negated: bool = False
    wildcards: bool = False
    variables: bool = False
    bind: Bind | None = field(default=None, repr=False, compare=False)
    tell: Tell | None = field(default=None, repr=False, compare=False)


def negate(bind: Bind) -> Bind:
    """Return the opposite comparison: no value of the policy may match (NOR, C1)."""

    def negated(templates: Sequence[Template], context: Context) -> Test:
        test = bind(templates, context)
        return lambda text: not test(text)

    return negated


def any_of(tests: Sequence[Test]) -> Test:
    """Return a test that one of the given tests must pass (OR, C1)."""
    if len(tests) == 1:
        return tests[0]
    fixed = tuple(tests)

    def test(text: str) -> bool:
        for single in fixed:  # noqa: SIM110 - a generator would double the time of the hot path
            if single(text):
                return True
        return False

    return test
