"""The BinaryEquals operator (table of section 5)."""

from collections.abc import Callable

import pytest

from iamlab.engine.conditions import ConditionOutcome

Decide = Callable[..., bool]


@pytest.mark.parametrize(
    ("values", "value", "expected"),
    [
        (["QmluYXJ5"], "QmluYXJ5", True),
        (["QmluYXJ5"], "Qmlu", False),
        (["Qmlu", "QmluYXJ5"], "QmluYXJ5", True),
        (["YQ=="], "YQ==", True),
        (["YQ=="], "YQ", False),
        (["YQ"], "YQ", False),
        (["YQ==="], "YQ===", False),
        (["Y Q=="], "YQ==", False),
        (["YQ==\n"], "YQ==", False),
        (["Qm-_"], "Qm-_", False),
        (["€"], "€", False),
        (["*"], "YQ==", False),
        ([""], "", True),
    ],
)
def test_bytes_are_compared_and_base64_is_strict(
    values: list[str], value: str, expected: bool, decide: Decide
) -> None:
    assert decide("BinaryEquals", values, value) is expected


def test_text_that_is_not_base64_is_explained(explain: Callable[..., ConditionOutcome]) -> None:
    assert "is not base64" in explain("BinaryEquals", ["YQ"], "YQ==").why
    assert "is not base64" in explain("BinaryEquals", ["YQ=="], "YQ").why
