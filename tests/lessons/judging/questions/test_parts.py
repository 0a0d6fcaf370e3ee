"""Questions drawn as parts of a form: open, filled in, and answered rightly and wrongly."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template.loader import render_to_string

from lessons.judging.questions import Answer, answers_for_tests, mark, read_answer
from tests.lessons.judging.questions.courses import every_kind
from tests.lessons.judging.questions.test_keys import posed

QUESTIONS = sorted(every_kind().questions)


class Fields(HTMLParser):
    """What a browser would send of a part of a form."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.names: set[str] = set()
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("input", "select", "textarea"):
            self.names.add(given["name"])
        if tag == "select":
            self._select = given["name"]
        elif tag == "option" and self._select and "selected" in given:
            self.sent.setdefault(self._select, []).append(given["value"])
        elif tag == "textarea":
            self._area = given["name"]
        elif tag == "input" and (
            given.get("type") not in ("radio", "checkbox") or "checked" in given
        ):
            self.sent.setdefault(given["name"], []).append(given["value"])

    def handle_endtag(self, tag: str) -> None:
        self._select = "" if tag == "select" else self._select
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent.setdefault(self._area, []).append(data.removeprefix("\n"))


def drawn(question: str, answer: Answer | None = None, *, marked: bool = False) -> str:
    asked = posed(question)
    context: dict[str, Any] = {"posed": asked, "answer": answer, "course": every_kind()}
    if marked:
        context["mark"] = mark(asked, answer or {})
    return render_to_string("quizzes/_question.html", context)


def fields_of(html: str) -> Fields:
    parser = Fields()
    parser.feed(html)
    return parser


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_open_question_is_unanswered(question: str) -> None:
    fields = fields_of(drawn(question))
    assert fields.names
    answer = read_answer(posed(question), fields.sent)
    assert answer != answers_for_tests(posed(question)).right


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_was_answered_is_filled_in_again(question: str) -> None:
    """Sending the form as it stands gives the same answer: nothing typed is lost."""
    right = answers_for_tests(posed(question)).right
    assert read_answer(posed(question), fields_of(drawn(question, right)).sent) == right


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("which", ["right", "wrong"])
def test_an_answered_question_says_how_it_went_and_why(question: str, which: str) -> None:
    samples = answers_for_tests(posed(question))
    answer = samples.right if which == "right" else samples.wrong[0]
    html = drawn(question, answer, marked=True)
    said = "Right" if which == "right" else "Not right"
    assert re.search(rf'class="quiz-said">\s*<svg.*?</svg>{said}<', html, re.DOTALL)
    why = every_kind().questions[question].shape.why
    assert why in unescape(html)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_open_question_holds_nothing_of_its_explanation(question: str) -> None:
    html = drawn(question)
    assert "quiz-said" not in html
    assert "option-right" not in html
    assert every_kind().questions[question].shape.why not in unescape(html)


@pytest.mark.parametrize("question", QUESTIONS)
def test_ids_are_unique_and_nothing_is_inline(question: str) -> None:
    samples = answers_for_tests(posed(question))
    for html in (drawn(question), drawn(question, samples.wrong[0], marked=True)):
        ids = re.findall(r'\sid="([^"]*)"', html)
        assert len(set(ids)) == len(ids)
        assert not re.search(r'\sstyle="|\son[a-z]+="|<script', html)


def test_what_a_learner_typed_is_escaped() -> None:
    text = '"><script>alert(1)</script>'
    for question in ("fill-word", "fill-resource", "fix-upload"):
        for html in (drawn(question, {"text": text}), drawn(question, {"text": text}, marked=True)):
            assert "<script>" not in html
    written = {"action": text, "resource": text, "context": [[text, text]]}
    for marked in (False, True):
        assert "<script>" not in drawn("break-prefix", written, marked=marked)


def test_a_statement_is_picked_where_it_stands() -> None:
    html = drawn("deciding-deny")
    assert html.count('name="choice"') == 4
    numbers = [int(number) for number in re.findall(r'data-n="(\d+)"', html)]
    assert numbers == [*range(1, 18), *range(1, 10)]


def test_the_deciding_statement_is_lit_in_its_verdicts_color() -> None:
    html = drawn("deciding-deny", {"choice": "none"}, marked=True)
    lit = re.findall(r'class="line lit" data-n="(\d+)"', html)
    assert lit == ["10", "11", "12", "13", "14", "15"]
    assert 'data-verdict="explicitDeny"' in html


def test_a_belief_is_told_with_both_verdicts() -> None:
    html = drawn("verdict-across", {"choice": "allowed"}, marked=True)
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "takes for granted: one side is enough across accounts." in text
    assert "An engine with just that rule wrong says Allowed ; with AWS’s rules" in text
