"""Does a Deny of the same policy stop everyone whom an Allow would let in from outside?

The usual form denies whoever lacks the right value of a key, such as `aws:PrincipalOrgID`.
"""

from __future__ import annotations

from iamlab.engine.conditions import Family, Quantifier, read_operator
from iamlab.engine.documents import ConditionTest
from iamlab.engine.validation.caller_limits import LIMITING_KEYS, names_callers
from iamlab.engine.validation.condition_meaning import is_flag
from iamlab.engine.validation.principal_places import principals_of
from iamlab.engine.validation.subject import StatementView, Subject

_MOST = 4  # denials that a statement is compared with: each costs a look at all actions


def shuts_out(subject: Subject, allowed: StatementView) -> bool:
    """Tell whether a Deny takes from strangers all that the statement allows everyone."""
    denials = [item for item in subject.statements if item.denies][:_MOST]
    return any(
        any(principal.is_anyone for principal in principals_of(denial))
        and _denies_strangers(denial)
        and _covers_resources(denial, allowed)
        and allowed.actions <= denial.actions
        for denial in denials
    )


def _denies_strangers(denial: StatementView) -> bool:
    """Whether every test holds for whoever is not named, and one names somebody."""
    tests = denial.source.conditions
    return any(map(_spares_the_named, tests)) and all(
        _spares_the_named(test) or is_flag(test, "aws:principalisawsservice", "false")
        for test in tests
    )


def _spares_the_named(test: ConditionTest) -> bool:
    operator = read_operator(test.operator.text)
    return (
        operator is not None
        and operator.row.family is not Family.NULL
        and operator.row.negated
        and operator.quantifier is not Quantifier.ANY
        and test.key.text.lower() in LIMITING_KEYS
        and names_callers(test)
    )


def _covers_resources(denial: StatementView, allowed: StatementView) -> bool:
    denied = {entry.text for entry in denial.entries("Resource")}
    wanted = {entry.text for entry in allowed.entries("Resource")}
    return "*" in denied or (bool(wanted) and wanted <= denied)
