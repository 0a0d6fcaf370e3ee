"""Reads whom a sentence means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.engine.description.reading.marks import CODE, LIST, VALUE, Marked, UnknownWordsError
from tests.engine.description.reading.requests import Caller

CallerTest = Callable[[Caller], bool]

_ACCOUNT = re.compile(r"[0-9]{12}")
_ROOT = re.compile(r"arn:aws:iam::([0-9]{12}):root")
_BY_ID = re.compile(rf"the principal with the unique ID ({CODE})")
_OF_ACCOUNT = re.compile(rf"every principal of account ({CODE})")
_CANONICAL = re.compile(rf"every principal of the account with the canonical ID ({VALUE})")
_SERVICE = re.compile(rf"the AWS service ({VALUE})")
_PROVIDER = re.compile(rf"whoever the identity provider ({VALUE}) vouches for")
_NO_KIND = re.compile(rf"nobody \({VALUE} is no kind of principal\)")
_IDENTITY = re.compile(rf"the (user|role) ({CODE}) of account ({CODE})")
_FEDERATED = re.compile(rf"the federated user ({CODE}) of account ({CODE})")
_SESSION = re.compile(rf"the session ({CODE}) of the role ({CODE}) of account ({CODE})")
_PRINCIPAL = re.compile(rf"the principal ({VALUE})")
_LISTED = re.compile(rf"({LIST})")
_EXCEPT = "everyone except "
_UNLISTED = "everyone who is not fully listed as "


@dataclass(frozen=True, slots=True)
class Named:
    """One principal by a name: an account, an ARN or ID, a service, a provider, a canonical ID."""

    kind: str
    name: str

    def means(self, caller: Caller) -> bool:
        """Tell whether the caller is meant: itself, or what it acts for."""
        if self.kind == "account":
            return caller.counts_for_account and caller.account == self.name
        if self.kind == "service":
            return caller.service == self.name != ""
        if self.kind == "provider":
            return caller.provider == self.name != ""
        if self.kind == "canonical":
            return caller.counts_for_account and caller.canonical_id == self.name != ""
        return self.name in caller.chain or (self.name == caller.unique_id != "")


def read_callers(marked: Marked, text: str, *, spared_is_explained: bool) -> CallerTest:
    """Return the test of a caller; a Deny that spares must have its note."""
    if text in ("everyone", "everyone (anonymous callers included)"):
        return lambda caller: True
    if text == "nobody":
        return lambda caller: False
    if text.startswith(_EXCEPT):
        excepted = _series(marked, text[len(_EXCEPT) :])
        return lambda caller: not any(item.means(caller) for item in excepted)
    if text.startswith(_UNLISTED):
        if not spared_is_explained:
            raise UnknownWordsError("The note about whole chains is missing")
        listed = _series(marked, text[len(_UNLISTED) :])
        return lambda caller: not _is_fully_listed(caller, listed)
    named = _series(marked, text)
    return lambda caller: any(item.means(caller) for item in named)


def _is_fully_listed(caller: Caller, listed: list[Named]) -> bool:
    """Follow the note: the whole chain is listed, the account too, and there is no boundary."""
    if caller.bounded:
        return False
    if caller.service or caller.provider:
        return any(item.means(caller) for item in listed)
    if not caller.account or Named("account", caller.account) not in listed:
        return False
    arns = {item.name for item in listed if item.kind == "arn"}
    identity, chain = caller.role or caller.parent, caller.chain
    return all(
        name in arns
        or (bool(caller.unique_id) and name == (identity or chain[0]) and caller.unique_id in arns)
        for name in chain
    )


def _series(marked: Marked, text: str) -> list[Named]:
    named: list[Named] = []
    while True:
        found, rest = _one(marked, text)
        named += found
        if not rest:
            return named
        joint = re.match(r", | and ", rest)
        if not joint:
            raise UnknownWordsError(f"{rest!r} follows a principal")
        text = rest[joint.end() :]


def _one(marked: Marked, text: str) -> tuple[list[Named], str]:
    for pattern, kind in (
        (_BY_ID, "arn"),
        (_OF_ACCOUNT, "account"),
        (_CANONICAL, "canonical"),
        (_SERVICE, "service"),
        (_PROVIDER, "provider"),
        (_PRINCIPAL, "arn"),
    ):
        if found := pattern.match(text):
            return [Named(kind, marked.quoted(found[1]))], text[found.end() :]
    if found := _NO_KIND.match(text):
        return [], text[found.end() :]
    if found := _IDENTITY.match(text):
        name, account = marked.quoted(found[2]), marked.quoted(found[3])
        return [Named("arn", f"arn:aws:iam::{account}:{found[1]}/{name}")], text[found.end() :]
    if found := _FEDERATED.match(text):
        name, account = marked.quoted(found[1]), marked.quoted(found[2])
        return [Named("arn", f"arn:aws:sts::{account}:federated-user/{name}")], text[found.end() :]
    if found := _SESSION.match(text):
        session, role, account = (marked.quoted(found[place]) for place in (1, 2, 3))
        arn = f"arn:aws:sts::{account}:assumed-role/{role}/{session}"
        return [Named("arn", arn)], text[found.end() :]
    if found := _LISTED.match(text):
        return _listed(marked, found[1]), text[found.end() :]
    raise UnknownWordsError(f"No principal is read from {text!r}")


def _listed(marked: Marked, mark: str) -> list[Named]:
    entries, noun = marked.listed(mark), marked.noun(mark)
    kinds = {"AWS services": "service", "identity providers": "provider"}
    if noun in kinds:
        return [Named(kinds[noun], entry) for entry in entries]
    if noun == "canonical IDs":
        return [Named("canonical", entry) for entry in entries]
    if noun != "principals":
        raise UnknownWordsError(f"{noun!r} are nobody")
    return [_aws(entry) for entry in entries]


def _aws(entry: str) -> Named:
    root = _ROOT.fullmatch(entry)
    if root:
        return Named("account", root[1])
    return Named("account" if _ACCOUNT.fullmatch(entry) else "arn", entry)
