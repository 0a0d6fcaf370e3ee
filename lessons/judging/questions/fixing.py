"""A policy to edit until it does what it should, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from lessons.content.references import Place
from lessons.content.shapes.questions import FixQuestion
from lessons.judging.questions.display import shown_policy
from lessons.judging.questions.errors import Fault
from lessons.judging.questions.intents import can_be_asked, make_goals
from lessons.judging.questions.judge import Form, Judge
from lessons.judging.questions.reading import MOST_POLICY_CHARACTERS, first_text, text_of
from lessons.judging.questions.shapes import Answer, Mark, Posed, RightAnswer, Samples
from lessons.judging.questions.trials import Trial


class FixJudge(Judge[FixQuestion]):
    """Judges questions of the kind `fix`."""

    @cached_property
    def _place(self) -> Place:
        return self.setting.place(self.shape.edit, "edit")

    @cached_property
    def _starter(self) -> str:
        return self.shape.starter.text.rstrip("\n")

    @cached_property
    def _trial(self) -> Trial:
        return Trial(
            setting=self.setting,
            world=self.world,
            place=self._place,
            goals=make_goals(self.world, self.shape.intents),
            reference=self.shape.reference.text,
            tight=self.shape.tight,
        )

    def pose(self) -> Posed:
        """Return the question with the policy to edit and what it must do."""
        posed = self.posed()
        return replace(
            posed,
            shown=tuple(item for item in posed.shown if item.key != self._place.key),
            edit=shown_policy(self.setting, self._place, self._starter),
            goals=tuple(goal.asked for goal in self._trial.goals),
            tight=self.shape.tight,
        )

    def read(self, form: Form) -> Answer:
        """Return `{"text": policy}`; line ends as the editor has them."""
        text = first_text(form, "text", MOST_POLICY_CHARACTERS, strip=False)
        return {"text": text.replace("\r\n", "\n")} if text.strip() else {}

    def missing(self, answer: Answer) -> str:
        """Ask for a policy that is not the one given."""
        text = text_of(answer, "text").strip()
        if not text:
            return "Write the policy."
        return "Edit the policy first." if text == self._starter.strip() else ""

    def mark(self, answer: Answer) -> Mark:
        """Try the policy in the organization."""
        reference = self.shape.reference.text
        right = RightAnswer({"text": reference}, reference)
        return self._trial.mark(text_of(answer, "text"), right, self.shape.why)

    def faults(self) -> Iterator[Fault]:
        """Refuse a reference that is not right, and a starting text that is."""
        trial = self._trial
        problem = can_be_asked(trial.world, trial.goals)
        if problem:
            yield Fault("intents", problem)
            return
        found = trial.run(self.shape.reference.text)
        if found.problem:
            yield Fault("reference", found.problem)
        for item in found.missed:
            yield Fault("reference", f"it misses an intent: {item.goal.words}")
        start = trial.run(self._starter)
        if start.undecided:
            yield Fault("starter", f"nobody can tell whether it is too wide: {start.undecided}")
        elif start.is_right:
            yield Fault("starter", "it is right already, so there is nothing to fix")

    def samples(self) -> Samples:
        """Return the reference, and the starting text, an empty text and broken JSON."""
        wrong = (self._starter, "", "{", '{"Version": "2012-10-17", "Statement": []}')
        reference = self.shape.reference.text
        return Samples({"text": reference}, tuple({"text": text} for text in wrong))
