"""Handles what stands in broken JSON instead of strings: other quotes and bare words."""

from __future__ import annotations

from iamlab.engine.documents.corrections import correct_quoted, correct_word
from iamlab.engine.documents.scan_state import Expected, ScanState
from iamlab.engine.documents.tokens import (
    explain_word,
    intended_literal,
    is_number_like,
    is_value_word,
    mend_quoted,
    quote,
)


class LooseTokens(ScanState):
    """The part of a scan that reads tokens which JSON does not have."""

    def read_quoted(self, lexeme: str, start: int) -> None:
        is_name = self.begin_value(start)
        kind = "single" if lexeme[0] == "'" else "curly"
        sentence = (
            f'names and strings need double quotes (`"`), not {kind} quotes: {quote(lexeme)}.'
        )
        closed = len(lexeme) > 1 and lexeme[-1] in "'“”\""
        end = start + len(lexeme)
        self.report(start, end, sentence, "Use double quotes" if closed else "")
        self.mender.edit(start, end, correct_quoted(lexeme))
        self.mender.replace(mend_quoted(lexeme[:-1] if closed else lexeme), start)
        if closed:
            self.mender.replace('"', end - 1)
        else:
            self.mender.fill('"', end)
        self.end_text(is_name)

    def read_word(self, lexeme: str, start: int) -> None:
        end = start + len(lexeme)
        if self.expected is Expected.COMMA and self.touches_string(start):
            self.report(
                start,
                end,
                f"{quote(lexeme)} stands right after the string "
                f"{quote(self.text[slice(*self.previous)])}: a quote is missing or one too many. "
                'Inside a string write `\\"`.',
            )
        is_name = self.begin_value(start)
        if is_name:
            sentence = f'a name needs double quotes: write `"{lexeme[:30]}"`.'
            self.report(start, end, sentence, "Put it in double quotes")
            self.mender.edit(start, end, correct_quoted(f"'{lexeme}'"))
        elif not is_value_word(lexeme):
            label, put = correct_word(lexeme)
            self.report(start, end, explain_word(lexeme), label)
            self.mender.edit(start, end, put)
        self.mend_word(lexeme, start, is_name)
        self.end_text(is_name)

    def touches_string(self, start: int) -> bool:
        return self.previous[1] == start and self.text[start - 1] == '"'

    def mend_word(self, lexeme: str, start: int, is_name: bool) -> None:
        end = start + len(lexeme)
        if is_value_word(lexeme) and not is_name:
            self.mender.copy(start, end)
        elif is_number_like(lexeme) and not is_name:
            self.mender.fill("0", start)
        elif (literal := intended_literal(lexeme)) and not is_name:
            self.mender.fill(literal, start)
        else:
            self.mender.fill('"', start)
            self.mender.replace(lexeme.replace("\\", "_"), start)
            self.mender.fill('"', end)
