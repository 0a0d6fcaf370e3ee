"""Checks of the text itself: whether it is JSON, how long and how deep, and its characters."""

from __future__ import annotations

import re
from functools import lru_cache

from iamlab.engine.documents import (
    MAX_DEPTH,
    MAX_LENGTH,
    Finding,
    JsonNode,
    Member,
    NodeKind,
    Repair,
    Severity,
    TextEdit,
    apply_edits,
    is_json,
)
from iamlab.engine.documents.positions import LineIndex
from iamlab.engine.documents.syntax import Explanation, explain_syntax
from iamlab.engine.validation.examples import Example, allow, example
from iamlab.engine.validation.places import find_member
from iamlab.engine.validation.registry import EVERY_TYPE, reported_by_reader
from iamlab.engine.validation.subject import Subject

_GRAMMAR_PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"
_QUOTAS_PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"
_GOOD = example(allow("s3:GetObject", "arn:aws:s3:::acme-receipts/*"))
_LONGEST_TRIED = 32_768
"""In texts that are longer, a repair must leave no problem at all, which is quick to see."""
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\xff]")
_STAND_INS = str.maketrans(
    {
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": "'",
        "\u201d": "'",
        "\u2026": "...",
        "\u202f": " ",
        "\u2009": " ",
        "\u200b": "",
        "\u200c": "",
        "\u200d": "",
        "\u200e": "",
        "\u200f": "",
        "\u2060": "",
        "\ufeff": "",
    }
)


@lru_cache(maxsize=4)
def _explain(text: str) -> Explanation:
    return explain_syntax(text, LineIndex(text))


def _mend_syntax(subject: Subject, finding: Finding) -> Repair | None:
    """Give the first repair that leaves fewer problems; every one is tried on the text."""
    text = subject.tree.text
    explanation = _explain(text)
    if finding not in explanation.findings:
        return None
    number, problems = explanation.findings.index(finding), len(explanation.findings)
    for repair in explanation.corrections[number]:
        if _leaves_fewer(text, repair, problems):
            return repair
    whole = explanation.whole
    if number == 0 and whole is not None and is_json(apply_edits(text, whole.edits)):
        return whole
    return None


def _leaves_fewer(text: str, repair: Repair, problems: int) -> bool:
    mended = apply_edits(text, repair.edits)
    if is_json(mended):
        return True
    if problems == 1 or len(text) > _LONGEST_TRIED:
        return False
    return len(explain_syntax(mended, LineIndex(mended)).findings) < problems


def _mend_duplicate(subject: Subject, finding: Finding) -> Repair | None:
    """Take the second of two equal members away, or join two objects that share no key."""
    found = find_member(subject, finding.span)
    if found is None:
        return None
    holder, second = found
    first = next(item for item in holder.members if item.key.text == second.key.text)
    if _written(first.value) == _written(second.value):
        return subject.remove("Remove the second one", second.span)
    return _join(subject, first, second)


def _written(node: JsonNode) -> object:
    """The meaning of a value in a form that can be compared."""
    members = tuple((member.key.text, _written(member.value)) for member in node.members)
    return node.kind, node.text, members, tuple(_written(item) for item in node.items)


def _join(subject: Subject, first: Member, second: Member) -> Repair | None:
    """Move the members of the second object into the first: both were meant to hold."""
    values = (first.value, second.value)
    if any(value.kind is not NodeKind.OBJECT or not value.members for value in values):
        return None
    names = {member.key.text.lower() for member in first.value.members}
    if any(member.key.text.lower() in names for member in second.value.members):
        return None
    parts = second.value.members
    text = subject.tree.text
    moved = text[parts[0].span.start.offset : parts[-1].span.end.offset]
    last = first.value.members[-1].span
    between = _before(text, last.start.offset)
    place = last.end.offset
    edits = (TextEdit(place, place, f",{between}{moved}"), *subject.editor.remove(second.span))
    return Repair("Join the two objects", edits)


