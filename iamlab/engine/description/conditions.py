"""Condition in words, one clause for each operator and key.

Every clause says what becomes of an absent key wherever the words alone would leave it open:
`unless X is A` holds without X, `when X is A` does not, as the operators do (C1 to C14).
Source: AWS, "IAM JSON policy elements: Condition".
"""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.catalog import is_multivalued
from iamlab.engine.conditions import Family, QualifiedOperator, Quantifier, read_operator
from iamlab.engine.description.keys import key_words, truth_words
from iamlab.engine.description.operator_words import TRUTHS, comparison, unreadable
from iamlab.engine.description.phrases import Phrase, code, say, series, value
from iamlab.engine.documents import ConditionTest, Statement

_READABLE = {
    Family.NUMERIC: ("a number", "numbers"),
    Family.DATE: ("a date", "dates"),
    Family.IP_ADDRESS: ("an address or CIDR range", "addresses or CIDR ranges"),
    Family.ARN: ("an ARN", "ARNs"),
}

# What must hold comes before what must not; "A, and unless B" leaves no doubt about its reach.
_ORDER = ("when", "whatever", "unless", "but")


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition: `when ...`, `whatever ...`, `unless ...` or `but never, because ...`.

    `never` tells that it fails for every request.
    """

    phrase: Phrase
    notes: tuple[Phrase, ...] = ()
    never: bool = False

    @property
    def kind(self) -> str:
        """The first word."""
        return self.phrase[0].text.partition(" ")[0]


def condition_words(statement: Statement) -> tuple[Phrase, tuple[Phrase, ...], bool]:
    """Return all clauses as the end of a sentence, their notes, and whether one never holds."""
    clauses = [_clause(test) for test in statement.conditions]
    clauses.sort(key=lambda clause: _ORDER.index(clause.kind))
    phrases = [
        say(joint, item.phrase) for joint, item in zip(_joints(clauses), clauses, strict=True)
    ]
    notes = dict.fromkeys(note for clause in clauses for note in clause.notes)
    return say(*phrases), tuple(notes), any(clause.never for clause in clauses)


def _joints(clauses: list[Clause]) -> list[str]:
    """Return what stands before each clause; semicolons keep three and more apart."""
    held = sum(not clause.never for clause in clauses)
    between, last = ("; ", "; and ") if held > 2 else (", and ", ", and ")
    joints = [", " if index in (0, held) else between for index in range(len(clauses))]
    if held > 1:
        joints[held - 1] = last
    return joints


def _clause(test: ConditionTest) -> Clause:
    form = read_operator(test.operator.text)
    values = tuple(item.text for item in test.values)
    if form is None:
        return _never(_unknown_operator(test))
    if form.row.family is Family.NULL:
        return _null(form, test.key.text, values)
    if form.quantifier is Quantifier.NONE and is_multivalued(test.key.text.lower()):
        return _without_set_operator(form, test.key.text)
    if not values:
        return _empty(form, test.key.text)
    if form.row.negated and form.row.family in (Family.NUMERIC, Family.DATE):
        wrong = unreadable(form.row.family, values)
        if wrong:
            return _unreadable_negated(form, test.key.text, wrong[0])
    return _compared(form, test.key.text, values)


def _unknown_operator(test: ConditionTest) -> Phrase:
    """Say that an operator does not exist."""
    return say(value(test.operator.text), " is not a condition operator")


def _never(why: Phrase) -> Clause:
    return Clause(say("but never, because ", why), never=True)


def _when(*pieces: str | Phrase) -> Clause:
    return Clause(say("when ", *pieces))


def _whatever(key: str) -> Clause:
    return Clause(say("whatever ", key_words(key), " is, even absent"))


def _null(form: QualifiedOperator, key: str, values: tuple[str, ...]) -> Clause:
    if form.quantifier is Quantifier.ALL:
        return _whatever(key)
    if form.quantifier is Quantifier.ANY:
        return _never(say(code(form.name), " never holds"))
    wanted = {text.lower() for text in values}.intersection(TRUTHS)
    if len(wanted) == 2:
        return _whatever(key)
    if not wanted:
        shown = series([say(value(text)) for text in values], "nor") or say("an empty list")
        neither = " is neither true nor false" if len(values) < 2 else " are neither true nor false"
        return _never(say(shown, neither))
    return _when(
        key_words(key), " is absent or empty" if "true" in wanted else " is present and not empty"
    )


def _without_set_operator(form: QualifiedOperator, key: str) -> Clause:
    """Say that a key with several values passes no operator without a set prefix (C5)."""
    why = say(
        code(key),
        " can hold several values, and ",
        code(form.name),
        " has no set operator before it",
    )
    if not form.matches_absent:
        return _never(why)
    clause = _when(key_words(key), " is absent")
    return Clause(clause.phrase, (say(why, ": it fails whenever the key is there."),))


def _empty(form: QualifiedOperator, key: str) -> Clause:
    """Say what an operator makes of an empty list of values (G7)."""
    if form.quantifier is Quantifier.ANY:
        if form.row.negated:
            return _when("there is at least one value of ", key_words(key))
        return _never(say("the list of values of ", code(key), " is empty"))
    if form.row.negated:
        return _whatever(key)
    if form.quantifier is Quantifier.ALL:
        return Clause(say("when there is no value of ", key_words(key)), _none_will_do(key))
    if form.if_exists:
        return _when(key_words(key), " is absent")
    return _never(say("the list of values of ", code(key), " is empty"))


def _unreadable_negated(form: QualifiedOperator, key: str, wrong: str) -> Clause:
    """Say that an operand which can't be read fails every value, even under `Not` (C7)."""
    why = say(value(wrong), f" is not {_READABLE[form.row.family][0]}")
    note = say(why, ", so ", code(form.row.name), " fails whenever the key is there.")
    if form.quantifier is Quantifier.ANY:
        return _never(why)
    if form.quantifier is Quantifier.ALL:
        clause = say("when there is no value of ", key_words(key))
        return Clause(clause, (note, *_none_will_do(key)))
    return Clause(say("when ", key_words(key), " is absent"), (note,))


