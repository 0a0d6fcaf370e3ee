"""Where a scan of broken JSON stands: what is open, what must follow, what was reported."""

from __future__ import annotations

from enum import Enum, auto

from iamlab.engine.documents.findings import Finding, Severity
from iamlab.engine.documents.mending import Mender
from iamlab.engine.documents.positions import LineIndex
from iamlab.engine.documents.tokens import quote

JSON_SYNTAX_ERROR = "JSON_SYNTAX_ERROR"
CLOSERS = {"{": "}", "[": "]"}
KINDS = {"{": "object", "[": "list", "}": "object", "]": "list"}
_MAX_PROBLEMS = 5


class Expected(Enum):
    """What the grammar wants next."""

    DOCUMENT = auto()
    FIRST_NAME = auto()
    NAME = auto()
    COLON = auto()
    VALUE = auto()
    FIRST_ITEM = auto()
    ITEM = auto()
    COMMA = auto()
    NOTHING = auto()


class ScanState:
    """The state of one scan, and the repairs that depend on what was expected next.

    `open` holds the offsets of the unclosed brackets, `previous` the last lexeme's place.
    """

    def __init__(self, text: str, lines: LineIndex) -> None:
        self.text = text
        self.lines = lines
        self.mender = Mender(text)
        self.findings: list[Finding] = []
        self.expected = Expected.DOCUMENT
        self.open: list[int] = []
        self.previous = (0, 0)
        self.comma = -1
        self.comma_place = 0
        self.stopped = False

    def report(self, start: int, end: int, sentence: str) -> None:
        """Adds a finding, unless its line has one: the rest of a broken line is guesswork."""
        line = self.lines.line(start)
        if len(self.findings) >= _MAX_PROBLEMS:
            return
        if self.findings and self.findings[-1].span.start.line == line:
            return
        span = self.lines.span(start, end)
        message = f"Line {line}: {sentence}"
        self.findings.append(Finding(JSON_SYNTAX_ERROR, Severity.ERROR, message, span))

    def begin_value(self, start: int) -> bool:
        """Puts in the comma or colon that lacks before a lexeme; True if it must be a name."""
        place, end = self.previous
        after = quote(self.text[place:end])
        if self.expected is Expected.COMMA:
            self.report(max(place, end - 1), end, f"a comma is missing after {after}.")
            self.mender.insert(",", start)
            in_object = self.text[self.open[-1]] == "{"
            self.expected = Expected.NAME if in_object else Expected.ITEM
        elif self.expected is Expected.COLON:
            self.report(max(place, end - 1), end, f"a colon is missing after {after}.")
            self.mender.insert(":", start)
            self.expected = Expected.VALUE
        return self.expected in (Expected.NAME, Expected.FIRST_NAME)

    def end_text(self, is_name: bool) -> None:
        if is_name:
            self.expected = Expected.COLON
        else:
            self.end_value()

    def end_value(self) -> None:
        self.expected = Expected.COMMA if self.open else Expected.NOTHING

    def complete_member(self, start: int) -> None:
        """Gives a name its missing colon and value."""
        if self.expected not in (Expected.COLON, Expected.VALUE):
            return
        place, end = self.previous
        if self.expected is Expected.COLON:
            name = quote(self.text[place:end])
            self.report(place, end, f"{name} has no value; write a colon and a value after it.")
            self.mender.insert(":null", start)
        else:
            self.report(place, end, "a value is missing after the colon.")
            self.mender.insert("null", start)
        self.end_value()

    def close_innermost(self, start: int, closer: str = "") -> None:
        """Completes what is half done inside the innermost object or list."""
        if self.expected in (Expected.NAME, Expected.ITEM):
            if closer:
                place = self.comma_place
                sentence = f"a comma stands before `{closer}`; JSON allows none there."
                self.report(place, place + 1, sentence)
            self.mender.blank_piece(self.comma)
        else:
            self.complete_member(start)

    def finish(self) -> None:
        """Closes what the end of the text leaves open."""
        end = len(self.text)
        last = max(0, len(self.text.rstrip()) - 1)
        if self.expected is Expected.DOCUMENT:
            self.report(0, end, "the document is empty; a policy begins with `{`.")
        elif self.open and not self.stopped:
            self.report(last, last + 1, self.explain_end())
        while self.open:
            self.close_innermost(end)
            self.mender.insert(CLOSERS[self.text[self.open.pop()]], end)
            self.end_value()

    def explain_end(self) -> str:
        inner = self.open[-1]
        opener = self.text[inner]
        closing = (
            f"`{CLOSERS[opener]}` closes the {KINDS[opener]} opened on line "
            f"{self.lines.line(inner)}"
        )
        if self.expected in (Expected.COLON, Expected.VALUE):
            return f"the document ends where a value must follow, and before {closing}."
        return f"the document ends before {closing}."
