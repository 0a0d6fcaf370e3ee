"""Policy validation: AWS IAM Access Analyzer's policy checks and our own. A door of the engine.

>>> from iamlab.engine import PolicyType
>>> from iamlab.engine.validation import validate
>>> [finding.code for finding in validate("{}", PolicyType.IDENTITY)]
['MISSING_VERSION', 'MISSING_STATEMENT']
"""

from iamlab.engine.validation.examples import Example
from iamlab.engine.validation.registry import Check, all_checks, find_check
from iamlab.engine.validation.subject import NOWHERE, Setting
from iamlab.engine.validation.validate import validate

__all__ = ["NOWHERE", "Check", "Example", "Setting", "all_checks", "find_check", "validate"]
