"""Policies that are edited in a lesson: asked as they are typed, and kept in the learner's copy."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from iamlab.engine import Finding, PolicyType, Severity, Trace, parse_policy
from iamlab.engine.validation import validate
from iamlab.lab.findings import setting_of
from iamlab.sandbox.services.access import own_sandbox
from iamlab.sandbox.services.errors import PolicyRefused, SandboxError
from iamlab.sandbox.services.policies import get_policy, restore_start, save_policy
from iamlab.sandbox.services.texts import MAX_TEXT
from iamlab.sandbox.services.visitors import Visitor
from lessons.content.shapes.lessons import EditBlock
from lessons.judging.questions.shapes import Asked
from lessons.services.blocks.asking import AnsweredAsk, answer_ask
from lessons.services.blocks.policies import tag_of
from lessons.services.blocks.worlds import LessonWorld
from lessons.services.reading import BlockPiece

_LEAST_ROWS, _MOST_ROWS = 6, 40
_MOST_FINDINGS = 2


@dataclass(frozen=True, slots=True)
class EditAnswer:
    """A question beside the policy with its present answer."""

    title: str
    answered: AnsweredAsk

    @property
    def asked(self) -> Asked:
        """The request in words."""
        return self.answered.asked

    @property
    def trace(self) -> Trace | None:
        """How it was decided, None when it was not."""
        return self.answered.trace


@dataclass(frozen=True, slots=True)
class EditView:
    """An `edit` block. `text` is in the editor and `answers` are about it.

    `saved` says whether the copy has this text, `edited` whether it differs from the starting one;
    `problem` says why nothing could be answered or kept.
    """

    template = "lessons/blocks/_edit.html"
    max_length = MAX_TEXT

    piece: BlockPiece
    key: str
    scenario: str
    name: str
    tag: str
    type: PolicyType
    text: str
    saved: bool
    edited: bool
    readable: bool
    findings: tuple[Finding, ...]
    answers: tuple[EditAnswer, ...]
    problem: str = ""

    @property
    def status(self) -> int:
        """The response's status: 422 for a text that was refused."""
        return 422 if self.problem else 200

    @property
    def shown_findings(self) -> tuple[Finding, ...]:
        """The first few findings: errors, or else warnings about what the learner wrote.

        Suggestions are for the lab; whoever learns what a policy is, is not to be distracted.
        """
        errors = [item for item in self.findings if item.severity is Severity.ERROR]
        others = [item for item in self.findings if item.severity is not Severity.SUGGESTION]
        is_own = self.edited or not self.saved
        return tuple((errors or (others if is_own else []))[:_MOST_FINDINGS])

    @property
    def lab_query(self) -> str:
        """The lab's query string with this policy open."""
        return urlencode({"scenario": self.scenario, "policy": self.key}, safe="/:*")

    @property
    def answered(self) -> bool:
        """Whether the answers are about the text as it is."""
        return self.readable and not self.problem

    @property
    def rows(self) -> int:
        """How many lines the plain text field shows."""
        return min(max(self.text.count("\n") + 1, _LEAST_ROWS), _MOST_ROWS)


def show_edit(
    world: LessonWorld,
    piece: BlockPiece,
    shape: EditBlock,
    text: str | None = None,
    problem: str = "",
) -> EditView:
    """Return an `edit` block with its questions answered for a text, or for the one that is kept.

    A text that cannot be read has findings and no answers.
    """
    place = world.place(shape.policy)
    kept = world.text(place.key)
    shown = kept if text is None else text
    cut = shown[:MAX_TEXT]
    readable = is_readable(world, shape, shown)
    return EditView(
        piece=piece,
        key=place.key,
        scenario=world.slug,
        name=place.name,
        tag=tag_of(world.scenario, place),
        type=place.type,
        text=shown,
        saved=shown == kept,
        edited=world.is_edited(place.key),
        readable=readable,
        findings=validate(cut, place.type, setting_of(place.key, world.snapshot)),
        answers=_answers(world, shape, {place.key: shown}) if readable else (),
        problem=problem or ("" if len(shown) <= MAX_TEXT else too_long(shown)),
    )


def is_readable(world: LessonWorld, shape: EditBlock, text: str) -> bool:
    """Tell whether a text can be read as a policy of the block's type, and so be answered for."""
    policy_type = world.place(shape.policy).type
    return len(text) <= MAX_TEXT and parse_policy(text, policy_type).readable


def keep_text(visitor: Visitor, world: LessonWorld, shape: EditBlock, text: str) -> bool:
    """Save a text as the next version of its policy in the learner's copy, made now if need be.

    Return whether it was another text than before.
    Of two tabs the later one wins; what the other saved stays in the policy's list of versions.
    Raises PolicyRefused for a text that is not stored, PolicyNotFound and ScenarioNotFound.
    """
    key = world.place(shape.policy).key
    if text == world.text(key):
        return False
    sandbox = own_sandbox(visitor, world.slug)
    save_policy(visitor, world.slug, key, text, get_policy(sandbox, key).version)
    return True


def restart_text(visitor: Visitor, world: LessonWorld, shape: EditBlock) -> None:
    """Put a policy's starting text in force. Raises PolicyNotFound and ScenarioNotFound."""
    restore_start(visitor, world.slug, world.place(shape.policy).key)


def refusal_of(error: SandboxError) -> str:
    """Return why a text was not kept, as a sentence for the block."""
    if isinstance(error, PolicyRefused):
        return f"Not saved. {error}"
    return f"This cannot be saved here. {error}"


def too_long(text: str) -> str:
    """Return the sentence about a text over the limit."""
    return f"This has {len(text):,} characters. The limit is {MAX_TEXT:,}."


def _answers(
    world: LessonWorld, shape: EditBlock, drafts: dict[str, str]
) -> tuple[EditAnswer, ...]:
    return tuple(
        EditAnswer(question.title, answer_ask(world, question.ask, drafts=drafts))
        for question in shape.questions
    )