def _before(text: str, offset: int) -> str:
    """The line break and indent in front of a place, or a space when it begins no line."""
    lead = text[:offset]
    kept = lead.rstrip(" \t")
    return "\n" + lead[len(kept) :] if kept.endswith("\n") else " "


def _mend_characters(subject: Subject, _finding: Finding) -> Repair | None:
    """Put plain characters in the place of all refused ones, if each has an equivalent."""
    text = subject.tree.text
    edits = []
    for match in _ILLEGAL.finditer(text):
        put = match.group().translate(_STAND_INS)
        if put == match.group():
            return None
        edits.append(TextEdit(match.start(), match.end(), put))
    return subject.join("Use plain characters", edits)


reported_by_reader(
    "JSON_SYNTAX_ERROR",
    Severity.ERROR,
    theme="syntax",
    tier=1,
    types=EVERY_TYPE,
    title="The text is not JSON",
    why="AWS reads a policy as JSON, so one missing comma or quote makes it refuse the whole text.",
    bad=Example(
        '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow"\n'
        '      "Action": "s3:GetObject",\n'
        '      "Resource": "arn:aws:s3:::acme-receipts/*",\n    }\n  ]\n}'
    ),
    good=_GOOD,
    mend=_mend_syntax,
)

reported_by_reader(
    "DUPLICATE_KEY",
    Severity.ERROR,
    theme="syntax",
    tier=1,
    types=EVERY_TYPE,
    title="A key appears twice in one object",
    why="JSON readers disagree about which of two equal keys counts, so a policy with both could "
    "mean two things and AWS refuses it.",
    bad=Example(
        '{\n  "Version": "2012-10-17",\n  "Statement": {\n    "Effect": "Allow",\n'
        '    "Action": "s3:GetObject",\n    "Resource": "arn:aws:s3:::acme-receipts/*",\n'
        '    "Condition": {\n      "StringEquals": { "aws:PrincipalTag/team": "finance" },\n'
        '      "StringEquals": { "aws:RequestedRegion": "eu-west-1" }\n    }\n  }\n}'
    ),
    good=example(
        allow(
            "s3:GetObject",
            "arn:aws:s3:::acme-receipts/*",
            Condition={
                "StringEquals": {
                    "aws:PrincipalTag/team": "finance",
                    "aws:RequestedRegion": "eu-west-1",
                }
            },
        )
    ),
    link=_GRAMMAR_PAGE,
    own=True,
    mend=_mend_duplicate,
)

reported_by_reader(
    "UNSUPPORTED_CHARACTER",
    Severity.ERROR,
    theme="syntax",
    tier=2,
    types=EVERY_TYPE,
    title="A character that policies may not hold",
    why="IAM refuses a policy text with characters beyond U+00FF, such as the dashes and invisible "
    "spaces that come along when text is copied from a document.",
    bad=example(allow("s3:GetObject", "arn:aws:s3:::acme–receipts/*")),
    good=_GOOD,
    link=_GRAMMAR_PAGE,
    own=True,
    mend=_mend_characters,
)

reported_by_reader(
    "POLICY_TOO_LONG",
    Severity.ERROR,
    theme="syntax",
    tier=3,
    types=EVERY_TYPE,
    title="The text is far too long for a policy",
    why="AWS stores no policy of yours with half as many characters, so such a text is something "
    "else or must be split over several policies.",
    bad=Example(_GOOD.text.ljust(MAX_LENGTH + 1)),
    good=_GOOD,
    link=_QUOTAS_PAGE,
    own=True,
)

reported_by_reader(
    "POLICY_TOO_DEEP",
    Severity.ERROR,
    theme="syntax",
    tier=3,
    types=EVERY_TYPE,
    title="Objects and lists are nested too deep",
    why="The policy language never needs more than six levels, so deeper nesting means that "
    "something was pasted into the wrong place.",
    bad=Example(f'{{"Version": "2012-10-17", "Statement": {"[" * MAX_DEPTH}{"]" * MAX_DEPTH}}}'),
    good=_GOOD,
    link=_GRAMMAR_PAGE,
    own=True,
)
