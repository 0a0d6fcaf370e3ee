"""Principal and NotPrincipal in words.

Rules P1 to P9; AWS, "IAM JSON policy elements: Principal" and "... NotPrincipal".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from iamlab.engine.description.phrases import Phrase, code, long_list, quoted, say, series, value
from iamlab.engine.documents import PolicyType, PrincipalEntry, Statement, split_arn
from iamlab.engine.matching import ACCOUNT_ID

NAMING_TYPES = frozenset(
    {PolicyType.RESOURCE, PolicyType.TRUST, PolicyType.RCP, PolicyType.ENDPOINT}
)
"""The policies whose statements say whom they mean; the others mean whoever they hang on."""

_MOST_SAID = 4
_UNIQUE_ID = re.compile(r"A(?:IDA|ROA)[A-Z0-9]{4,}", re.ASCII)
_KINDS = {
    "AWS": "principals",
    "Service": "AWS services",
    "Federated": "identity providers",
    "CanonicalUser": "canonical IDs",
}
_SPARED = (
    "A Deny spares only callers whose whole chain is listed: the account beside the user or the "
    "role, and a role's session as well. A caller with a permissions boundary is never spared."
)
# E7: what AWS says of gateway endpoints, which these two services have.
_GATEWAY = (
    "For Amazon S3 and Amazon DynamoDB, an account in an endpoint policy means only its root user."
)


@dataclass(frozen=True, slots=True)
class WhoWords:
    """Whom a statement means, or None where the policy says it by where it is attached."""

    phrase: Phrase | None
    notes: tuple[Phrase, ...] = ()
    nobody: bool = False


def who_words(statement: Statement, policy_type: PolicyType) -> WhoWords:
    """Say whom a statement means."""
    if policy_type not in NAMING_TYPES:
        return WhoWords(None)
    if statement.principals is not None:
        return _listed(statement.principals, statement.effect, policy_type)
    if statement.not_principals is not None:
        return _all_but(statement.not_principals, statement.effect)
    return WhoWords(say("nobody"), nobody=True)


def _listed(
    entries: tuple[PrincipalEntry, ...], effect: str | None, policy_type: PolicyType
) -> WhoWords:
    if any(_is_everyone(entry) for entry in entries):
        anonymous = " (anonymous callers included)" if effect == "Allow" else ""
        return WhoWords(say("everyone", anonymous))
    if not entries:
        return WhoWords(say("nobody"), nobody=True)
    notes = _notes(entries)
    if policy_type is PolicyType.ENDPOINT and any(
        entry.kind in ("AWS", "CanonicalUser") for entry in entries
    ):
        notes = (say(_GATEWAY), *notes)
    return WhoWords(_several(entries), notes)


def _all_but(entries: tuple[PrincipalEntry, ...], effect: str | None) -> WhoWords:
    if any(entry.text == "*" for entry in entries):
        return WhoWords(say("nobody"), nobody=True)
    notes = _notes(entries)
    if not entries:
        return WhoWords(say("everyone"))
    if effect == "Deny":
        if any(entry.kind == "CanonicalUser" for entry in entries):
            notes = (say("A canonical ID spares nobody here."), *notes)
        notes = (say(_SPARED), *notes)
        return WhoWords(say("everyone who is not fully listed as ", _several(entries)), notes)
    return WhoWords(say("everyone except ", _several(entries)), notes)


def _is_everyone(entry: PrincipalEntry) -> bool:
    return entry.kind == "*" or (entry.kind == "AWS" and entry.text == "*")


def _several(entries: tuple[PrincipalEntry, ...]) -> Phrase:
    unique = list(dict.fromkeys((entry.kind, entry.text) for entry in entries))
    if len(unique) > _MOST_SAID:
        return _many(unique)
    return series([_one(kind, text) for kind, text in unique], "and")


def _many(entries: list[tuple[str, str]]) -> Phrase:
    """List many principals by kind, because a text of one kind names nobody of another."""
    phrases: list[Phrase] = []
    for kind in dict.fromkeys(kind for kind, _ in entries):
        texts = [text for other, text in entries if other == kind]
        listed = len(texts) > 1 and kind in _KINDS
        phrases.append(say(long_list(_KINDS[kind], texts)) if listed else _one(kind, texts[0]))
    return series(phrases, "and")


def _one(kind: str, text: str) -> Phrase:
    if kind == "Service":
        return say("the AWS service ", value(text))
    if kind == "Federated":
        return say("whoever the identity provider ", value(text), " vouches for")
    if kind == "CanonicalUser":
        return say("every principal of the account with the canonical ID ", value(text))
    if kind != "AWS":
        return say("nobody (", value(kind), " is no kind of principal)")
    if ACCOUNT_ID.fullmatch(text):
        return say("every principal of account ", code(text))
    if _UNIQUE_ID.fullmatch(text):
        return say("the principal with the unique ID ", code(text))
    return _arn(text)


def _arn(text: str) -> Phrase:
    fields = split_arn(text)
    if fields is None or fields[1] != "aws" or fields[3] or not ACCOUNT_ID.fullmatch(fields[4]):
        return say("the principal ", value(text))
    account = say(" of account ", code(fields[4]))
    kind, _, name = fields[5].partition("/")
    if fields[2] == "iam" and fields[5] == "root":
        return say("every principal", account)
    if fields[2] == "iam" and kind in ("user", "role") and name:
        return say(f"the {kind} ", code(name), account)
    if fields[2] == "sts" and kind == "federated-user" and name:
        return say("the federated user ", code(name), account)
    role, _, session = name.partition("/")
    if fields[2] == "sts" and kind == "assumed-role" and role and session:
        return say("the session ", code(session), " of the role ", code(role), account)
    return say("the principal ", code(text))


def _notes(entries: tuple[PrincipalEntry, ...]) -> tuple[Phrase, ...]:
    """Say which entries name nobody (P1, P2, P5)."""
    notes: list[Phrase] = []
    for entry in entries:
        if entry.kind != "AWS":
            continue
        if "*" in entry.text or "?" in entry.text:
            why = " names nobody: a principal takes no wildcard but `*` alone."
            notes.append(say(code(entry.text), quoted(why)))
        elif ":group/" in entry.text:
            notes.append(say(code(entry.text), " names nobody: a group cannot be a principal."))
        elif _UNIQUE_ID.fullmatch(entry.text):
            why = " is what AWS leaves of a user or role that was deleted."
            notes.append(say(code(entry.text), why))
    return tuple(dict.fromkeys(notes))