def _compared(form: QualifiedOperator, key: str, values: tuple[str, ...]) -> Clause:
    words = comparison(form.row.name, form.row.family, values)
    notes = _notes(form, key, values)
    ordered = form.row.family in (Family.NUMERIC, Family.DATE)
    negated = form.row.negated and not ordered
    subject = key_words(key)
    if form.quantifier is Quantifier.ALL:
        if negated:
            return Clause(say("when no value of ", subject, " ", words), notes)
        return Clause(say("when every value (if any) of ", subject, " ", words), notes)
    if form.quantifier is Quantifier.ANY:
        start = "when not every value of " if negated else "when at least one value of "
        return Clause(say(start, subject, " ", words), notes)
    if negated:
        return Clause(say("unless ", subject, " ", words), notes)
    absent = " or is absent" if form.if_exists or form.row.negated else ""
    if form.row.family is Family.BOOLEAN:
        clause = _truth(key, values, form.if_exists)
        if clause is not None:
            return Clause(say("when ", clause), notes)
    return Clause(say("when ", subject, " ", words, absent), notes)


def _truth(key: str, values: tuple[str, ...], if_exists: bool) -> Phrase | None:
    """Return the clause of a well-known key that must be true, or must be false."""
    wanted = {text.lower() for text in values}.intersection(TRUTHS)
    if len(wanted) != 1 or any("${" in text for text in values):
        return None
    truth = f"{wanted.pop()} or absent" if if_exists else wanted.pop()
    clause = truth_words(key, truth)
    return None if clause is None else say(clause, " (", code(key), f" is {truth})")


def _none_will_do(key: str) -> tuple[Phrase, ...]:
    """Say that ForAllValues asks for no value, and takes empty ones for none (C3, C6)."""
    start = say("A request without ", code(key), ", or with only empty values,")
    return (say(start, " meets this condition."),)


def _notes(form: QualifiedOperator, key: str, values: tuple[str, ...]) -> tuple[Phrase, ...]:
    notes: list[Phrase] = []
    wrong = tuple(dict.fromkeys(unreadable(form.row.family, values)))
    if wrong:
        one, several = _READABLE[form.row.family]
        shown = series([say(value(text)) for text in wrong], "and")
        alone = len(wrong) == 1
        ends = f" is not {one} and matches nothing." if alone else f" are not {several} and match"
        notes.append(say(shown, ends, "" if alone else " nothing."))
    letters = form.row.family is Family.STRING and not form.row.wildcards
    if letters and any(mark in text for text in values for mark in ("*", "?")):
        like = form.row.name.replace("Equals", "Like").removesuffix("IgnoreCase")
        notes.append(
            say("Under ", code(form.row.name), ", ", code("*"), " and ", code("?"))
            + say(" are plain characters; ", code(like), " makes them wildcards.")
        )
    if form.quantifier is Quantifier.NONE and form.row.negated:
        notes.append(say("A request without ", code(key), " meets this condition."))
    if form.quantifier is Quantifier.ALL:
        notes += _none_will_do(key)
    if form.quantifier is Quantifier.ANY and form.if_exists:
        notes.append(
            say(code("IfExists"), " does not help ", code("ForAnyValue"))
            + say(": without ", code(key), " the condition fails.")
        )
    return tuple(notes)
