"""Where a scan of broken JSON stands: what is open, what must follow, what was reported."""

from __future__ import annotations

from enum import Enum, auto

from iamlab.engine.documents.edits import Repair
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
        self.labels: dict[int, set[str]] = {}
        self.alternatives: dict[int, Repair] = {}
        self.expected = Expected.DOCUMENT
        self.open: list[int] = []
        self.previous = (0, 0)
        self.comma = -1
        self.comma_place = 0
        self.stopped = False

    def report(self, start: int, end: int, sentence: str, label: str = "") -> None:
        """Adds a finding, unless its line has one: the rest of a broken line is guesswork.

        `label` names the edits that follow; without one nobody can know what was meant.
        """
        line = self.lines.line(start)
        same_line = bool(self.findings) and self.findings[-1].span.start.line == line
        full = len(self.findings) >= _MAX_PROBLEMS
        self.mender.problem = -1 if full and not same_line else len(self.findings) - same_line
        self.labels.setdefault(self.mender.problem, set()).add(label)
        if full or same_line:
            return
        span = self.lines.span(start, end)
        message = f"Line {line}: {sentence}"
        self.findings.append(Finding(JSON_SYNTAX_ERROR, Severity.ERROR, message, span))

    def begin_value(self, start: int) -> bool:
        """Puts in the comma or colon that lacks before a lexeme; True if it must be a name."""
        place, end = self.previous
        after = quote(self.text[place:end])
        if self.expected is Expected.COMMA:
            sentence = f"a comma is missing after {after}."
            self.report(max(place, end - 1), end, sentence, "Add the comma")
            self.mender.insert(",", start, at=end)
            in_object = self.text[self.open[-1]] == "{"
            self.expected = Expected.NAME if in_object else Expected.ITEM
        elif self.expected is Expected.COLON:
            sentence = f"a colon is missing after {after}."
            self.report(max(place, end - 1), end, sentence, "Add the colon")
            self.mender.insert(":", start, at=end)
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
                self.report(place, place + 1, sentence, "Delete the comma")
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
            closers = "".join(CLOSERS[self.text[place]] for place in reversed(self.open))
            label = f"Add the missing `{closers[:20]}`"
            self.report(last, last + 1, self.explain_end(), label)
        while self.open:
            self.close_innermost(end)
            opener = self.open.pop()
            closer = CLOSERS[self.text[opener]]
            self.mender.insert(closer, end, at=last + 1, put=self.indent_like(opener) + closer)
            self.end_value()

    def indent_like(self, opener: int) -> str:
        """What stands before a closing bracket at the end: the indent of its opener's line."""
        start = self.text.rfind("\n", 0, opener) + 1
        if "\n" not in self.text[opener:].rstrip():
            return ""
        line = self.text[start:opener]
        return "\n" + line[: len(line) - len(line.lstrip(" \t"))]

    def corrections(self) -> tuple[tuple[Repair, ...], ...]:
        """The repairs to try for each finding, best first; none where it would be a guess."""
        return tuple(self.repairs(number) for number in range(len(self.findings)))

    def whole(self) -> Repair | None:
        """All edits together, or None when one of them would be a guess."""
        if any("" in labels for labels in self.labels.values()):
            return None
        edits = tuple(edit for group in self.mender.edits.values() for edit in group)
        return Repair("Mend the JSON", edits) if edits else None

    def repairs(self, number: int) -> tuple[Repair, ...]:
        """The repairs to try for the problem `number`."""
        labels, edits = self.labels.get(number, {""}), self.mender.edits.get(number)
        found = []
        if edits and "" not in labels:
            label = min(labels) if len(labels) == 1 else "Mend this line"
            found.append(Repair(label, tuple(edits)))
        if number in self.alternatives:
            found.append(self.alternatives[number])
        return tuple(found)

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
