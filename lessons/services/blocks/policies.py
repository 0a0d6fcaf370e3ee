"""Policies as live blocks show them: numbered lines, those lit that decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.safestring import SafeString

from iamlab.engine import PolicyType, Trace, split_arn
from iamlab.engine.scenarios import Scenario
from iamlab.lab.listing import mark_line
from iamlab.lab.templatetags.traces import deciding, lit
from lessons.content.references import Place
from lessons.services.blocks.worlds import LessonWorld

_OF_RESOURCES = {"s3": "bucket policy", "kms": "key policy", "sqs": "queue policy"}
_HOLDERS = ("user", "role", "group")
_LONGEST_COMPARED = 400  # lines; beyond, telling which differ takes too long


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line of a policy as HTML; `changed` where it differs from what it is compared with."""

    number: int
    html: SafeString
    lit: bool
    changed: bool = False


@dataclass(frozen=True, slots=True)
class ShownPolicy:
    """A policy to read; `tag` says what it is and whose, `verdict` colors the lines that are lit.

    `on` is False while it is out of force; `edited` says that the learner changed it.
    """

    key: str
    name: str
    tag: str
    lines: tuple[CodeLine, ...]
    verdict: str = ""
    switchable: bool = False
    on: bool = True
    edited: bool = False


Lights = dict[str, list[tuple[int, int]]]


def lights_of(trace: Trace | None) -> tuple[Lights, str]:
    """Return the lines that an answer points at, by policy key, and the verdict's color.

    They are those of every statement that decided, or else of the nearest miss.
    """
    if trace is None:
        return {}, ""
    found: Lights = defaultdict(list)
    for item in deciding(trace):
        span = item.statement.span
        found[item.policy.key].append((span.start.line, span.end.line))
    near = None if found else lit(trace)
    if near is not None:
        found[near.policy].append((near.first, near.last))
    return dict(found), trace.decision.verdict.value


def code_lines(
    text: str, lights: Iterable[tuple[int, int]] = (), other: str | None = None
) -> tuple[CodeLine, ...]:
    """Return the lines of a text; `other` is the text that it is compared with, line by line."""
    rows = text.rstrip("\n").split("\n")
    ranges = list(lights)
    changed = set() if other is None else _changed(other.rstrip("\n").split("\n"), rows)
    return tuple(
        CodeLine(
            number,
            mark_line(row),
            any(first <= number <= last for first, last in ranges),
            number in changed,
        )
        for number, row in enumerate(rows, start=1)
    )


def shown_policies(
    world: LessonWorld,
    references: Sequence[str],
    trace: Trace | None,
    *,
    switch: Sequence[str] = (),
    off: Collection[str] = (),
    at_start: bool = False,
) -> tuple[ShownPolicy, ...]:
    """Return the policies beside a question, those that can only be switched last and without text.

    `at_start` shows them as the lesson begins, whatever the learner has made of them.
    """
    lights, verdict = lights_of(trace)
    switchable = {world.place(reference).key for reference in switch}
    stored = (world.start if at_start else world.snapshot).policies()
    shown = []
    for reference in dict.fromkeys((*references, *switch)):
        place = world.place(reference)
        policy = stored.get(place.key)
        if policy is None:
            continue
        here = lights.get(place.key, [])
        shown.append(
            ShownPolicy(
                key=place.key,
                name=place.name,
                tag=tag_of(world.scenario, place),
                lines=code_lines(policy.text, here) if reference in references else (),
                verdict=verdict if here else "",
                switchable=place.key in switchable,
                on=place.key not in off,
                edited=not at_start and world.is_edited(place.key),
            )
        )
    return tuple(shown)


def tag_of(scenario: Scenario, place: Place) -> str:
    """Return what a policy is and whose, in a few words, such as "SCP at OU Workloads"."""
    if place.type in (PolicyType.SCP, PolicyType.RCP):
        word = place.type.value.upper()
        targets = _targets(scenario, place)
        return f"{word} at {targets}" if targets else word
    if place.type is PolicyType.TRUST:
        return f"trust policy of role {place.owner}"
    if place.type is PolicyType.RESOURCE:
        fields = split_arn(place.key.removeprefix("resource/"))
        return _OF_RESOURCES.get(fields[2] if fields else "", "resource-based policy")
    if place.owner:
        kind = next((item for item in _HOLDERS if f"/{item}/{place.owner}/" in place.key), "")
        return f"{kind} {place.owner}".strip()
    return "AWS managed policy" if place.key.startswith("aws/") else "managed policy"


def _targets(scenario: Scenario, place: Place) -> str:
    """Return where a guardrail is attached: the first target, and how many more."""
    names = {unit.id: f"OU {unit.name}" for unit in scenario.units}
    names |= {account.id: f"account {account.name}" for account in scenario.accounts}
    if scenario.organization is not None:
        names[scenario.organization.root] = "the root"
    for guardrail in scenario.guardrails:
        if f"{guardrail.type}/{guardrail.name}" == place.key and guardrail.targets:
            first, *rest = (names.get(target, target) for target in guardrail.targets)
            return f"{first} and {len(rest)} more" if rest else first
    return ""


def _changed(before: list[str], after: list[str]) -> set[int]:
    """Return the numbers of the lines, from 1, that the other text does not have there."""
    if max(len(before), len(after)) > _LONGEST_COMPARED:
        return set()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return {
        number + 1
        for tag, _, _, first, last in matcher.get_opcodes()
        if tag != "equal"
        for number in range(first, last)
    }
