"""One caller in two organizations: is there a request that only the first allows?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

import z3

from iamlab.engine.catalog import (
    all_actions,
    condition_keys_for_action,
    find_action,
    fits,
    takes_resource,
)
from iamlab.engine.catalog.resource_types import arn_templates_of
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
from iamlab.engine.comparison.statements import Scene, fingerprint
from iamlab.engine.comparison.terms import Term, Terms
from iamlab.engine.documents import PolicyType, split_arn
from iamlab.engine.errors import EngineError
from iamlab.engine.evaluation import AWS_RULES, Authorizer, Request, Snapshot, Verdict
from iamlab.engine.evaluation.case import TRUST_ACTIONS, is_role
from iamlab.engine.evaluation.combine import collect, combine
from iamlab.engine.evaluation.compiled import CompiledStatement, compile_policy
from iamlab.engine.evaluation.plan import Candidate, Plan
from iamlab.engine.evaluation.practice import practice_context
from iamlab.engine.matching import Caller, CallerKind, Context
from iamlab.engine.matching.expansion import expand_actions

_MOST_CELLS = 400
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

_ASKED_FOR = ("aws:requesttag/", "aws:tagkeys")
Clock = Callable[[], float]
"""Returns the seconds that are left."""


@dataclass(frozen=True)
class Duel:
    """The two organizations and the caller who asks both.

    `within` keeps to one resource and what is in it. `open_keys` are lower-case names of keys of
    the caller that may be anything, `closed_keys` those that the caller cannot have. `actions`,
    when given, are the only ones.
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
    terms: Terms = field(default_factory=Terms, compare=False)

    def fight(self, left: Clock) -> Comparison:
        """Return whether the candidate is wider for this caller. `left` bounds the time."""
        sides = (Authorizer(self.candidate), Authorizer(self.reference))
        undecided = ""
        for representative in self._classes(sides[0]):
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

    def caller(self, authorizer: Authorizer) -> Caller:
        """Return the caller as the evaluator describes them."""
        request = Request(self.principal, "s3:ListAllMyBuckets", "*")
        return authorizer.plan_of(request).case.caller

    def _classes(self, authorizer: Authorizer) -> Iterator[str]:
        """Yield one action for each kind that no policy tells apart, familiar names first."""
        statements = self.statements()
        granting = [item for item in statements if not item.deny]
        ignored = expand_actions(self.ignored.actions) if self.ignored.actions else frozenset()
        asked: set[str] = set()
        for statement in granting:
            asked |= actions_of(statement)
        if self.caller(authorizer).kind is CallerKind.ROOT:
            asked = set(all_actions())
        asked -= ignored
        if self.actions is not None:
            asked &= self.actions
        seen: set[object] = set()
        sets = [(statement, actions_of(statement)) for statement in statements]
        for action in sorted(asked, key=_familiarity):
            covering = tuple(n for n, (_, names) in enumerate(sets) if action in names)
            kind = (covering, _kind(action, [sets[n][0] for n in covering]))
            if kind not in seen:
                seen.add(kind)
                yield action

    def statements(self) -> list[CompiledStatement]:
        """Return every statement of both organizations."""
        found: dict[tuple[str, PolicyType], None] = {}
        for snapshot in (self.candidate, self.reference):
            for policy in snapshot.policies().values():
                found[policy.text, policy.type] = None
        return [item for text, kind in found for item in compile_policy(text, kind).statements]

    def _class(
        self, action: str, sides: tuple[Authorizer, Authorizer], left: Clock
    ) -> Witness | None:
        caller = self.caller(sides[0])
        known = interesting((self.candidate, self.reference), caller.account)
        roles = tuple(arn for arn in self.candidate.identities if is_role(arn))
        for space in spaces_of(action, caller, known, roles):
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
        if not _may_differ(*plans):
            return None
        statements = [item.statement for plan in plans for item in plan.candidates]
        fixed, closed = self._keys(action, space, plans[0], statements)
        scene = Scene(self.terms, space, fixed, closed, statements)
        match = _Match(scene, plans)
        return match.search(lambda: self._build(action, scene, match, sides), left)

    def _keys(
        self, action: str, space: Space, plan: Plan, statements: Iterable[CompiledStatement]
    ) -> tuple[Context, frozenset[str]]:
        """Return the keys that are settled, and the names of those that cannot be there."""
        request = Request(self.principal, action, space.example)
        practice = practice_context(self.candidate, request)
        values = {name: value for name, value in practice.items() if _is_callers(name.lower())}
        fixed = plan.grounds.surroundings.extended(values).extended(dict(self.given))
        for name in self.open_keys | {"aws:viaawsservice", "aws:multifactorauthpresent"}:
            if name not in {key.lower() for key, _ in self.given}:
                fixed.set(name, [])
        if space.holder is not None and not space.example.startswith("arn:aws:s3:::"):
            tags = {f"aws:ResourceTag/{tag}": text for tag, text in space.holder.tags.items()}
            fixed = fixed.extended(tags)
        closed = set(self.closed_keys)
        offered = _offered(action)
        names = {name.lower() for statement in statements for name in statement.keys}
        for lowered in names:
            if _is_callers(lowered):
                shut = lowered not in fixed and lowered not in self.open_keys
            else:
                tagged = space.holder is not None and lowered.startswith("aws:resourcetag/")
                shut = tagged or not _is_offered(lowered, offered)
            if shut:
                closed.add(lowered)
        return fixed, frozenset(closed)

    def _build(
        self, action: str, scene: Scene, match: _Match, sides: tuple[Authorizer, Authorizer]
    ) -> Witness | None:
        resource, chosen = scene.read(match.model)
        context: dict[str, object] = dict(self.given)
        for name, values in chosen.items():
            context[name] = values[0] if len(values) == 1 else values
        about = find_action(action)
        nicer = (
            arn for arn in _nicer(scene, resource, match) if about is not None and fits(about, arn)
        )
        for nice in (*nicer, resource):
            request = Request(self.principal, action, nice, context=dict(context))  # type: ignore[arg-type]
            try:
                practice = practice_context(self.candidate, request)
                request = replace(request, context={**practice, **request.context})
                first, second = sides[0].decide(request), sides[1].decide(request)
            except EngineError:
                continue
            if first.verdict is Verdict.ALLOWED and second.verdict is not Verdict.ALLOWED:
                return Witness(request, first, second)
        return None


