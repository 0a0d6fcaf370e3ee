"""Explains in plain words why a text is not JSON, and mends a copy so reading can go on."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.documents.corrections import (
    correct_fault,
    correct_other,
)
from iamlab.engine.documents.edits import Repair, TextEdit
from iamlab.engine.documents.findings import Finding
from iamlab.engine.documents.loose_tokens import LooseTokens
from iamlab.engine.documents.mending import MendedText
from iamlab.engine.documents.positions import LineIndex
from iamlab.engine.documents.scan_state import CLOSERS, KINDS, Expected
from iamlab.engine.documents.tokens import (
    TOKEN,
    explain_other,
    faults_in_string,
    is_closed,
    mend_string,
    quote,
)

MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is wrong with a text, and a copy of it that reads as JSON as far as possible.

    `corrections` holds, for each finding, the repairs that may mend it, best first; `whole` all
    edits together, unless one would be a guess. Only trying them shows whether they help.
    """

    findings: tuple[Finding, ...]
    mended: MendedText
    corrections: tuple[tuple[Repair, ...], ...]
    whole: Repair | None


def explain_syntax(text: str, lines: LineIndex) -> Explanation:
    """Finds the first problem exactly and a few later ones, at most one on each line."""
    return _Scanner(text, lines).scan()


class _Scanner(LooseTokens):
    """Walks the tokens once; each `read_` method handles one kind of lexeme."""

    def scan(self) -> Explanation:
        place = 0
        while place < len(self.text) and not self.stopped:
            match = TOKEN.match(self.text, place)
            if match is None:  # TOKEN covers every character.
                break
            place = self.read(match.lastgroup or "other", place, match.end())
        self.finish()
        mended = self.mender.finish()
        return Explanation(tuple(self.findings), mended, self.corrections(), self.whole())

    def read(self, kind: str, start: int, end: int) -> int:
        """Handles one lexeme and gives the place where the next one begins."""
        if kind == "space":
            self.mender.copy(start, end)
            return end
        lexeme = self.text[start:end]
        if kind == "comment":
            sentence = f"comments are not allowed in JSON; delete {quote(lexeme)}."
            self.report(start, end, sentence, "Delete the comment")
            self.mender.blank(start, end)
            return end
        if self.expected is Expected.NOTHING:
            return self.read_trailing(start)
        if kind == "other":
            label, put = correct_other(lexeme)
            self.report(start, end, explain_other(lexeme), label)
            self.mender.blank(start, end, put)
            return end
        if kind == "punctuation":
            self.read_punctuation(lexeme, start)
        elif kind == "string":
            end = self.read_string(lexeme, start)
        elif kind == "quoted":
            self.read_quoted(lexeme, start)
        else:
            self.read_word(lexeme, start)
        self.previous = (start, end)
        return end

    def read_trailing(self, start: int) -> int:
        end = len(self.text)
        what = quote(self.text[start:].split("\n", 1)[0])
        harmless = not self.text[start:].strip(" \t\r\n,;]}")
        self.report(
            start,
            len(self.text.rstrip()),
            f"there is more text after the end of the document: {what}. "
            "A policy is one JSON object.",
            "Delete what follows the policy" if harmless else "",
        )
        self.mender.blank(start, end)
        self.stopped = True
        return end

    def read_punctuation(self, lexeme: str, start: int) -> None:
        if lexeme in "{[":
            self.read_opener(lexeme, start)
        elif lexeme in "}]":
            self.read_closer(lexeme, start)
        elif lexeme == ",":
            self.read_comma(start)
        else:
            self.read_colon(start)

    def read_opener(self, lexeme: str, start: int) -> None:
        if len(self.open) >= MAX_DEPTH:
            self.stopped = True
            return
        if self.begin_value(start):
            sentence = f"a name in double quotes must stand here, before {quote(lexeme)}."
            self.report(start, start + 1, sentence)
            self.mender.insert('"":', start)
        self.open.append(start)
        self.expected = Expected.FIRST_NAME if lexeme == "{" else Expected.FIRST_ITEM
        self.mender.copy(start, start + 1)

    def read_closer(self, lexeme: str, start: int) -> None:
        matching = [place for place in self.open if CLOSERS[self.text[place]] == lexeme]
        if not matching:
            sentence = f"`{lexeme}` closes nothing; no {KINDS[lexeme]} is open."
            self.report(start, start + 1, sentence, f"Delete the `{lexeme}`")
            self.mender.blank(start, start + 1)
            return
        inner = self.open[-1]
        if inner != matching[-1]:
            opener = self.text[inner]
            closer = CLOSERS[opener]
            self.report(
                start,
                start + 1,
                f"`{lexeme}` stands where `{closer}` must close the "
                f"{KINDS[opener]} opened on line {self.lines.line(inner)}.",
                f"Put the missing `{closer}` before it",
            )
            other = Repair(f"Put `{closer}` in its place", (TextEdit(start, start + 1, closer),))
            self.alternatives.setdefault(self.mender.problem, other)
        while self.open[-1] != matching[-1]:
            self.close_innermost(start)
            self.mender.insert(CLOSERS[self.text[self.open.pop()]], start, at=self.previous[1])
            self.end_value()
        self.close_innermost(start, lexeme)
        self.open.pop()
        self.mender.copy(start, start + 1)
        self.end_value()

    def read_comma(self, start: int) -> None:
        self.complete_member(start)
        if self.expected is Expected.COMMA:
            self.comma = self.mender.copy(start, start + 1)
            self.comma_place = start
            in_object = self.text[self.open[-1]] == "{"
            self.expected = Expected.NAME if in_object else Expected.ITEM
            return
        if self.expected in (Expected.NAME, Expected.ITEM):
            sentence = "one comma is enough; delete the second one."
        else:
            sentence = "a comma stands before the first value; delete it."
        self.report(start, start + 1, sentence, "Delete the comma")
        self.mender.blank(start, start + 1)

    def read_colon(self, start: int) -> None:
        if self.expected is Expected.COLON:
            self.mender.copy(start, start + 1)
            self.expected = Expected.VALUE
            return
        label = ""
        if self.expected is Expected.VALUE:
            sentence, label = "one colon is enough; delete the second one.", "Delete the colon"
        elif self.open and self.text[self.open[-1]] == "[":
            line = self.lines.line(self.open[-1])
            sentence = (
                f"a colon stands inside the list opened on line {line}; "
                'only an object, in `{ }`, holds `"name": value` pairs.'
            )
        else:
            sentence = "a colon may stand only between a name and its value."
        self.report(start, start + 1, sentence, label)
        self.mender.blank(start, start + 1)

    def read_string(self, lexeme: str, start: int) -> int:
        """Handles a string; an unclosed one ends before the punctuation that ends its line."""
        is_name = self.begin_value(start)
        closed = is_closed(lexeme)
        if not closed:
            lexeme = lexeme[: max(1, len(lexeme.rstrip(" \t,]}")))]
        end = start + len(lexeme)
        if not closed:
            sentence = f'the string {quote(lexeme)} is never closed; add a `"`.'
            self.report(start, end, sentence, "Close the string")
        for first, last, sentence in faults_in_string(lexeme):
            label, put = correct_fault(lexeme[first:last])
            self.report(start + first, start + last, sentence, label)
            self.mender.edit(start + first, start + last, put)
        self.mender.replace(mend_string(lexeme), start)
        if not closed:
            self.mender.insert('"', end)
        self.end_text(is_name)
        return end
