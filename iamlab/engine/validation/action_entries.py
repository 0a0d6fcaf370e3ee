"""What an entry of Action or NotAction is: a name, a pattern, something retired, or nothing."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from iamlab.engine.catalog import (
    action_exists,
    closed_service,
    is_unlisted_service,
    service_exists,
    unlisted_actions,
)
from iamlab.engine.matching import EVERY_ACTION, compile_action, expand_action

_PREFIX = re.compile(r"[A-Za-z0-9-]+")
_LONGEST_NAME = 128
_MARK = re.compile(r"(?:.*[./])?([A-Za-z0-9-]+)[./;-]([A-Za-z0-9*?]+)", re.ASCII)
_NOISE = re.compile(r"[\s\u200b\ufeff]+")


class Naming(Enum):
    """How an action entry reads; only EVERYTHING and KNOWN cover any listed action."""

    EVERYTHING = auto()
    KNOWN = auto()
    VARIABLE = auto()
    SHAPELESS = auto()
    WILD_SERVICE = auto()
    UNKNOWN_SERVICE = auto()
    UNKNOWN_ACTION = auto()
    UNLISTED = auto()


def naming_of(text: str) -> Naming:
    """Tell how an entry reads (A1 to A5); any text may be asked for.

    UNLISTED is what AWS accepts, or did, without listing it; VARIABLE holds `${`, which has no
    meaning in actions and is another check's business.
    """
    # Long texts are not kept: they are no names, and would fill the memory.
    return _naming_of(text) if len(text) <= _LONGEST_NAME else _naming_of.__wrapped__(text)


@lru_cache(maxsize=16384)
def _naming_of(text: str) -> Naming:
    if text in EVERY_ACTION:
        return Naming.EVERYTHING
    if expand_action(text):
        return Naming.KNOWN
    if "${" in text:
        return Naming.VARIABLE
    prefix, colon, _ = text.partition(":")
    if colon and ("*" in prefix or "?" in prefix):
        return Naming.WILD_SERVICE
    matcher = compile_action(text)
    if matcher.glob is None:
        odd = colon and _PREFIX.fullmatch(prefix) and not service_exists(prefix)
        return Naming.UNKNOWN_SERVICE if odd and not tidied(text) else Naming.SHAPELESS
    if closed_service(prefix) or is_unlisted_service(prefix):
        return Naming.UNLISTED
    if not service_exists(prefix):
        return Naming.UNKNOWN_SERVICE
    if any(matcher.matches(name.lower()) for name in unlisted_actions(prefix)):
        return Naming.UNLISTED
    return Naming.UNKNOWN_ACTION


def tidied(text: str) -> str:
    """Return the action that an entry is but for stray space or too many prefixes, or nothing.

    `s3: GetObject`, `s3.GetObject`, `s3::GetObject` and `aws:s3:GetObject` give `s3:GetObject`.
    """
    if len(text) > _LONGEST_NAME:
        return ""
    plain = _NOISE.sub("", text).strip(",;:")
    parts = [part for part in plain.split(":") if part]
    if len(parts) == 1:
        # Without a colon, the last other mark stands where it should.
        found = _MARK.fullmatch(plain)
        parts = [found[1], found[2]] if found is not None else []
    candidate = ":".join(parts[-2:])
    if candidate == text or len(parts) < 2:
        return ""
    if action_exists(candidate) or ("*" in candidate and expand_action(candidate)):
        return candidate
    return ""
