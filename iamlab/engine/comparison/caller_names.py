"""Names of callers that patterns tell apart: of accounts, and of users and roles in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iamlab.engine.comparison.name_cells import NameCell, Template, name_cells
from iamlab.engine.documents import split_arn
from iamlab.engine.matching import ACCOUNT_ID
from iamlab.engine.matching.wildcards import Token, compile_glob, tokenize

STRANGER = "999988887777"
"""An account that nobody mentions, for somebody whom nobody knows."""

_DIGITS = 12
_NAME: Template = (("hole", ":/ "),)
_PATH_AND_NAME: Template = (("hole", ": "), ("lit", "/"), ("hole", ":/ "))


def user_of(account: str) -> str:
    """Return the ARN of some user of an account."""
    return f"arn:aws:iam::{account}:user/anybody"


def session_of(role: str, name: str) -> str:
    """Return the ARN of a session of a role."""
    fields = split_arn(role)
    if fields is None:
        return role
    short = fields[5].rsplit("/", 1)[-1]
    return f"arn:aws:sts::{fields[4]}:assumed-role/{short}/{name}"


def filled_account(pattern: str) -> str:
    """Return an account ID that a pattern which tells some apart matches; nothing for others."""
    if ACCOUNT_ID.fullmatch(pattern):
        return pattern
    bare = pattern.replace("*", "")
    if not bare or len(bare) > _DIGITS or not bare.replace("?", "0").isdecimal():
        return ""
    start, star, end = pattern.partition("*")
    middle = "0" * (_DIGITS - len(bare)) if star else ""
    found = (start + middle + end.replace("*", "")).replace("?", "0")
    return found if ACCOUNT_ID.fullmatch(found) else ""


def callers_by_arn(patterns: list[tuple[str, bool]], known: Iterable[str]) -> Iterator[str]:
    """Yield users and roles of every kind that patterns of ARNs tell apart.

    Each pattern comes with whether it is matched field by field; `known` are accounts to look in,
    beside those that the patterns name. Raises Undecided when there are too many kinds.
    """
    if not patterns:
        return
    accounts = dict.fromkeys((*_accounts(patterns), *known, STRANGER))
    for account in accounts:
        head = f"arn:aws:iam::{account}:"
        tokens = [found for item in patterns if (found := _tokens(*item, head)) is not None]
        for kind in ("role/", "user/"):
            for name in (_NAME, _PATH_AND_NAME):
                for cell in name_cells((("lit", head + kind), *name), tokens):
                    yield _caller(_readable(cell, tokens), kind)


def _caller(arn: str, kind: str) -> str:
    """Return who comes with an ARN: of a role a session, which does not tell the role's path."""
    return session_of(arn, "anybody") if kind == "role/" and arn.count("/") == 1 else arn


def _readable(cell: NameCell, tokens: list[tuple[Token, ...]]) -> str:
    """Return a name of the same cell that somebody might choose: `app-other` instead of `app-`."""
    longer = f"{cell.name}other"
    (found,) = name_cells((("lit", longer),), tokens)
    return longer if found.matched == cell.matched else cell.name


def _accounts(patterns: list[tuple[str, bool]]) -> Iterator[str]:
    for pattern, _ in patterns:
        fields = split_arn(pattern)
        if fields is not None and filled_account(fields[4]):
            yield filled_account(fields[4])


def _tokens(pattern: str, by_field: bool, head: str) -> tuple[Token, ...] | None:
    """Return a pattern for whole ARNs that begin with `head`; None when it matches none."""
    fields = split_arn(pattern)
    if not by_field:
        return tuple(tokenize(pattern))
    if fields is None:
        return None
    heads = head.split(":")
    if not all(
        compile_glob(field).matches(own) for field, own in zip(fields[:5], heads, strict=False)
    ):
        return None
    return (head, *tokenize(fields[5]))
