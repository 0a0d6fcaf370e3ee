"""The lines of Condition blocks as checks look at them: operator, key and values, looked up."""

from __future__ import annotations

from functools import cached_property, lru_cache

from iamlab.engine.catalog import ConditionKey, condition_key
from iamlab.engine.conditions import Family, Quantifier, read_operator
from iamlab.engine.documents import ConditionTest, Entry, Json, JsonNode, Member, NodeKind, Path
from iamlab.engine.validation.condition_meaning import asks_presence, passes_without_key
from iamlab.engine.validation.subject import StatementView, Subject

_SHORT = 256
_STATEMENTS = 64
_SUBJECTS = 4  # all checks look at one document after the other


class ConditionView:
    """One key under one operator with its values.

    `form` is None when the operator does not exist, `key` when AWS lists no such key.
    """

    def __init__(self, statement: StatementView, test: ConditionTest) -> None:
        self.statement = statement
        self.test = test
        self.form = read_operator(test.operator.text)
        self.key = _key(test.key.text)

    @property
    def key_lower(self) -> str:
        """The key in small letters."""
        return self.test.key.text.lower()

    @property
    def values(self) -> tuple[Entry, ...]:
        """The values in order."""
        return self.test.values

    @property
    def family(self) -> Family | None:
        """The operator's family; None when the operator does not exist."""
        return self.form.row.family if self.form is not None else None

    @property
    def tests_presence(self) -> bool:
        """Whether the operator is Null."""
        return self.family is Family.NULL

    @property
    def swapped(self) -> bool:
        """Whether the operator stands where the key belongs, and the key in its place."""
        if self.form is not None or self.key is not None:
            return False
        return _key(self.test.operator.text) is not None and bool(read_operator(self.test.key.text))

    @property
    def negated(self) -> bool:
        """Whether the operator asks for what the value is not."""
        return self.form is not None and self.form.row.negated

    @property
    def quantifier(self) -> Quantifier:
        """The set prefix of the operator."""
        return self.form.quantifier if self.form is not None else Quantifier.NONE

    @cached_property
    def without_key(self) -> bool | None:
        """What the condition says of a request without the key (C3, C6); None when unknown."""
        return None if self.form is None else passes_without_key(self.test)

    @property
    def spares_absent_keys(self) -> bool:
        """Whether the policy says itself that requests without the key pass the condition."""
        if self.form is None or self.form.if_exists or self.quantifier is Quantifier.ALL:
            return True
        return self.tests_presence and bool(self.without_key)

    @property
    def path(self) -> Path:
        """The JSON path of the key."""
        return (*self.statement.path, "Condition", self.test.operator.text, self.test.key.text)

    def path_to(self, value: Entry) -> Path:
        """The JSON path of one of the values."""
        member = self.key_member
        for index, item in enumerate(member.value.items if member is not None else ()):
            if item.span == value.span:
                return (*self.path, index)
        return self.path

    @property
    def operator_path(self) -> Path:
        """The JSON path of the operator."""
        return (*self.statement.path, "Condition", self.test.operator.text)

    @property
    def condition_member(self) -> Member | None:
        """The member `Condition` of the statement."""
        return self.statement.element("Condition")

    @cached_property
    def operator_member(self) -> Member | None:
        """The member of the Condition with this operator as its key."""
        condition = self.condition_member
        return _find(condition.value, self.test.operator) if condition is not None else None

    @cached_property
    def key_member(self) -> Member | None:
        """The member of the operator's object with this key."""
        operator = self.operator_member
        return _find(operator.value, self.test.key) if operator is not None else None

    def operator_named(self, name: str) -> str:
        """Return another bare operator with the set prefix and the suffix of this one."""
        if self.form is None:
            return name
        prefix = f"{self.quantifier}:" if self.quantifier else ""
        return f"{prefix}{name}{'IfExists' if self.form.if_exists else ''}"


@lru_cache(maxsize=_SUBJECTS)
def conditions(subject: Subject) -> tuple[ConditionView, ...]:
    """Return every line of every Condition of a document, in order."""
    return tuple(
        ConditionView(statement, test)
        for statement in subject.statements
        for test in statement.source.conditions
    )


@lru_cache(maxsize=_STATEMENTS)
def tested_keys(statement: StatementView) -> frozenset[str]:
    """Return the keys, in small letters, that the Condition of a statement tests."""
    return frozenset(test.key.text.lower() for test in statement.source.conditions)


@lru_cache(maxsize=_STATEMENTS)
def required_keys(statement: StatementView) -> frozenset[str]:
    """Return the keys, in small letters, that a request must carry by a `Null` with `false`."""
    return frozenset(
        test.key.text.lower() for test in statement.source.conditions if asks_presence(test)
    )


def json_of(node: JsonNode) -> Json:
    """Return the JSON value of a node that holds texts, whole numbers, true/false, or a list.

    Raises ValueError for what could not be written again as it was.
    """
    if node.kind is NodeKind.STRING:
        return node.text
    if node.kind is NodeKind.BOOLEAN:
        return node.text == "true"
    if node.kind is NodeKind.NUMBER and len(node.text) <= _SHORT:
        return int(node.text)
    if node.kind is NodeKind.ARRAY:
        return [json_of(item) for item in node.items]
    raise ValueError(node.kind)


def _find(node: JsonNode, key: Entry) -> Member | None:
    return next((member for member in node.members if member.key.span == key.span), None)


def _key(name: str) -> ConditionKey | None:
    return _looked_up(name) if len(name) <= _SHORT else condition_key(name)


@lru_cache(maxsize=4096)
def _looked_up(name: str) -> ConditionKey | None:
    return condition_key(name)
