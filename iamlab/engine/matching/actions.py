"""Does an Action or NotAction entry cover an action? (A1 to A5)

Source: AWS, "IAM JSON policy elements: Action".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from iamlab.engine.catalog import find_action
from iamlab.engine.matching.wildcards import Glob, compile_glob, is_worth_keeping

EVERY_ACTION = frozenset({"*", "*:*"})
"""The two entries that cover every action of every service."""

# One action of AWS has a hyphen in its name: vpc-lattice:AssociateViaAWSService-EventsAndStates.
_ENTRY = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9*?-]+", re.ASCII)
_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class ActionPattern:
    """One compiled entry; `glob` is None when the entry can match nothing (A1, A3)."""

    source: str
    glob: Glob | None

    def matches(self, action_lower: str) -> bool:
        """Tell whether a lower-case `service:name` is covered."""
        return self.glob is not None and self.glob.matches(action_lower)


@dataclass(frozen=True, slots=True)
class CasedActionPattern(ActionPattern):
    """An entry for which capitals and small letters differ; AWS knows no such difference (A1)."""

    def matches(self, action_lower: str) -> bool:
        """Tell whether an action is covered as AWS writes its name; an unknown one has no such."""
        known = find_action(action_lower)
        written = known.name if known is not None else action_lower
        return self.glob is not None and self.glob.matches(written)


def compile_cased_action(entry: str) -> CasedActionPattern:
    """Compile one entry whose letter case counts."""
    if entry in EVERY_ACTION:
        return CasedActionPattern(entry, compile_glob("*"))
    well_formed = _ENTRY.fullmatch(entry) is not None
    return CasedActionPattern(entry, compile_glob(entry) if well_formed else None)


def compile_action(entry: str) -> ActionPattern:
    """Compile one entry of Action or NotAction, as it is written in the policy."""
    return _kept(entry) if is_worth_keeping(entry) else _compile(entry)


@lru_cache(maxsize=8192)
def _kept(entry: str) -> ActionPattern:
    return _compile(entry)


def _compile(entry: str) -> ActionPattern:
    if entry in EVERY_ACTION:
        return ActionPattern(entry, compile_glob("*"))
    if _ENTRY.fullmatch(entry) is None:
        return ActionPattern(entry, None)
    return ActionPattern(entry, compile_glob(entry.lower()))


def is_action_name(text: str) -> bool:
    """Tell whether a text has the form of an action to ask about, such as `s3:GetObject`."""
    return _ACTION.fullmatch(text) is not None
