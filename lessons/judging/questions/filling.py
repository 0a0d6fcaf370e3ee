"""A blank to fill, in a policy that the engine tries or in a line that the author knows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from lessons.content.references import Place
from lessons.content.shapes.questions import BLANK, FillQuestion
from lessons.judging.questions.display import shown_policy
from lessons.judging.questions.errors import Fault
from lessons.judging.questions.intents import can_be_asked, make_goals
from lessons.judging.questions.judge import Form, Judge
from lessons.judging.questions.reading import MOST_SHORT_CHARACTERS, first_text, text_of
from lessons.judging.questions.shapes import (
    Answer,
    Blank,
    Mark,
    Posed,
    RightAnswer,
    Samples,
)
from lessons.judging.questions.trials import Trial

_JUNK = ("something-else", "0")
"""What no blank is about: a question that takes it takes anything."""


class FillJudge(Judge[FillQuestion]):
    """Judges questions of the kind `fill`."""

    @cached_property
    def _document(self) -> str:
        """The policy with its blank, empty when the blank is in a line of text."""
        return "" if self.shape.document is None else self.shape.document.text.rstrip("\n")

    @cached_property
    def _place(self) -> Place:
        return self.setting.place(self.shape.policy or "", "policy")

    @cached_property
    def _trial(self) -> Trial:
        return Trial(
            setting=self.setting,
            world=self.world,
            place=self._place,
            goals=make_goals(self.world, self.shape.intents),
            reference=self._filled(self.shape.answer),
            tight=self.shape.tight,
        )

    def pose(self) -> Posed:
        """Return the question with the text around its blank."""
        before, _, after = (self._document or self.shape.line).partition(BLANK)
        posed = self.posed()
        if not self._document:
            return replace(posed, blank=Blank(before, after))
        policy = shown_policy(self.setting, self._place, self._document)
        return replace(
            posed,
            shown=tuple(item for item in posed.shown if item.key != self._place.key),
            blank=Blank(before, after, policy),
            goals=tuple(goal.asked for goal in self._trial.goals),
            tight=self.shape.tight,
        )

    def read(self, form: Form) -> Answer:
        """Return `{"text": filled in}`."""
        text = first_text(form, "text", MOST_SHORT_CHARACTERS)
        return {"text": text} if text else {}

    def missing(self, answer: Answer) -> str:
        """Ask for a text."""
        return "" if text_of(answer, "text").strip() else "Fill in the blank."

    def mark(self, answer: Answer) -> Mark:
        """Try the policy that the text makes, or compare the text with the author's."""
        given = text_of(answer, "text")
        right = RightAnswer({"text": self.shape.answer}, self.shape.answer)
        if self._document:
            return self._trial.mark(self._filled(given), right, self.shape.why)
        return Mark(is_right=self._is_accepted(given), right=right, say=self.shape.why)

    def faults(self) -> Iterator[Fault]:
        """Refuse a blank that the author's answers do not fill, or that anything fills."""
        if not self._document:
            return
        trial = self._trial
        problem = can_be_asked(trial.world, trial.goals)
        if problem:
            yield Fault("intents", problem)
            return
        fields = {"answer": self.shape.answer}
        fields |= {f"accept[{number}]": text for number, text in enumerate(self.shape.accept)}
        for field, text in fields.items():
            found = trial.run(self._filled(text))
            if found.problem:
                yield Fault(field, found.problem)
            for item in found.missed:
                yield Fault(field, f"`{text}` misses an intent: {item.goal.words}")
            if found.undecided:
                yield Fault(field, f"nobody can tell whether it is too wide: {found.undecided}")
            if found.witness is not None:
                yield Fault(field, f"`{text}` allows more than `{self.shape.answer}`")
        if all(self._is_right(text) for text in _JUNK):
            yield Fault("intents", "they hold whatever is filled in")

    def samples(self) -> Samples:
        """Return the author's answer, and texts that are none."""
        wrong = tuple({"text": text} for text in (*_JUNK, "") if self._is_right(text) is False)
        return Samples({"text": self.shape.answer}, wrong)

    def _is_right(self, given: str) -> bool | None:
        if self._document:
            return self._trial.run(self._filled(given)).is_right
        return self._is_accepted(given)

    def _is_accepted(self, given: str) -> bool:
        accepted = (self.shape.answer, *self.shape.accept)
        return any(_normal(given, like=text) == _normal(text, like=text) for text in accepted)

    def _filled(self, given: str) -> str:
        """Return the policy with a text in its blank, as one who writes JSON would put it there."""
        before, _, after = self._document.partition(BLANK)
        text = given.strip()
        if not _is_inside_string(before):
            return f"{before}{text}{after}"
        if len(text) > 1 and text[0] == text[-1] == '"':
            text = text[1:-1]
        return f"{before}{json.dumps(text, ensure_ascii=False)[1:-1]}{after}"


def _is_inside_string(before: str) -> bool:
    """Tell whether a JSON text stops in the middle of a string."""
    inside = escaped = False
    for character in before:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = inside
        elif character == '"':
            inside = not inside
    return inside


def _normal(text: str, like: str) -> str:
    """Return a text to be compared: without outer quotes, and in small letters but for an ARN."""
    plain = " ".join(text.split())
    if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "\"'`":
        plain = plain[1:-1].strip()
    return plain if "arn:" in like else plain.casefold()
