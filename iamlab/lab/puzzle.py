"""The lab's shortest form: one question, two policies that have a say, and the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from iamlab.engine import Finding, Policy, Severity, Snapshot, Trace, parse_policy, split_arn
from iamlab.engine.scenarios import Question, short_name
from iamlab.engine.validation import validate
from iamlab.lab.answers import Answer, answer_question
from iamlab.lab.forms.puzzle import PuzzleInput
from iamlab.lab.listing import ListedLine, list_lines
from iamlab.lab.questions import LabQuestion, preset_question
from iamlab.lab.templatetags.traces import lit
from iamlab.sandbox.services.texts import MAX_TEXT

SCENARIO = "payroll"
KEYS = ("222233334444/policy/ReadCompanyData", "resource/arn:aws:s3:::acme-data")
"""The two policies of the start page: the group's, and the bucket's own."""

_VERBS = {
    "s3:GetObject": "read",
    "s3:PutObject": "write",
    "s3:DeleteObject": "delete",
    "s3:ListBucket": "list",
}
_MOST_FINDINGS = 4
_ALSO = "s3:DeleteObject"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a text: the line, 1-based, and a sentence with code in backticks."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class PuzzlePolicy:
    """A policy as the page shows it. `text` is what is asked with, `edited` unless it is stored so.

    `findings` are problems by line; `readable` is False when they stop an answer.
    """

    number: int
    key: str
    name: str
    tag: str
    text: str
    edited: bool
    on: bool
    readable: bool
    findings: tuple[Problem, ...]
    lines: tuple[ListedLine, ...]
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose, and how it reads."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Puzzle:
    """All that the start page shows, but for the answer."""

    title: str
    facts: str
    asked: LabQuestion
    policies: tuple[PuzzlePolicy, ...]
    principals: tuple[Choice, ...]
    actions: tuple[str, ...]
    resources: tuple[Choice, ...]
    mark: str

    @property
    def readable(self) -> bool:
        """Whether every policy in force can be read."""
        return all(policy.readable or not policy.on for policy in self.policies)

    @property
    def drafts(self) -> dict[str, str]:
        """The texts that differ from what is stored, by key."""
        return {policy.key: policy.text for policy in self.policies if policy.edited}


def make_puzzle(snapshot: Snapshot, presets: Sequence[Question], sent: PuzzleInput) -> Puzzle:
    """Return the puzzle as it was sent, its gaps filled from the scenario's first question.

    Raises RequestError when the scenario's own question names nobody.
    """
    first = preset_question(snapshot, presets[0])
    asked = LabQuestion(
        principal=sent.principal or first.principal,
        action=sent.action or first.action,
        resource=sent.resource or first.resource,
        off=sent.off,
    )
    stored = snapshot.policies()
    policies = tuple(
        _policy(number, stored[key], sent) for number, key in enumerate(KEYS) if key in stored
    )
    others = [preset_question(snapshot, preset) for preset in presets]
    actions = [first.action, *(item.action for item in others), _ALSO, asked.action]
    resources = dict.fromkeys(item.resource for item in others)
    return Puzzle(
        title=_title(snapshot, asked),
        facts=_facts(snapshot, asked.principal),
        asked=asked,
        policies=policies,
        principals=_principals(snapshot, asked.principal),
        actions=tuple(dict.fromkeys(actions)),
        resources=tuple(Choice(arn, _short(arn)) for arn in resources),
        mark=_mark(asked, (policy.text for policy in policies)),
    )


def solve(snapshot: Snapshot, puzzle: Puzzle) -> Answer:
    """Return the answer, with the edits that the page holds. Raises as `answer_question` does."""
    drafts = {key: text for key, text in puzzle.drafts.items() if key not in puzzle.asked.off}
    return answer_question(snapshot, puzzle.asked, drafts=drafts)


def light(puzzle: Puzzle, trace: Trace) -> Puzzle:
    """Return the puzzle with the lines lit that decided, or that came closest."""
    lines = lit(trace)
    if lines is None:
        return puzzle
    policies = tuple(
        replace(
            policy,
            lines=list_lines(policy.text, lines.first, lines.last),
            verdict=lines.verdict,
        )
        if policy.key == lines.policy
        else policy
        for policy in puzzle.policies
    )
    return replace(puzzle, policies=policies)


def _policy(number: int, stored: Policy, sent: PuzzleInput) -> PuzzlePolicy:
    start = stored.text.rstrip("\n")
    text = sent.texts.get(stored.key, start)
    fields = split_arn(stored.key.removeprefix("resource/"))
    findings, readable = _check(stored, text)
    return PuzzlePolicy(
        number=number,
        key=stored.key,
        name="Bucket policy" if fields else stored.name,
        tag=fields[5] if fields else "group Developers",
        text=text,
        edited=text != start,
        on=stored.key not in sent.off,
        readable=readable,
        findings=findings,
        lines=list_lines(text),
    )


def _check(stored: Policy, text: str) -> tuple[tuple[Problem, ...], bool]:
    """Return the findings to show, errors alone while there are any, and whether it can be read.

    Suggestions are for the lab: whoever meets a policy for the first time is not to be distracted.
    """
    cut = text[: MAX_TEXT + 1]
    findings = validate(cut, stored.type)
    errors = [item for item in findings if item.severity is Severity.ERROR]
    edited = text != stored.text.rstrip("\n")
    others = [item for item in findings if edited and item.severity is not Severity.SUGGESTION]
    shown = errors or others
    readable = parse_policy(cut, stored.type).readable and len(text) <= MAX_TEXT
    return tuple(_problem(item) for item in shown[:_MOST_FINDINGS]), readable


def _problem(finding: Finding) -> Problem:
    line = finding.span.start.line
    sentence = finding.message.removeprefix(f"Line {line}: ")
    return Problem(line, sentence[:1].upper() + sentence[1:])


def _principals(snapshot: Snapshot, asked: str) -> tuple[Choice, ...]:
    found = []
    for arn, identity in snapshot.identities.items():
        fields = split_arn(arn)
        if fields is None:
            continue
        name = arn.rpartition("/")[2]
        if identity.trust is None:
            tags = "".join(f", {key}={value}" for key, value in identity.tags.items())
            found.append(Choice(arn, f"user/{name}{tags}"))
        else:
            session = f"arn:aws:sts::{fields[4]}:assumed-role/{name}/fn"
            found.append(Choice(session, f"role/{name}"))
    found.append(Choice("anonymous", "anonymous"))
    if asked not in [item.value for item in found]:
        found.append(Choice(asked, short_name(snapshot, asked)))
    return tuple(found)


def _title(snapshot: Snapshot, asked: LabQuestion) -> str:
    """Return the question in words, as in "Can Ana read payroll.csv?"."""
    who = asked.principal.rpartition("/")[2].capitalize()
    if ":assumed-role/" in asked.principal:
        who = asked.principal.split("/")[1]
    elif "/" not in asked.principal:
        who = "anybody" if asked.principal == "anonymous" else asked.principal
    verb = _VERBS.get(asked.action)
    what = _short(asked.resource).rpartition("/")[2] or asked.resource
    return f"Can {who} {verb} {what}?" if verb else f"Can {who} call {asked.action} on {what}?"


def _facts(snapshot: Snapshot, principal: str) -> str:
    """Say in a few words who a user is, with code in backticks."""
    identity = snapshot.identities.get(principal)
    if identity is None or identity.trust is not None:
        return ""
    name = principal.rpartition("/")[2].capitalize()
    groups = " and ".join(identity.groups) or "no group"
    tags = " and ".join(f"`{key}={value}`" for key, value in identity.tags.items())
    return f"{name} is in {groups}{f', tagged {tags}' if tags else ''}"


def _short(arn: str) -> str:
    """Return an object's key, a bucket's name, or what else an ARN ends with."""
    name = arn.rpartition(":")[2]
    return name.partition("/")[2] or name


def _mark(asked: LabQuestion, texts: Iterable[str]) -> str:
    """Return a short name for exactly this question about exactly these texts."""
    parts = (asked.principal, asked.action, asked.resource, *asked.off, *texts)
    return sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
