"""What the templates of questions show: Markdown, and policies cut where something is picked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from iamlab.engine import Verdict
from iamlab.lab.listing import ListedLine, list_lines
from iamlab.site.templatetags.icons import icon
from lessons.content.markdown import VERDICT_WORDS
from lessons.content.prose import render_prose
from lessons.judging.questions import Answer, Mark, OptionNote, Posed, PosedOption, ShownPolicy
from lessons.services.reading import LOOK
from lessons.timelines import Drawing, draw

register = template.Library()

_NO_NOTE = OptionNote(is_right=False, chosen=False)
_SURE = {1: "guessing", 2: "fairly sure", 3: "certain"}
_MOST_ROWS = 40
_GAP = "\ue000"  # stands for the blank; no text that people write has it


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a policy: a statement to pick, when there is an `option`."""

    lines: tuple[ListedLine, ...]
    option: PosedOption | None = None


@dataclass(frozen=True, slots=True)
class Halves:
    """A line of a policy with a blank in it: what stands before and after."""

    number: int
    before: SafeString
    after: SafeString


@dataclass(frozen=True, slots=True)
class Step:
    """A step in its right place, and the place that it was given."""

    option: PosedOption
    note: OptionNote
    given: int


@register.filter
def markdown(text: str) -> SafeString:
    """Return Markdown as the HTML of lessons' prose."""
    return mark_safe(_render(text))  # noqa: S308 - the renderer lets nothing else through


@lru_cache(maxsize=1024)
def _render(text: str) -> str:
    return render_prose(text, LOOK).html


@register.filter
def kind_template(posed: Posed) -> str:
    """Return the template of a kind of question."""
    return f"quizzes/kinds/_{posed.kind}.html"


@register.filter
def lines_of(policy: ShownPolicy) -> tuple[ListedLine, ...]:
    """Return the lines of a policy as listings show them."""
    return list_lines(policy.text)


@register.filter
def text_lines(text: str) -> tuple[ListedLine, ...]:
    """Return the lines of a JSON text as listings show them."""
    return list_lines(text.rstrip("\n"))


@register.simple_tag
def parts_of(policy: ShownPolicy, posed: Posed, mark: Mark | None = None) -> list[Part]:
    """Return a policy cut into the statements that can be picked and what is between them.

    The lines of the deciding statement are lit once the question is answered.
    """
    own = [option for option in posed.options if option.policy == policy.key]
    own.sort(key=lambda option: option.first_line)
    last = policy.text.count("\n") + 1
    parts: list[Part] = []
    start = 1
    for option in own:
        if option.first_line < start:
            return _on_one_line(policy, own)
        parts.append(Part(_cut(policy.text, start, option.first_line - 1)))
        lit = mark is not None and mark.notes[option.id].is_right
        lines = _cut(policy.text, option.first_line, option.last_line, lit=lit)
        parts.append(Part(lines, option))
        start = option.last_line + 1
    parts.append(Part(_cut(policy.text, start, last)))
    return [part for part in parts if part.lines]


def _on_one_line(policy: ShownPolicy, options: Sequence[PosedOption]) -> list[Part]:
    """Return the whole text, then an empty part for each statement: they share lines."""
    return [Part(list_lines(policy.text)), *(Part((), option) for option in options)]


def _cut(text: str, first: int, last: int, *, lit: bool = False) -> tuple[ListedLine, ...]:
    lines = list_lines(text, first, last) if lit else list_lines(text)
    return lines[first - 1 : last]


@register.simple_tag
def halves_of(posed: Posed) -> list[ListedLine | Halves]:
    """Return the lines of a policy with a blank; the one with the blank as its two halves."""
    blank = posed.blank
    if blank is None:
        return []
    number = blank.before.count("\n") + 1
    lines = list_lines(f"{blank.before}{_GAP}{blank.after}")
    before, _, after = lines[number - 1].html.partition(_GAP)
    # Both were escaped as one line; a string that the blank stands in goes on after it.
    gap = Halves(number, mark_safe(before), mark_safe(after))  # noqa: S308
    return [*lines[: number - 1], gap, *lines[number:]]


@register.filter
def note_of(option: PosedOption, mark: Mark | None) -> OptionNote:
    """Return what is said of an option; nothing before the question is answered."""
    return _NO_NOTE if mark is None else mark.notes.get(option.id, _NO_NOTE)


@register.simple_tag
def is_picked(option: PosedOption, answer: Answer | None) -> bool:
    """Tell whether an answer picks an option."""
    if not answer:
        return False
    choices = answer.get("choices")
    return answer.get("choice") == option.id or (isinstance(choices, list) and option.id in choices)


@register.filter
def answer_text(answer: Answer | None, name: str) -> str:
    """Return a text of an answer, empty without one."""
    value = (answer or {}).get(name)
    return value if isinstance(value, str) else ""


@register.simple_tag
def rows_of(posed: Posed, answer: Answer | None) -> list[tuple[int, str, str]]:
    """Return the rows for condition keys, numbered: those that are written, then empty ones."""
    pairs = _pairs((answer or {}).get("context"))[: posed.rows]
    pairs += [("", "")] * (posed.rows - len(pairs))
    return [(number, *pair) for number, pair in enumerate(pairs, start=1)]


def _pairs(value: Any) -> list[tuple[str, str]]:
    items = value if isinstance(value, list) else []
    return [(str(i[0]), str(i[1])) for i in items if isinstance(i, list) and len(i) == 2]


@register.simple_tag
def place_of(option: PosedOption, answer: Answer | None) -> int:
    """Return the place that an answer gives a step, 0 for none."""
    places = (answer or {}).get("places")
    place = places.get(option.id) if isinstance(places, dict) else None
    return place if isinstance(place, int) else 0


@register.simple_tag
def steps_in_order(posed: Posed, mark: Mark, answer: Answer | None) -> list[Step]:
    """Return the steps in the right order, each with its note and the place that it was given."""
    options = {option.id: option for option in posed.options}
    right: dict[str, int] = mark.right.answer["places"]
    return [
        Step(options[name], mark.notes.get(name, _NO_NOTE), place_of(options[name], answer))
        for name in sorted(right, key=lambda name: right[name])
    ]


@register.filter
def rows_for(text: str) -> int:
    """Return how many lines a text area shows of a text, with room to write."""
    return min(text.count("\n") + 3, _MOST_ROWS)


@register.filter
def beliefs_of(note: OptionNote, course: Any) -> list[Any]:
    """Return the beliefs of a note with their texts; those that the course has not are left out."""
    known = getattr(course, "misconceptions", {})
    return [known[name] for name in note.beliefs if name in known]


@register.simple_tag
def verdict_mark(verdict: str) -> SafeString:
    """Return a verdict inside a line of text: its icon and its words."""
    words = VERDICT_WORDS[Verdict(verdict)]
    return format_html(
        '<span class="verdict-mark" data-verdict="{}">{}{}</span>', verdict, icon(verdict), words
    )


@register.simple_tag
def sureness() -> Iterable[tuple[int, str]]:
    """Return how sure somebody can be of an answer."""
    return _SURE.items()


@register.filter
def sure_words(number: object) -> str:
    """Return how sure somebody was, empty when that was not asked."""
    return _SURE.get(number, "") if isinstance(number, int) else ""


@register.simple_tag
def drawing_of(posed: Posed) -> Drawing | None:
    """Return the picture of a credential's story at the instant that was asked about."""
    story = posed.story
    if story is None:
        return None
    return draw(story.timeline, story.snapshot, (), story.at)
