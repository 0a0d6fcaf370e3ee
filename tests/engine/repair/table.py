"""The whole table of repair cases."""

from __future__ import annotations

from tests.engine.repair.cases_denies import DENIES_CASES
from tests.engine.repair.cases_deny import DENY_CASES
from tests.engine.repair.cases_identity import IDENTITY_CASES
from tests.engine.repair.cases_missing import MISSING_CASES
from tests.engine.repair.cases_name import NAME_CASES
from tests.engine.repair.cases_resource import RESOURCE_CASES
from tests.engine.repair.cases_trust import TRUST_CASES

CASES = [
    *NAME_CASES,
    *IDENTITY_CASES,
    *MISSING_CASES,
    *RESOURCE_CASES,
    *TRUST_CASES,
    *DENY_CASES,
    *DENIES_CASES,
]
