"""Checks of the names of statements."""

from __future__ import annotations

import re

from iamlab.engine.documents import Finding, PolicyType, Repair, Severity
from iamlab.engine.documents.grammar import GRAMMARS
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.places import find_member
from iamlab.engine.validation.registry import EVERY_TYPE, IDENTITY_TYPES, reported_by_reader
from iamlab.engine.validation.subject import Subject

_SHOWN_LENGTH = 40
_WORD = re.compile(r"[A-Za-z0-9]+")
_ALPHANUMERIC_TYPES = frozenset(
    policy_type for policy_type, grammar in GRAMMARS.items() if grammar.alphanumeric_sids
)
_OPEN = "arn:aws:s3:::acme-receipts/*"
_CLOSED = "arn:aws:s3:::acme-receipts/closed/*"


def _mend_characters(subject: Subject, finding: Finding) -> Repair | None:
    """Join the words of the Sid, each with a capital: `Allow reading` becomes `AllowReading`."""
    words = _WORD.findall(subject.editor.node(finding.span).text)
    if not words:
        return subject.remove("Remove the Sid", finding.span)
    name = words[0] + "".join(word[0].upper() + word[1:] for word in words[1:])
    return _use(subject, finding, _free_name(subject, name))


def _mend_repetition(subject: Subject, finding: Finding) -> Repair | None:
    name = subject.editor.node(finding.span).text
    free = _free_name(subject, name, first_number=2)
    return _use(subject, finding, free)


def _use(subject: Subject, finding: Finding, name: str) -> Repair:
    shown = name if len(name) <= _SHOWN_LENGTH else f"{name[: _SHOWN_LENGTH - 1]}…"
    return subject.replace(f"Use {shown}", finding.span, name)


def _free_name(subject: Subject, name: str, first_number: int = 1) -> str:
    """The name, or the name with the first number that makes it differ from all others."""
    taken = {statement.sid for statement in subject.document.statements}
    number = first_number
    found = name if number == 1 else f"{name}{number}"
    while found in taken:
        number += 1
        found = f"{name}{number}"
    return found


def _mend_empty(subject: Subject, finding: Finding) -> Repair | None:
    found = find_member(subject, finding.span)
    return subject.remove("Remove the Sid", found[1].span) if found else None


reported_by_reader(
    "UNSUPPORTED_SID",
    Severity.ERROR,
    theme="sids",
    tier=1,
    types=_ALPHANUMERIC_TYPES,
    title="The Sid has other characters than letters and digits",
    why="IAM and AWS Organizations refuse a policy whose `Sid` holds spaces, hyphens or anything "
    "else but A-Z, a-z and 0-9.",
    bad=example({"Sid": "Read receipts", **allow("s3:GetObject", _OPEN)}),
    good=example({"Sid": "ReadReceipts", **allow("s3:GetObject", _OPEN)}),
    mend=_mend_characters,
)

reported_by_reader(
    "UNIQUE_SIDS_REQUIRED",
    Severity.ERROR,
    theme="sids",
    tier=1,
    types=IDENTITY_TYPES,
    title="Two statements have the same Sid",
    why="IAM takes the `Sid` as the name of a statement within its policy, and refuses a policy "
    "that uses one name twice.",
    bad=example(
        {"Sid": "Receipts", **allow("s3:GetObject", _OPEN)},
        {"Sid": "Receipts", **deny("s3:PutObject", _CLOSED)},
    ),
    good=example(
        {"Sid": "ReadReceipts", **allow("s3:GetObject", _OPEN)},
        {"Sid": "KeepClosed", **deny("s3:PutObject", _CLOSED)},
    ),
    mend=_mend_repetition,
)

reported_by_reader(
    "UNIQUE_SIDS_RECOMMENDED",
    Severity.WARNING,
    theme="sids",
    tier=2,
    types=EVERY_TYPE - IDENTITY_TYPES,
    title="Two statements share a Sid",
    why="The policy works, but whoever reads it or an error message cannot tell which of the "
    "statements is meant.",
    bad=example(
        {"Sid": "Receipts", **deny("s3:DeleteObject", _OPEN)},
        {"Sid": "Receipts", **deny("s3:PutObject", _CLOSED)},
        type=PolicyType.SCP,
    ),
    good=example(
        {"Sid": "KeepReceipts", **deny("s3:DeleteObject", _OPEN)},
        {"Sid": "KeepClosed", **deny("s3:PutObject", _CLOSED)},
        type=PolicyType.SCP,
    ),
    mend=_mend_repetition,
)

reported_by_reader(
    "EMPTY_SID_VALUE",
    Severity.SUGGESTION,
    theme="sids",
    tier=2,
    types=EVERY_TYPE,
    title="The Sid is empty",
    why="`Sid` is optional, so an empty one only looks like a name that somebody forgot.",
    bad=example({"Sid": "", **allow("s3:GetObject", _OPEN)}),
    good=example({"Sid": "ReadReceipts", **allow("s3:GetObject", _OPEN)}),
    mend=_mend_empty,
)
