"""The author's own options: pick the right one, or all right ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from lessons.content.shapes.courses import Misconception
from lessons.content.shapes.questions import ChoiceQuestion, MultiQuestion, Option
from lessons.judging.questions.errors import Fault
from lessons.judging.questions.judge import Form, Judge
from lessons.judging.questions.reading import chosen, text_of, texts_of
from lessons.judging.questions.shapes import (
    Answer,
    Mark,
    OptionNote,
    Posed,
    PosedOption,
    RightAnswer,
    Samples,
)


class _Options:
    """The options of an author in a seeded order, by IDs that tell nothing."""

    def __init__(self, named: dict[str, Option]) -> None:
        self.named = named

    @property
    def posed(self) -> tuple[PosedOption, ...]:
        return tuple(PosedOption(name, option.text) for name, option in self.named.items())

    @property
    def right(self) -> list[str]:
        return [name for name, option in self.named.items() if option.right]

    def notes(self, picked: list[str]) -> dict[str, OptionNote]:
        return {
            name: OptionNote(
                is_right=option.right,
                chosen=name in picked,
                say=option.say,
                beliefs=(option.misconception,) if option.misconception else (),
            )
            for name, option in self.named.items()
        }

    def beliefs(self, picked: list[str]) -> list[str]:
        """Return what whoever picks wrong options believes, each once."""
        options = [self.named[name] for name in picked if name in self.named]
        found = [item.misconception for item in options if not item.right and item.misconception]
        return list(dict.fromkeys(found))


def _faults(options: list[Option], beliefs: dict[str, Misconception]) -> Iterator[Fault]:
    texts = [option.text.strip() for option in options]
    for number, option in enumerate(options):
        if texts[number] in texts[:number]:
            yield Fault(f"options[{number}].text", f"the option “{texts[number]}” is there twice")
        if option.misconception and option.misconception not in beliefs:
            message = f"the course has no misconception `{option.misconception}`"
            yield Fault(f"options[{number}].misconception", message)


class ChoiceJudge(Judge[ChoiceQuestion]):
    """Judges questions of the kind `choice`."""

    @cached_property
    def _options(self) -> _Options:
        return _Options(_named(self, self.shape.options))

    def pose(self) -> Posed:
        """Return the question with its options in a seeded order."""
        return replace(self.posed(), options=self._options.posed)

    def read(self, form: Form) -> Answer:
        """Return `{"choice": option}`."""
        picked = chosen(form, "choice", self._options.named)
        return {"choice": picked[0]} if picked else {}

    def missing(self, answer: Answer) -> str:
        """Ask for an option."""
        return "" if text_of(answer, "choice") in self._options.named else "Choose an option."

    def mark(self, answer: Answer) -> Mark:
        """Compare with the author's option."""
        given = text_of(answer, "choice")
        options = self._options
        return Mark(
            is_right=given in options.right,
            right=RightAnswer({"choice": options.right[0]}, options.named[options.right[0]].text),
            say=self.shape.why,
            notes=options.notes([given]),
            held=self.setting.held(_known(self, options.beliefs([given]))),
        )

    def faults(self) -> Iterator[Fault]:
        """Refuse repeated options."""
        yield from _faults(self.shape.options, dict(self.setting.course.misconceptions))

    def samples(self) -> Samples:
        """Return the right option and every other."""
        options = self._options
        wrong = tuple({"choice": name} for name in options.named if name not in options.right)
        return Samples({"choice": options.right[0]}, wrong)


class MultiJudge(Judge[MultiQuestion]):
    """Judges questions of the kind `multi`."""

    @cached_property
    def _options(self) -> _Options:
        return _Options(_named(self, self.shape.options))

    def pose(self) -> Posed:
        """Return the question with its options in a seeded order."""
        return replace(self.posed(), options=self._options.posed)

    def read(self, form: Form) -> Answer:
        """Return `{"choices": [option, …]}`."""
        return {"choices": chosen(form, "choices", self._options.named)}

    def missing(self, answer: Answer) -> str:
        """Ask for at least one option."""
        return "" if texts_of(answer, "choices") else "Tick at least one option."

    def mark(self, answer: Answer) -> Mark:
        """Compare with the author's options: all of them, and no other."""
        given = texts_of(answer, "choices")
        options = self._options
        words = "; ".join(options.named[name].text for name in options.right)
        return Mark(
            is_right=set(given) == set(options.right),
            right=RightAnswer({"choices": options.right}, words),
            say=self.shape.why,
            notes=options.notes(given),
            held=self.setting.held(_known(self, options.beliefs(given))),
        )

    def faults(self) -> Iterator[Fault]:
        """Refuse repeated options."""
        yield from _faults(self.shape.options, dict(self.setting.course.misconceptions))

    def samples(self) -> Samples:
        """Return the right options, and answers with one too many or one too few."""
        options = self._options
        wrong = [
            [name for name in options.named if (name in options.right) != (name == changed)]
            for changed in options.named
        ]
        return Samples(
            {"choices": options.right}, tuple({"choices": names} for names in wrong if names)
        )


def _named(
    judge: Judge[ChoiceQuestion] | Judge[MultiQuestion], options: list[Option]
) -> dict[str, Option]:
    texts = [option.text for option in options]
    order = judge.setting.shuffled(texts)
    return {judge.setting.name(texts[place]): options[place] for place in order}


def _known(
    judge: Judge[ChoiceQuestion] | Judge[MultiQuestion], names: list[str]
) -> list[Misconception]:
    beliefs = judge.setting.course.misconceptions
    return [beliefs[name] for name in names if name in beliefs]