class _Match:
    """Looks for requests in every cell: every set of statements that can match together."""

    def __init__(self, scene: Scene, plans: tuple[Plan, Plan]) -> None:
        self.scene = scene
        self.plans = plans
        self.model: object = None
        self._formulas: dict[object, Term] = {}
        for plan in plans:
            for item in plan.candidates:
                mark = fingerprint(item.statement)
                if mark not in self._formulas:
                    self._formulas[mark] = scene.matches(item.statement)

    def search(self, build: Callable[[], Witness | None], left: Clock) -> Witness | None:
        """Return the witness of the first cell that the candidate allows and the reference not.

        Raises Undecided when the solver gives up, or what it found cannot be replayed.
        """
        terms = self.scene.terms
        solver = z3.Solver(ctx=terms.context)
        solver.add(*self.scene.rules, self._worth_asking())
        atoms = {}
        for number, (mark, formula) in enumerate(self._formulas.items()):
            atom = terms.flag(f"statement {number} matches")
            solver.add(atom == formula)
            atoms[mark] = atom
        for _ in range(_MOST_CELLS):
            seconds = left()
            if seconds <= 0:
                raise Undecided(OUT_OF_TIME)
            solver.set("timeout", max(1, int(seconds * 1000)))
            answer = solver.check()
            if answer == z3.unsat:
                return None
            if answer != z3.sat:
                raise Undecided(OUT_OF_TIME)
            self.model = solver.model()
            cell = {
                mark: bool(z3.is_true(self.model.eval(atom, model_completion=True)))  # type: ignore[attr-defined]
                for mark, atom in atoms.items()
            }
            if self._differs(cell):
                witness = build()
                if witness is None:
                    raise Undecided("A request was found that could not be replayed.")
                return witness
            solver.add(
                z3.Or(*(z3.Not(atom) if cell[mark] else atom for mark, atom in atoms.items()))
            )
        raise Undecided("The policies can match together in too many ways.")

    def _differs(self, cell: dict[object, bool]) -> bool:
        first, second = (_allows(plan, cell) for plan in self.plans)
        return first and not second

    def _worth_asking(self) -> Term:
        """Return that no Deny of the candidate matches; with one it allows nothing (E4)."""
        terms, plan = self.scene.terms, self.plans[0]
        denies = [item for item in plan.candidates if item.statement.deny]
        return terms.every(
            terms.opposite(self._formulas[fingerprint(item.statement)]) for item in denies
        )


def _allows(plan: Plan, cell: dict[object, bool]) -> bool:
    matched = [item for item in plan.candidates if cell[fingerprint(item.statement)]]
    return combine(plan, collect(matched), AWS_RULES)[0] is Verdict.ALLOWED


