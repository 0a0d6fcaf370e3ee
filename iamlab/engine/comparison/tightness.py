"""How much more a principal may do than the reference means, as a share."""

from __future__ import annotations

from iamlab.engine.catalog import all_actions, find_action, takes_resource
from iamlab.engine.comparison.shapes import Tightness
from iamlab.engine.comparison.spaces import interesting, spaces_of
from iamlab.engine.comparison.standing import Standing, actions_of
from iamlab.engine.documents import split_arn
from iamlab.engine.errors import EngineError
from iamlab.engine.evaluation import Authorizer, Request, Snapshot, Verdict
from iamlab.engine.evaluation.case import is_role
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.evaluation.practice import practice_context

_MOST_REQUESTS = 60_000


def tightness(candidate: Snapshot, reference: Snapshot, principal: str) -> Tightness:
    """Return the share of the catalog's actions, and of sampled resources, allowed beyond.

    Every action of the catalog is asked on a sample of resources that it takes: those that the
    organization knows, what the policies name, and one that nobody mentions. The context is what
    AWS would send by itself. Raises RequestError for a principal that cannot ask.
    """
    sides = (Authorizer(candidate), Authorizer(reference))
    standing = Standing(sides, principal)
    caller = standing.caller
    known = interesting((candidate, reference), caller.account)
    roles = tuple(arn for arn in candidate.identities if is_role(arn))
    granted: set[str] = set()
    for statement in standing.granting():
        granted |= actions_of(statement)
    named = _named(standing.statements())
    beyond: set[str] = set()
    sampled: dict[str, bool] = {}
    asked = 0
    for action in sorted(granted):
        found = find_action(action)
        if found is None or asked > _MOST_REQUESTS:
            continue
        places = {space.example for space in spaces_of(action, caller, known, roles)}
        if takes_resource(action):
            places |= {arn for arn, service in named if service == found.service}
        for place in places:
            asked += 1
            wider = _is_wider(sides, candidate, Request(principal, action, place))
            sampled[place] = sampled.get(place, False) or wider
            if wider:
                beyond.add(action)
    return Tightness(len(beyond), len(all_actions()), sum(sampled.values()), len(sampled))


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
