"""Patterns of policies as formulas about texts, for the solver."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import z3

from iamlab.engine.matching.wildcards import Token, Wild, tokenize

Term = Any
"""A formula, text or pattern of the solver, whose types are unknown to the type checker."""

_FIRST, _LAST = " ", "~"
_FURTHER = ("\u00a1", "\ud7ff")
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")


class Terms:
    """Builds formulas in a context of their own, so that threads do not meet.

    Texts are made of printable characters, ASCII and those of the world's scripts.
    """

    def __init__(self) -> None:
        self.context = z3.Context()
        self.true = z3.BoolVal(True, ctx=self.context)
        self.false = z3.BoolVal(False, ctx=self.context)
        further = z3.Range(self.text(_FURTHER[0]), self.text(_FURTHER[1]))
        self._any = z3.Union(z3.Range(self.text(_FIRST), self.text(_LAST)), further)
        self._any_star = z3.Star(self._any)
        self._no_colon = z3.Union(
            z3.Range(self.text(_FIRST), self.text("9")),
            z3.Range(self.text(";"), self.text(_LAST)),
            further,
        )
        self._no_colon_star = z3.Star(self._no_colon)
        self._name = z3.Union(
            z3.Range(self.text("!"), self.text(".")),
            z3.Range(self.text("0"), self.text("9")),
            z3.Range(self.text(";"), self.text(_LAST)),
        )
        self.plain = z3.Star(z3.Range(self.text("!"), self.text(_LAST)))

    def text(self, value: str) -> Term:
        """Return a fixed text."""
        return z3.StringVal(value, ctx=self.context)

    def variable(self, name: str) -> Term:
        """Return a text that the solver may choose."""
        return z3.String(name, ctx=self.context)

    def flag(self, name: str) -> Term:
        """Return a truth value that the solver may choose."""
        return z3.Bool(name, ctx=self.context)

    def number(self, name: str) -> Term:
        """Return a number that the solver may choose."""
        return z3.Real(name, ctx=self.context)

    def fixed_number(self, value: object) -> Term:
        """Return a fixed number."""
        return z3.RealVal(str(value), ctx=self.context)

    def truth(self, value: bool) -> Term:
        """Return a fixed truth value."""
        return self.true if value else self.false

    def every(self, formulas: Iterable[Term]) -> Term:
        """Return the conjunction."""
        items = [item for item in formulas if item is not self.true]
        if any(item is self.false for item in items):
            return self.false
        return z3.And(*items) if len(items) > 1 else items[0] if items else self.true

    def some(self, formulas: Iterable[Term]) -> Term:
        """Return the disjunction."""
        items = [item for item in formulas if item is not self.false]
        if any(item is self.true for item in items):
            return self.true
        return z3.Or(*items) if len(items) > 1 else items[0] if items else self.false

    def opposite(self, formula: Term) -> Term:
        """Return the negation."""
        if formula is self.true:
            return self.false
        return self.true if formula is self.false else z3.Not(formula)

    def matches(self, text: Term, pattern: Term) -> Term:
        """Return that a text matches a pattern made by the methods below."""
        return z3.InRe(text, pattern)

    def glob(self, tokens: Iterable[Token], *, within_field: bool = False) -> Term:
        """Return the pattern of a glob; within one of the first ARN fields no colon matches."""
        star = self._no_colon_star if within_field else self._any_star
        one = self._no_colon if within_field else self._any
        return self.join(
            star if token is Wild.STAR else one if token is Wild.ANY else self.literal(str(token))
            for token in tokens
        )

    def like(self, text: Term, tokens: Sequence[Token]) -> Term:
        """Return that a text matches a glob.

        A beginning is a question that the solver answers a hundred times as fast as one of
        patterns. Ends are left to patterns: mixed with others they take it far longer.
        """
        match tokens:
            case [Wild.STAR]:
                return self.true
            case [str(literal)]:
                return text == self.text(literal)
            case [str(literal), Wild.STAR]:
                return z3.PrefixOf(self.text(literal), text)
        return self.matches(text, self.glob(tokens))

    def glob_text(self, pattern: str, *, within_field: bool = False) -> Term:
        """Return the pattern of a text in which `*` and `?` are wildcards."""
        return self.glob(tokenize(pattern), within_field=within_field)

    def join(self, patterns: Iterable[Term]) -> Term:
        """Return the patterns one after the other."""
        items = list(patterns)
        if not items:
            return self.literal("")
        return items[0] if len(items) == 1 else z3.Concat(*items)

    def literal(self, text: str) -> Term:
        """Return the pattern that is just this text."""
        return z3.Re(self.text(text))

    def ignoring_case(self, text: str) -> Term:
        """Return the pattern of this text in any letter case."""
        return self.join(
            z3.Union(self.literal(letter.lower()), self.literal(letter.upper()))
            if letter.lower() != letter.upper()
            else self.literal(letter)
            for letter in text
        )

    @property
    def writable(self) -> Term:
        """Any text at all."""
        return self._any_star

    @property
    def printable(self) -> Term:
        """Any text with at least one character."""
        return z3.Plus(self._any)

    @property
    def name(self) -> Term:
        """A name without spaces, colons and slashes, of at least one character."""
        return z3.Plus(self._name)

    @property
    def field(self) -> Term:
        """A text without colons, of at least one character."""
        return z3.Plus(self._no_colon)

    @property
    def account(self) -> Term:
        """Twelve digits."""
        digit = z3.Range(self.text("0"), self.text("9"))
        return z3.Loop(digit, 12, 12)


def read_text(model: Any, term: Term) -> str:
    """Return the text that a model chose."""
    text = str(model.eval(term, model_completion=True).as_string())
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
