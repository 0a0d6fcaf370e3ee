"""Values and patterns of policies with variables in them, as formulas about texts (C12, C13)."""

from __future__ import annotations

from collections.abc import Callable

import z3

from iamlab.engine.catalog import is_multivalued
from iamlab.engine.comparison.condition_keys import Key
from iamlab.engine.comparison.shapes import Undecided
from iamlab.engine.comparison.terms import Term, Terms
from iamlab.engine.matching import Context
from iamlab.engine.matching.variables import Literal, Template, Variable
from iamlab.engine.matching.wildcards import Token, Wild

Free = Callable[[str], Key | None]
"""Finds the variables of a key by its lower-case name; None for one that is fixed or absent."""


class Templates:
    """Encodes values; `fixed` holds the keys that the request does not leave open."""

    def __init__(self, terms: Terms, fixed: Context, free: Free) -> None:
        self.terms = terms
        self.fixed = fixed
        self.free = free

    def text_of(self, template: Template) -> tuple[Term, Term] | None:
        """Return a value's text with variables filled in, and that they all have one.

        None when a variable that is fixed has no value: the template then equals nothing (C13).
        """
        parts, present = [], []
        for piece in template.pieces:
            if not isinstance(piece, Variable):
                parts.append(self.terms.text(piece if isinstance(piece, str) else piece.text))
                continue
            found = self._variable(piece)
            if found is None:
                return None
            parts.append(found[0])
            present.append(found[1])
        whole = self.terms.text("") if not parts else parts[0]
        for part in parts[1:]:
            whole = z3.Concat(whole, part)
        return whole, self.terms.every(present)

    def settled(self, template: Template) -> bool:
        """Whether the variables of a template are all fixed or absent."""
        return all(self._free(variable) is None for variable in template.variables)

    def like(self, text: Term, template: Template) -> Term:
        """Return that a text matches a template with wildcards. Raises Undecided."""
        if not self.settled(template):
            return self.beginning(text, template)
        tokens = self.tokens_of(template)
        return self.terms.false if tokens is None else self.terms.like(text, tokens)

    def beginning(self, text: Term, template: Template) -> Term:
        """Return that a text matches a template that is literal up to one last star."""
        if template.tokens and template.tokens[-1] is Wild.STAR:
            head = Template(template.source, _without_star(template), template.tokens[:-1])
            if not any(isinstance(token, Wild) for token in head.tokens):
                filled = self.text_of(head)
                if filled is None:
                    return self.terms.false
                return self.terms.every([filled[1], z3.PrefixOf(filled[0], text)])
        if not any(isinstance(token, Wild) for token in template.tokens):
            filled = self.text_of(template)
            return (
                self.terms.false
                if filled is None
                else self.terms.every([filled[1], text == filled[0]])
            )
        raise Undecided(f"The pattern {template.source} cannot be decided.")

    def tokens_of(self, template: Template) -> tuple[Token, ...] | None:
        """Return a settled template with its variables filled in, None when one has no value."""
        tokens: list[Token] = []
        for token in template.tokens:
            if not isinstance(token, Variable):
                tokens.append(token)
                continue
            text = token.resolve(self.fixed)
            if text is None:
                return None
            if text:
                tokens.append(text)
        return tuple(tokens)

    def _free(self, variable: Variable) -> Key | None:
        """Return the key of a variable that may change; one with several values never fills in."""
        lowered = variable.key.lower()
        return None if is_multivalued(lowered) else self.free(lowered)

    def _variable(self, variable: Variable) -> tuple[Term, Term] | None:
        key = self._free(variable)
        if key is None:
            text = variable.resolve(self.fixed)
            return None if text is None else (self.terms.text(text), self.terms.true)
        value = key.values[0]
        if value.text is None or len(key.values) > 1:
            raise Undecided(f"The variable {variable.key} cannot be decided here.")
        if variable.default is None:
            return value.text, key.present
        default = self.terms.text(variable.default)
        return z3.If(key.present, value.text, default), self.terms.true


def _without_star(template: Template) -> tuple[str | Literal | Variable, ...]:
    *pieces, last = template.pieces
    cut = last.rstrip("*") if isinstance(last, str) else last
    return (*pieces, cut) if cut else tuple(pieces)
