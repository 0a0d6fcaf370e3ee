"""Policies with the mistakes that people make: each is found, and by its own code."""

from __future__ import annotations

import pytest

from iamlab.engine import Severity, apply_edits
from iamlab.engine.validation import find_check, validate
from tests.engine.validation.wrong.cases import Wrong
from tests.engine.validation.wrong.conditions import WRONG_CONDITIONS
from tests.engine.validation.wrong.elements import WRONG_NAMES, WRONG_RESOURCES
from tests.engine.validation.wrong.principals import TOO_WIDE, WRONG_PRINCIPALS
from tests.engine.validation.wrong.texts import WRONG_TEXTS

WRONG = (
    *(*WRONG_NAMES, *WRONG_RESOURCES, *WRONG_CONDITIONS),
    *(*TOO_WIDE, *WRONG_PRINCIPALS, *WRONG_TEXTS),
)

EVERY_MISTAKE = pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.name)


@EVERY_MISTAKE
def test_mistake_is_found(wrong: Wrong) -> None:
    found = {item.code for item in validate(wrong.text, wrong.type, wrong.setting)}
    assert wrong.codes <= found


@EVERY_MISTAKE
def test_no_other_error_hides_the_mistake(wrong: Wrong) -> None:
    """A second error about the same slip would send a beginner the wrong way."""
    found = validate(wrong.text, wrong.type, wrong.setting)
    errors = {item.code for item in found if item.severity is Severity.ERROR}
    assert errors <= wrong.codes


@EVERY_MISTAKE
def test_repairs_mend_the_mistake(wrong: Wrong) -> None:
    for code in wrong.codes:
        found = validate(wrong.text, wrong.type, wrong.setting)
        repair = next((item.repair for item in found if item.code == code and item.repair), None)
        if repair is None:
            continue
        mended = apply_edits(wrong.text, repair.edits)
        after = [item.code for item in validate(mended, wrong.type, wrong.setting)]
        assert after.count(code) < [item.code for item in found].count(code)


def test_the_expected_codes_exist() -> None:
    assert len(WRONG) >= 100
    assert all(find_check(code) for wrong in WRONG for code in wrong.codes)
