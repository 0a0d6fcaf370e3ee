"""Comparison: is a policy, or a whole account, wider than another, for all requests?"""

from iamlab.engine.comparison.access import compare_access, compare_policies
from iamlab.engine.comparison.anybody import compare_resource, public_access
from iamlab.engine.comparison.people import with_outsider
from iamlab.engine.comparison.shapes import (
    LIMIT,
    Comparison,
    Ignored,
    Outcome,
    Tightness,
    Witness,
)
from iamlab.engine.comparison.tightness import tightness

__all__ = [
    "LIMIT",
    "Comparison",
    "Ignored",
    "Outcome",
    "Tightness",
    "Witness",
    "compare_access",
    "compare_policies",
    "compare_resource",
    "public_access",
    "tightness",
    "with_outsider",
]
