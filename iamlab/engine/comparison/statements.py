"""Statements as formulas: does one match a request of a space?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import z3

from iamlab.engine.comparison.condition_keys import read_key
from iamlab.engine.comparison.conditions import Conditions
from iamlab.engine.comparison.key_needs import make_keys
from iamlab.engine.comparison.name_cells import NameCell, name_cells
from iamlab.engine.comparison.name_forms import form_of, plain_form
from iamlab.engine.comparison.spaces import Space
from iamlab.engine.comparison.templates import Templates
from iamlab.engine.comparison.terms import Term, Terms, read_text
from iamlab.engine.documents import split_arn
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.matching import Context
from iamlab.engine.matching.resources import ResourcePattern
from iamlab.engine.matching.wildcards import Token, Wild, compile_glob

_HEADS = 5
_REGION = 3
_HOME_REGION = "eu-west-1"


class Scene:
    """The variables of the requests about one space, and the statements as formulas about them.

    `fixed` are the keys that follow from caller and resource, `closed` the lower-case names of
    those that this request cannot carry.
    """

    def __init__(
        self,
        terms: Terms,
        space: Space,
        fixed: Context,
        closed: frozenset[str],
        statements: Iterable[CompiledStatement],
    ) -> None:
        self.terms = terms
        self.space = space
        self.rules: list[Term] = []
        statements = list(statements)
        self._heads, self._rest = self._resource()
        shut = frozenset(name for name, _ in fixed.items()) | closed
        self._keys = make_keys(terms, shut, statements, self._region())
        for key in self._keys.values():
            self.rules += key.rules
        self._templates = Templates(terms, fixed, self._keys.get)
        self._conditions = Conditions(self._templates)
        self._numbers: dict[tuple[Token, ...], int] = {}
        self._cell: NameCell | None = None
        self.cells = self._name_cells(statements)

    @property
    def wishes(self) -> list[Term]:
        """What a request should look like if it can, for people to read."""
        terms = self.terms
        filled = terms.every(
            value.text != terms.text("")
            for key in self._keys.values()
            for value in key.values
            if value.text is not None
        )
        if len(self._heads) > _REGION and not isinstance(self._heads[_REGION], str):
            names = (_HOME_REGION, "us-east-1", "us-west-2")
            regions = [self._heads[_REGION] == terms.text(name) for name in names]
            return [terms.every([filled, region]) for region in regions] + [filled, *regions]
        return [] if filled is terms.true else [filled]

    def enter(self, cell: NameCell | None) -> list[Term]:
        """Keep to the names of a cell from now on; return what else must hold for them."""
        self._cell = cell
        if cell is None:
            return self._rest_rules() if self._rest is not None else []
        rules: list[Term] = []
        for arn in self.space.excluded_names:
            fields = split_arn(arn)
            if fields is not None and self._number(_exactly(fields[5])) in cell.matched:
                rules.append(self.terms.opposite(self._same_heads(fields)))
        return rules

    def matches(self, statement: CompiledStatement) -> Term:
        """Return that a statement matches. Raises Undecided."""
        covered = self._covers(statement)
        if covered is self.terms.false:
            return covered
        return self.terms.every(
            [covered, *(self._conditions.holds(check) for check in statement.checks)]
        )

    def read(self, model: object) -> tuple[str, dict[str, list[str]]]:
        """Return the resource and the context that a model of the formulas stands for."""
        context = {key.name: read_key(key, model) for key in self._keys.values()}
        if self.space.star or self.space.exact is not None:
            return self.space.exact or "*", context
        heads = [head if isinstance(head, str) else read_text(model, head) for head in self._heads]
        name = self._cell.name if self._cell is not None else read_text(model, self._rest)
        return ":".join([*heads, name]), context

    def _resource(self) -> tuple[list[str | Term], Term]:
        space, terms = self.space, self.terms
        if space.star or space.exact is not None:
            return [], None
        heads: list[str | Term] = []
        for number, head in enumerate(space.heads):
            if head is not None:
                heads.append(head)
                continue
            variable = terms.variable(f"field {number}")
            self.rules.append(
                terms.matches(variable, terms.account if number == _HEADS - 1 else terms.name)
            )
            heads.append(variable)
        return heads, terms.variable("name")

    def _rest_rules(self) -> list[Term]:
        """What holds of the sixth field where the solver chooses it."""
        terms, rest = self.terms, self._rest
        rules = [terms.matches(rest, form_of(self.terms, self.space))]
        for arn in self.space.excluded_names:
            fields = split_arn(arn)
            if fields is not None:
                same = [rest == terms.text(fields[5]), self._same_heads(fields)]
                rules.append(terms.opposite(terms.every(same)))
        return rules + [
            z3.Not(z3.PrefixOf(terms.text(text), rest)) for text in self.space.excluded_beginnings
        ]

    def _same_heads(self, fields: Sequence[str]) -> Term:
        return self.terms.every(
            self.terms.truth(head == field)
            if isinstance(head, str)
            else head == self.terms.text(field)
            for head, field in zip(self._heads, fields[:_HEADS], strict=True)
        )

    def _name_cells(self, statements: list[CompiledStatement]) -> list[NameCell | None]:
        """Return the sets of names that patterns tell apart, or one for the solver to look at."""
        if self._rest is None:
            return [None]
        tails = [
            pattern.tail
            for item in statements
            for pattern in item.patterns
            if pattern.heads is not None and self._may_meet(pattern)
        ]
        if not all(self._templates.settled(tail) for tail in tails):
            return [None]
        patterns: list[tuple[Token, ...]] = []
        for tokens in (
            *(self._templates.tokens_of(tail) for tail in tails),
            *(_exactly(arn.split(":", 5)[5]) for arn in self.space.excluded_names),
            *((text, Wild.STAR) for text in self.space.excluded_beginnings),
        ):
            if tokens is not None and tokens not in self._numbers:
                self._numbers[tokens] = len(patterns)
                patterns.append(tokens)
        shut = {self._number((text, Wild.STAR)) for text in self.space.excluded_beginnings}
        cells = name_cells(plain_form(self.space), patterns)
        return [cell for cell in cells if not cell.matched & shut]

    def _number(self, tokens: tuple[Token, ...] | None) -> int:
        return -1 if tokens is None else self._numbers.get(tokens, -1)

    def _may_meet(self, pattern: ResourcePattern) -> bool:
        fields = split_arn(pattern.source)
        return fields is not None and all(
            not isinstance(head, str) or compile_glob(field).matches(head)
            for head, field in zip(self._heads, fields[:_HEADS], strict=True)
        )

    def _region(self) -> Term:
        if len(self._heads) > 3:
            head = self._heads[3]
            if not isinstance(head, str):
                return head
            if head:
                return self.terms.text(head)
        if self.space.exact is not None:
            fields = split_arn(self.space.exact)
            if fields is not None and fields[3]:
                return self.terms.text(fields[3])
        return None

    def _covers(self, statement: CompiledStatement) -> Term:
        if statement.resources is not None:
            return self.terms.some(self._meets(item) for item in statement.resources)
        if statement.not_resources is not None:
            return self.terms.opposite(
                self.terms.some(self._meets(item) for item in statement.not_resources)
            )
        return self.terms.truth(statement.own_resource)

    def _meets(self, pattern: ResourcePattern) -> Term:
        terms = self.terms
        if pattern.everything:
            return terms.true
        if pattern.heads is None or self.space.star:
            return terms.false
        if self.space.exact is not None and pattern.matcher is not None:
            return terms.truth(pattern.matcher(self.space.exact))
        fields = split_arn(pattern.source)
        if fields is None:
            return terms.false
        met = [self._head(number, fields[number]) for number in range(_HEADS)]
        if any(item is terms.false for item in met):
            return terms.false
        rest = self._rest
        if self.space.exact is not None:
            exact = split_arn(self.space.exact)
            rest = terms.text(exact[5] if exact is not None else "")
        return terms.every([*met, self._tail(pattern, rest)])

    def _head(self, number: int, pattern: str) -> Term:
        fields = split_arn(self.space.exact) if self.space.exact is not None else None
        head = self._heads[number] if fields is None else fields[number]
        if isinstance(head, str):
            return self.terms.truth(compile_glob(pattern).matches(head))
        return self.terms.matches(head, self.terms.glob_text(pattern, within_field=True))

    def _tail(self, pattern: ResourcePattern, rest: Term) -> Term:
        templates = self._templates
        if self._cell is not None:
            number = self._number(templates.tokens_of(pattern.tail))
            return self.terms.truth(number in self._cell.matched)
        if templates.settled(pattern.tail):
            tokens = templates.tokens_of(pattern.tail)
            return self.terms.false if tokens is None else self.terms.like(rest, tokens)
        return templates.beginning(rest, pattern.tail)


def _exactly(text: str) -> tuple[Token, ...]:
    return (text,)
