"""A question as it is posed, an answer's mark, and their parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from iamlab.engine import PolicyType, Request, Trace

if TYPE_CHECKING:
    from lessons.judging.questions.judge import Judge
    from lessons.judging.questions.timing import Story

Answer = dict[str, Any]
"""What a learner answered, as plain JSON data: `choice`, `choices`, `places`, `text`, `number`, or
`action`, `resource` and `context`, by the kind of the question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request in words: `who` is the principal's short name, `context` what its author gives.

    A part is empty where the options give it. `intent` is `allowed` or `denied` where one is meant.
    """

    principal: str = ""
    who: str = ""
    action: str = ""
    resource: str = ""
    context: tuple[tuple[str, str], ...] = ()
    parent: str = ""
    title: str = ""
    intent: str = ""


@dataclass(frozen=True, slots=True)
class ShownPolicy:
    """A policy to read: `kind` says what it is ("Bucket policy"), `owner` whose ("role reader")."""

    key: str
    title: str
    kind: str
    owner: str
    account: str
    text: str
    type: PolicyType


@dataclass(frozen=True, slots=True)
class PosedOption:
    """Something to pick, to tick or to put in order. `label` may hold code in backticks.

    For a statement of a shown policy: the policy's key, the Sid or place, the effect and its lines,
    from 1 on and both included. For a verdict: its code.
    """

    id: str
    label: str
    policy: str = ""
    effect: str = ""
    first_line: int = 0
    last_line: int = 0
    verdict: str = ""
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class Blank:
    """Where the learner's text goes: between two texts; `policy` when they are a whole document."""

    before: str
    after: str
    policy: ShownPolicy | None = None


@dataclass(frozen=True, slots=True)
class Posed:
    """A question in one variant, ready to be shown. What is right stays inside `judge`.

    Of `options`, `blank`, `edit`, `rows` and `unit` those are filled that the kind needs: `edit` is
    the policy to edit with its starting text, `goals` what it must do and `tight` whether it may do
    no more; `rows` is how many context keys a request may be given; `unit` is what a number counts
    (its `options` are then what it counts among); `story` is a credential's. `actions` and
    `resources` are suggestions for a request that is written.
    """

    id: str
    seed: int
    kind: str
    title: str
    text: str
    skills: tuple[str, ...]
    request: Request | None
    asked: Asked | None
    shown: tuple[ShownPolicy, ...]
    options: tuple[PosedOption, ...]
    judge: Judge[Any] = field(repr=False, compare=False)
    blank: Blank | None = None
    edit: ShownPolicy | None = None
    goals: tuple[Asked, ...] = ()
    tight: bool = False
    rows: int = 0
    unit: str = ""
    story: Story | None = None
    actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionNote:
    """What is said of one option once the question is answered.

    `beliefs` are those under which somebody would take it for right (or, of a right one, for
    wrong). `say` may hold code in backticks.
    """

    is_right: bool
    chosen: bool
    say: str = ""
    beliefs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldBelief:
    """A belief that leads to exactly this wrong answer, with what cures it.

    `says` is the verdict of an evaluator with that belief, where the question is about one.
    """

    id: str
    belief: str
    truth: str
    remedy: str
    remedy_title: str
    source: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class ShownTrace:
    """A decision to show, under a title; `option` is the ID of the option that it is about."""

    title: str
    trace: Trace
    option: str = ""


@dataclass(frozen=True, slots=True)
class RightAnswer:
    """A right answer, as data and in words; of a typed kind it is one of many."""

    answer: Answer
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """How an answer did. `is_right` is None when nobody could decide it, which `undecided` tells.

    `notes` are by option ID; `beliefs` give exactly this wrong answer, at most three, most
    specific first; `held` are the same with their texts; `remarks` are plain sentences about this
    very answer; `say` (Markdown) is what the author has to say.
    """

    is_right: bool | None
    right: RightAnswer
    say: str
    notes: Mapping[str, OptionNote] = field(default_factory=dict)
    held: tuple[HeldBelief, ...] = ()
    traces: tuple[ShownTrace, ...] = ()
    remarks: tuple[str, ...] = ()
    undecided: str = ""

    @property
    def beliefs(self) -> tuple[str, ...]:
        """The IDs of the beliefs that the answer follows from."""
        return tuple(item.id for item in self.held)


@dataclass(frozen=True, slots=True)
class Samples:
    """A right answer and some wrong ones, for whoever checks a course."""

    right: Answer
    wrong: tuple[Answer, ...]
