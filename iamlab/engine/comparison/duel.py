"""One caller in two organizations: is there a request that only the first allows?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from iamlab.engine.catalog import find_action, fits
from iamlab.engine.comparison.cells import Clock, Match, may_differ
from iamlab.engine.comparison.kinds import offers, representatives, tells_apart
from iamlab.engine.comparison.shapes import (
    NO_WIDER,
    OUT_OF_TIME,
    Comparison,
    Ignored,
    Outcome,
    Undecided,
    Witness,
)
from iamlab.engine.comparison.spaces import Space, interesting, spaces_of
from iamlab.engine.comparison.standing import Standing, actions_of
from iamlab.engine.comparison.statements import Scene
from iamlab.engine.comparison.terms import Terms
from iamlab.engine.comparison.witnesses import nicer_names
from iamlab.engine.errors import EngineError
from iamlab.engine.evaluation import (
    AWS_RULES,
    Authorizer,
    EvaluationRules,
    Request,
    Snapshot,
    Verdict,
)
from iamlab.engine.evaluation.case import is_role
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.evaluation.plan import Plan
from iamlab.engine.evaluation.practice import GLOBAL_REGION, practice_context
from iamlab.engine.matching import CallerKind, Context, token_call
from iamlab.engine.matching.expansion import expand_actions

_NOTHING = Ignored()
_CALLER_KEYS = frozenset(
    {
        "aws:principalarn",
        "aws:principalaccount",
        "aws:principaltype",
        "aws:userid",
        "aws:username",
        "aws:principalisawsservice",
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:resourceaccount",
        "aws:resourceorgid",
        "aws:resourceorgpaths",
    }
)
"""Keys that follow from who calls and whose resource it is; a request cannot choose them."""


@dataclass(frozen=True)
class Duel:
    """The two organizations and the caller who asks both.

    `within` keeps to one resource and what is in it. `open_keys` are lower-case names of keys of
    the caller that may be anything (`aws:principaltag/` means all tags), `closed_keys` those that
    the caller cannot have. `actions`, when given, are the only ones. With `any_role` roles need not
    be known to be assumed. `powerless` is noted on the witness.
    """

    candidate: Snapshot
    reference: Snapshot
    principal: str
    ignored: Ignored = _NOTHING
    within: str | None = None
    actions: frozenset[str] | None = None
    open_keys: frozenset[str] = frozenset()
    closed_keys: frozenset[str] = frozenset()
    given: tuple[tuple[str, str], ...] = ()
    rules: EvaluationRules = AWS_RULES
    any_role: bool = False
    powerless: bool = False
    terms: Terms = field(default_factory=Terms, compare=False)

    def fight(self, left: Clock) -> Comparison:
        """Return whether the candidate is wider for this caller. `left` bounds the time."""
        sides = (Authorizer(self.candidate, self.rules), Authorizer(self.reference, self.rules))
        undecided = ""
        for representative in self._actions(Standing(sides, self.principal)):
            try:
                witness = self._class(representative, sides, left)
            except Undecided as error:
                undecided = str(error)
                if left() <= 0:
                    break
                continue
            if witness is not None:
                return Comparison(Outcome.WIDER, witness)
        return Comparison(Outcome.UNKNOWN, reason=undecided) if undecided else NO_WIDER

    def _actions(self, standing: Standing) -> Iterator[str]:
        asked = standing.changed_actions()
        if standing.caller.kind is not CallerKind.ROOT:
            asked &= frozenset().union(*(actions_of(item) for item in standing.granting()))
        if self.ignored.actions:
            asked -= expand_actions(self.ignored.actions)
        if self.actions is not None:
            asked &= self.actions
        if (call := token_call(self.principal)) is not None:
            asked &= {call}
        if asked:
            yield from representatives(asked, standing.statements(), standing.services)

    def _class(
        self, action: str, sides: tuple[Authorizer, Authorizer], left: Clock
    ) -> Witness | None:
        standing = Standing(sides, self.principal)
        caller = standing.caller
        known = interesting((self.candidate, self.reference), caller.account, self.within)
        roles = None if self.any_role else tuple(filter(is_role, self.candidate.identities))
        spaces = spaces_of(action, caller, known, roles, standing.odd_owners())
        if not tells_apart(action, standing.statements()):
            spaces = _unlike(spaces)
        for space in spaces:
            if self.within is not None and not _is_within(space, self.within):
                continue
            if left() <= 0:
                raise Undecided(OUT_OF_TIME)
            witness = self._space(action, space, sides, left)
            if witness is not None:
                return witness
        return None

    def _space(
        self, action: str, space: Space, sides: tuple[Authorizer, Authorizer], left: Clock
    ) -> Witness | None:
        example = Request(self.principal, action, space.example, context=dict(self.given))
        plans = (sides[0].plan_of(example), sides[1].plan_of(example))
        if not may_differ(*plans):
            return None
        statements = [item.statement for plan in plans for item in plan.candidates]
        fixed, closed = self._keys(action, space, plans[0], statements)
        scene = Scene(self.terms, space, fixed, closed, statements)
        match = Match(scene, plans)
        return match.search(lambda: self._build(action, scene, match, sides), left)

    def _keys(
        self, action: str, space: Space, plan: Plan, statements: Iterable[CompiledStatement]
    ) -> tuple[Context, frozenset[str]]:
        """Return the keys that are settled, and the names of those that cannot be there."""
        request = Request(self.principal, action, space.example)
        practice = practice_context(self.candidate, request)
        values = {name: value for name, value in practice.items() if _is_callers(name.lower())}
        fixed = plan.grounds.surroundings.extended(values).extended(dict(self.given))
        if practice.get("aws:RequestedRegion") == GLOBAL_REGION:
            fixed.set("aws:RequestedRegion", GLOBAL_REGION)
        given = {key.lower() for key, _ in self.given}
        for name in self.open_keys | {"aws:viaawsservice", "aws:multifactorauthpresent"}:
            if name not in given:
                fixed.set(name, [])
        if space.holder is not None and not space.example.startswith("arn:aws:s3:::"):
            tags = {f"aws:ResourceTag/{tag}": text for tag, text in space.holder.tags.items()}
            fixed = fixed.extended(tags)
        closed = set(self.closed_keys)
        names = {name.lower() for statement in statements for name in statement.keys}
        for lowered in names:
            if _is_callers(lowered):
                shut = lowered not in fixed and not self._is_open(lowered)
            else:
                tagged = space.holder is not None and lowered.startswith("aws:resourcetag/")
                shut = tagged or not offers(action, lowered)
            if shut:
                closed.add(lowered)
        return fixed, frozenset(closed)

    def _is_open(self, lowered: str) -> bool:
        return lowered in self.open_keys or f"{lowered.partition('/')[0]}/" in self.open_keys

    def _build(
        self, action: str, scene: Scene, match: Match, sides: tuple[Authorizer, Authorizer]
    ) -> Witness | None:
        resource, chosen = scene.read(match.model)
        context: dict[str, object] = dict(self.given)
        for name, values in chosen.items():
            context[name] = values[0] if len(values) == 1 else values
        about = find_action(action)
        names = nicer_names(scene, resource, match) if about is not None else ()
        nicer = [arn for arn in names if about is not None and fits(about, arn)]
        for nice in (*nicer, resource):
            request = Request(self.principal, action, nice, context=dict(context))  # type: ignore[arg-type]
            try:
                practice = practice_context(self.candidate, request)
                request = replace(request, context={**practice, **request.context})
                first, second = sides[0].decide(request), sides[1].decide(request)
            except EngineError:
                continue
            if first.verdict is Verdict.ALLOWED and second.verdict is not Verdict.ALLOWED:
                return Witness(request, first, second, self.powerless)
        return None


def _unlike(spaces: Iterable[Space]) -> Iterator[Space]:
    """Leave out spaces that differ in their names only, which no pattern tells apart."""
    seen: set[object] = set()
    for space in spaces:
        # What a name begins with tells keys from aliases, and what AWS keeps for itself (E12, E16).
        own = space.pieces[:1] if space.heads[2:3] in (("iam",), ("kms",)) else ()
        mark = space if space.exact or space.holder else (space.star, space.heads, own)
        if mark not in seen:
            seen.add(mark)
            yield space


def _is_within(space: Space, resource: str) -> bool:
    if space.exact is not None:
        return space.exact == resource
    return space.holder is not None and space.holder.arn == resource


def _is_callers(lowered: str) -> bool:
    return lowered in _CALLER_KEYS or lowered.startswith("aws:principaltag/")