def _may_differ(candidate: Plan, reference: Plan) -> bool:
    """Tell whether the two can decide a request differently, in favor of the candidate."""
    everything = {fingerprint(item.statement): True for item in candidate.candidates}
    granting = [item for item in candidate.candidates if not item.statement.deny]
    if not _allows_at_best(candidate, granting):
        return False
    same_grounds = (
        candidate.grounds.applies == reference.grounds.applies
        and candidate.grounds.level_counts == reference.grounds.level_counts
        and candidate.always_allowed == reference.always_allowed
        and candidate.mandatory == reference.mandatory
        and candidate.case.bounded == reference.case.bounded
    )
    if not same_grounds or not everything:
        return True
    ours, theirs = _entries(candidate), _entries(reference)
    more_allows = {item for item in ours - theirs if not item[1]}
    more_denies = {item for item in theirs - ours if item[1]}
    return bool(more_allows or more_denies)


def _allows_at_best(plan: Plan, granting: list[Candidate]) -> bool:
    return combine(plan, collect(granting), AWS_RULES)[0] is Verdict.ALLOWED


def _entries(plan: Plan) -> set[tuple[object, bool, int, int, object]]:
    return {
        (
            fingerprint(item.statement),
            item.statement.deny,
            item.layer,
            item.level,
            item.record.kind,
        )
        for item in plan.candidates
    }


def actions_of(statement: CompiledStatement) -> frozenset[str]:
    """Return the actions of the catalog that a statement covers."""
    if statement.actions is not None:
        return expand_actions(tuple(item.source for item in statement.actions))
    if statement.not_actions is not None:
        return all_actions() - expand_actions(tuple(item.source for item in statement.not_actions))
    return frozenset()


def _kind(action: str, statements: list[CompiledStatement]) -> object:
    """Return what else tells actions apart: their resources, and the keys that they offer."""
    offered = _offered(action)
    keys = frozenset(
        name.lower()
        for statement in statements
        for name in statement.keys
        if _is_offered(name.lower(), offered)
    )
    service = action.partition(":")[0]
    found = find_action(action)
    if found is None or not takes_resource(action):
        return keys, service in ("sts", "kms", "iam") and action, False
    templates = tuple(
        sorted(text for kind in found.resource_types for text in arn_templates_of(kind))
    )
    special = action.lower() in TRUST_ACTIONS or service in ("iam", "kms", "sts")
    return keys, templates, action if special and service != "iam" else service if special else ""


@lru_cache(maxsize=4096)
def _offered(action: str) -> frozenset[str]:
    names = {key.name.lower() for key in condition_keys_for_action(action)}
    return frozenset(name.partition("$")[0] for name in names)


def _is_offered(lowered: str, offered: frozenset[str]) -> bool:
    if lowered.startswith("aws:") and not lowered.startswith(_ASKED_FOR):
        return True
    return lowered in offered or ("/" in lowered and f"{lowered.partition('/')[0]}/" in offered)


def _is_callers(lowered: str) -> bool:
    return lowered in _CALLER_KEYS or lowered.startswith("aws:principaltag/")


def _familiarity(action: str) -> tuple[int, int, str]:
    """Order actions so that a witness is one that people know."""
    name = action.partition(":")[2]
    verbs = ("Get", "Put", "Delete", "List", "Create", "Update", "Describe")
    rank = next((n for n, verb in enumerate(verbs) if name.startswith(verb)), len(verbs))
    return rank, len(name), action


def _is_within(space: Space, resource: str) -> bool:
    if space.exact is not None:
        return space.exact == resource
    return space.holder is not None and space.holder.arn == resource


def _nicer(scene: Scene, resource: str, match: _Match) -> Iterator[str]:
    """Yield resources with names that people would choose, which may show the same."""
    if scene.space.star or scene.space.exact is not None:
        return
    fields = split_arn(resource)
    if fields is None:
        return
    sources: dict[str, None] = {}
    for plan in match.plans:
        for item in plan.candidates:
            for pattern in item.statement.patterns:
                sources[pattern.source] = None
    head = ":".join(fields[:5]) + ":"
    for source in sources:
        parts = split_arn(source)
        if parts is None or parts[2] != fields[2]:
            continue
        for filler in ("payroll/2026-01.csv", "other", "other-1"):
            yield head + parts[5].replace("*", filler).replace("?", "1")
        if fields[2] == "s3" and "/" in parts[5]:
            bucket = parts[5].partition("/")[0].replace("*", "").replace("?", "1")
            for key in ("payroll/2026-01.csv", "other.txt"):
                yield f"{head}{bucket}/{key}"
