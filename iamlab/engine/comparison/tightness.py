"""How much more a principal may do than the reference means, as a share."""

from __future__ import annotations

from iamlab.engine.catalog import all_actions, find_action, takes_resource
from iamlab.engine.comparison.kinds import counted_kinds
from iamlab.engine.comparison.shapes import Tightness
from iamlab.engine.comparison.spaces import interesting, spaces_of
from iamlab.engine.comparison.standing import Standing, actions_of
from iamlab.engine.documents import split_arn
from iamlab.engine.errors import EngineError
from iamlab.engine.evaluation import Authorizer, Request, Snapshot, Verdict
from iamlab.engine.evaluation.case import is_role
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.evaluation.practice import practice_context
from iamlab.engine.matching import CallerKind


def tightness(candidate: Snapshot, reference: Snapshot, principal: str) -> Tightness:
    """Return the share of the catalog's actions, and of sampled resources, allowed beyond.

    Of actions that no policy tells apart one is asked and all are counted, on a sample of resources
    that it takes: those that the organization knows, what the policies name, and one that nobody
    mentions. The context is what AWS would send by itself. Raises RequestError for a principal that
    cannot ask.
    """
    sides = (Authorizer(candidate), Authorizer(reference))
    standing = Standing(sides, principal)
    caller, statements = standing.caller, standing.statements()
    known = interesting((candidate, reference), caller.account)
    roles = tuple(arn for arn in candidate.identities if is_role(arn))
    named = _named(statements)
    beyond = 0
    sampled: dict[str, bool] = {}
    for action, count in counted_kinds(_granted(standing), statements, standing.services).items():
        found = find_action(action)
        places = {space.example for space in spaces_of(action, caller, known, roles)}
        if found is not None and takes_resource(action):
            places |= {arn for arn, service in named if service == found.service}
        wider = {
            place: _is_wider(sides, candidate, Request(principal, action, place))
            for place in places
        }
        beyond += count if any(wider.values()) else 0
        for place, more in wider.items():
            sampled[place] = sampled.get(place, False) or more
    return Tightness(beyond, len(all_actions()), sum(sampled.values()), len(sampled))


def _granted(standing: Standing) -> frozenset[str]:
    """Return the actions that something in the candidate may grant; root needs no grant."""
    if standing.caller.kind is CallerKind.ROOT:
        return all_actions()
    return frozenset().union(*(actions_of(item) for item in standing.granting()))


def _named(statements: list[CompiledStatement]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for statement in statements:
        for pattern in statement.patterns:
            fields = split_arn(pattern.source)
            if fields is not None and "*" not in "".join(fields[:5]) and "$" not in fields[5]:
                plain = pattern.source.replace("*", "other").replace("?", "1")
                found.add((plain, fields[2]))
    return found


def _is_wider(sides: tuple[Authorizer, Authorizer], snapshot: Snapshot, request: Request) -> bool:
    try:
        context = practice_context(snapshot, request)
        asked = Request(request.principal, request.action, request.resource, context=context)
        first = sides[0].decide(asked).verdict is Verdict.ALLOWED
        return first and sides[1].decide(asked).verdict is not Verdict.ALLOWED
    except EngineError:
        return False
