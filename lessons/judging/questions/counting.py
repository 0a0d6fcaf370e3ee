"""How many? The engine counts requests, actions, or the time that a credential has left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from iamlab.engine import (
    Authorizer,
    Snapshot,
    expand_action,
    find_action,
    fits,
)
from iamlab.engine.scenarios import resolve_resource
from lessons.content.shapes.asks import Ask, AskChange
from lessons.content.shapes.questions import CountActions, CountBeyond, NumberQuestion
from lessons.judging.questions.display import (
    asked_in_words,
    change_in_words,
    common_part,
    passed_policies,
    shown_policy,
    varied_parts,
)
from lessons.judging.questions.errors import AnswerUnreadable, Fault, QuestionUnfit
from lessons.judging.questions.judge import Form, Judge
from lessons.judging.questions.reading import first_text, text_of
from lessons.judging.questions.shapes import (
    Answer,
    Asked,
    HeldBelief,
    Mark,
    OptionNote,
    Posed,
    PosedOption,
    RightAnswer,
    Samples,
)
from lessons.judging.questions.timing import Story, read_story, time_left
from lessons.judging.questions.worlds import Answers, World, is_allowed
from lessons.judging.worlds import changed_ask, request_of

_MOST_DIGITS = 9
_MOST_NAMED = 15

Counts = Callable[[Authorizer], frozenset[str]]
"""What an evaluator counts: the names of requests or of actions."""


@dataclass(frozen=True, slots=True)
class _Tally:
    """What is counted: `names` are all that could be, in order; `is_listed` if they are shown."""

    asked: Asked
    names: tuple[str, ...]
    counts: Counts
    is_listed: bool


class NumberJudge(Judge[NumberQuestion]):
    """Judges questions of the kind `number`."""

    @cached_property
    def _tally(self) -> _Tally | None:
        """What is counted of requests; None for a count of time."""
        shape = self.shape
        if shape.actions is not None:
            return _tally_actions(self.world, shape.actions)
        if shape.allowed is not None:
            return _tally_requests(self.world, shape.allowed.ask, shape.allowed.choices)
        if shape.beyond is not None:
            return self._tally_beyond(shape.beyond)
        return None

    @cached_property
    def _key(self) -> int:
        """The right number. Raises QuestionUnfit when nothing determines one."""
        if self._tally is not None:
            return len(self._counts.of(self.world.aws))
        if self._story is None or self.shape.time is None:
            raise QuestionUnfit(Fault("kind", "there is nothing to count"))
        return time_left(self._story, self.shape.time.unit)

    @cached_property
    def _story(self) -> Story | None:
        """The credential whose time is counted."""
        if self.shape.time is None:
            return None
        has_world = self.shape.scenario is not None
        return read_story(self.shape.time, self.world.snapshot if has_world else Snapshot())

    @cached_property
    def _counts(self) -> Answers[frozenset[str]]:
        tally = self._tally
        return Answers(lambda engine: frozenset() if tally is None else tally.counts(engine))

    def pose(self) -> Posed:
        """Return the question with the requests to count among, in the order of the file."""
        posed = self.posed()
        unit = self.shape.unit
        tally = self._tally
        if tally is None:
            return replace(posed, unit=unit, story=self._story)
        names = tally.names if tally.is_listed else ()
        shown = posed.shown
        if self.shape.beyond is not None and not shown:
            place = self.setting.place(self.shape.beyond.policy, "beyond.policy")
            shown = (shown_policy(self.setting, place),)
        return replace(
            posed,
            asked=tally.asked,
            unit=unit,
            shown=shown + passed_policies(self._ask),
            options=tuple(PosedOption(self.setting.name(name), name) for name in names),
        )

    def read(self, form: Form) -> Answer:
        """Return `{"number": digits}`."""
        text = first_text(form, "number", _MOST_DIGITS).replace(",", "").replace(" ", "")
        if not text:
            return {}
        if not (text.isascii() and text.isdigit()):
            raise AnswerUnreadable("number", "Write a whole number in digits, such as 3.")
        return {"number": str(int(text))}

    def missing(self, answer: Answer) -> str:
        """Ask for a number."""
        return "" if text_of(answer, "number") else "Write a number."

    def mark(self, answer: Answer) -> Mark:
        """Compare with the engine's count; a wrong one may be what a believer counts."""
        given = text_of(answer, "number")
        is_right = given == str(self._key)
        right = RightAnswer({"number": str(self._key)}, f"{self._key} {self.shape.unit}")
        tally = self._tally
        if tally is None:
            return Mark(is_right, right, self.shape.why)
        held: tuple[HeldBelief, ...] = ()
        if not is_right:
            beliefs = self.world.held_by(lambda engine: str(len(self._counts.of(engine))) == given)
            held = self.setting.held(beliefs)
        return Mark(
            is_right=is_right,
            right=right,
            say=self.shape.why,
            notes=self._notes(tally),
            held=held,
            remarks=() if tally.is_listed else self._list_counted(tally),
        )

    def faults(self) -> Iterator[Fault]:
        """Refuse repeated requests, and a count that nothing determines."""
        _ = self._key
        tally = self._tally
        if tally is None:
            return
        field = self.keyed_by
        for number, name in enumerate(tally.names):
            if name in tally.names[:number]:
                yield Fault(f"{field}.choices[{number}]", f"the choice {name} is there twice")
        if not tally.names:
            yield Fault(f"{field}.pattern", "no action that matches it is about this resource")

    def samples(self) -> Samples:
        """Return the count and its neighbors."""
        key = self._key
        wrong = [key + 1, key + 10, *([key - 1] if key else [])]
        return Samples({"number": str(key)}, tuple({"number": str(number)} for number in wrong))

    @property
    def keyed_by(self) -> str:
        """An evaluator counts requests; time it does not count."""
        fields = ("allowed", "actions", "beyond")
        return next((name for name in fields if getattr(self.shape, name) is not None), "")

    def is_misled(self, engine: Authorizer) -> bool:
        """Tell whether an evaluator counts another number."""
        return len(self._counts.of(engine)) != self._key

    @property
    def _ask(self) -> Ask:
        given = self.shape.allowed or self.shape.actions or self.shape.beyond
        return Ask(principal="-", action="-") if given is None else given.ask

    def _notes(self, tally: _Tally) -> dict[str, OptionNote]:
        counted = self._counts.of(self.world.aws)
        names = tally.names if tally.is_listed else ()
        return {
            self.setting.name(name): OptionNote(
                is_right=name in counted,
                chosen=False,
                say="Counts." if name in counted else "Does not count.",
            )
            for name in names
        }

    def _list_counted(self, tally: _Tally) -> tuple[str, ...]:
        counted = self._counts.of(self.world.aws)
        names = [f"`{name}`" for name in tally.names if name in counted]
        if not names:
            return ("None of them is allowed.",)
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        return (f"Allowed: {', '.join(names[:_MOST_NAMED])}{more}.",)

    def _tally_beyond(self, beyond: CountBeyond) -> _Tally:
        place = self.setting.place(beyond.policy, "beyond.policy")
        snapshot = self.setting.snapshot_with(place, beyond.reference.text)
        reference = self.world.with_snapshot(snapshot, keep=True)
        whole = _tally_requests(self.world, beyond.ask, beyond.choices)

        def counts(engine: Authorizer) -> frozenset[str]:
            return whole.counts(engine) - whole.counts(reference.engine(engine.rules))

        return replace(whole, counts=counts)


