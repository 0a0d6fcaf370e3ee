"""The shortest way to ask: does this operator with these values match that request value?"""

from collections.abc import Callable, Sequence

import pytest

from iamlab.engine.conditions import ConditionOutcome, compile_check
from iamlab.engine.matching import Context, ContextValue

KEY = "example:Key"


def _ask(operator: str, values: Sequence[str], value: ContextValue | None) -> ConditionOutcome:
    check = compile_check(operator, KEY, values, variables=True)
    context = Context({} if value is None else {KEY: value})
    outcome = check.explain(context)
    assert outcome.matched == check.matches(context)
    return outcome


@pytest.fixture
def explain() -> Callable[..., ConditionOutcome]:
    """Ask about one single-valued key; the value None leaves the key out."""
    return _ask


@pytest.fixture
def decide() -> Callable[..., bool]:
    """Ask as `explain` does, for the bare answer."""
    return lambda operator, values, value: _ask(operator, values, value).matched
