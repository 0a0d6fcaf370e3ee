"""What policies say, read once per text: statements, action names and values of conditions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from iamlab.engine import Policy, PolicyType, Statement, parse_policy


@lru_cache(maxsize=2048)
def read_statements(text: str, policy_type: PolicyType) -> tuple[Statement, ...]:
    """Return the statements of a policy text; none when it cannot be read."""
    document = parse_policy(text, policy_type)
    return document.statements if document.readable else ()


@lru_cache(maxsize=2048)
def action_patterns(text: str, policy_type: PolicyType) -> tuple[str, ...]:
    """Return every entry of the Action elements of a policy text, in lower case."""
    return tuple(
        entry.text.lower()
        for statement in read_statements(text, policy_type)
        for entry in statement.actions or ()
    )


def condition_values(policies: Iterable[Policy]) -> dict[str, tuple[str, ...]]:
    """Return the values that conditions compare each key with, by lower-cased key.

    A value with a policy variable in it is left out: it has no text of its own.
    """
    found: dict[str, dict[str, None]] = {}
    for policy in policies:
        for statement in read_statements(policy.text, policy.type):
            for test in statement.conditions or ():
                values = found.setdefault(test.key.text.lower(), {})
                values.update({item.text: None for item in test.values if "${" not in item.text})
    return {key: tuple(values) for key, values in found.items()}