def _tally_requests(world: World, ask: Ask, choices: list[AskChange]) -> _Tally:
    varied = varied_parts(choices)
    names = tuple(change_in_words(world.snapshot, ask, change, varied) for change in choices)
    requests = {
        name: request_of(world.snapshot, changed_ask(ask, change))
        for name, change in zip(names, choices, strict=True)
    }

    def counts(engine: Authorizer) -> frozenset[str]:
        return frozenset(name for name, request in requests.items() if is_allowed(engine, request))

    asked = common_part(asked_in_words(world.snapshot, ask), varied)
    return _Tally(asked, names, counts, is_listed=True)


def _tally_actions(world: World, count: CountActions) -> _Tally:
    resource = resolve_resource(world.snapshot, count.ask.resource)
    names = [
        name
        for name in sorted(expand_action(count.pattern))
        if (action := find_action(name)) is not None and fits(action, resource)
    ]
    requests = {
        name: request_of(world.snapshot, count.ask.model_copy(update={"action": name}))
        for name in names
    }

    def counts(engine: Authorizer) -> frozenset[str]:
        return frozenset(name for name, request in requests.items() if is_allowed(engine, request))

    asked = replace(asked_in_words(world.snapshot, count.ask), action=count.pattern)
    return _Tally(asked, tuple(names), counts, is_listed=False)
