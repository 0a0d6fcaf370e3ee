"""Is a statement narrow enough to say one thing more, without opening what nobody asked for?"""

from __future__ import annotations

from iamlab.engine.catalog import find_action, fits
from iamlab.engine.evaluation import Layer
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.matching import compile_resource, expand_action
from iamlab.engine.repair.situation import GUARDRAILS, Situation

_MOST_ACTIONS = 400


def stays_with_resource(situation: Situation, layer: Layer, statement: CompiledStatement) -> bool:
    """Tell whether an action added to a statement would reach the asked resource only.

    Its bucket counts as one with an object. What only caps may cover more: it grants nothing.
    """
    if layer in GUARDRAILS:
        return True
    if statement.source.not_resources is not None:
        return False
    target, scope = situation.case.target, situation.scope
    entries = [entry.text for entry in statement.source.resources or ()]
    reached = [text for text in entries if _reaches(situation.case.action, text)]
    if target == "*":
        return True
    return all(
        text in (target, scope) or text.startswith((f"{scope}/", f"{scope}:")) for text in reached
    )


def names_its_actions(layer: Layer, statement: CompiledStatement) -> bool:
    """Tell whether a statement lists what it is about, so that another resource adds no surprise.

    A whole service is too much, except where a policy only caps.
    """
    if statement.source.actions is None:
        return False
    if layer in GUARDRAILS:
        return True
    texts = [entry.text for entry in statement.source.actions]
    return not any(text.rpartition(":")[2] == "*" for text in texts)


def is_useless(situation: Situation, statement: CompiledStatement, entry: str) -> bool:
    """Tell whether no action of a statement can work on what a Resource entry names.

    Of a statement whose actions are all misspelled, the asked action counts.
    """
    names: set[str] = set()
    for action in statement.source.actions or ():
        names |= expand_action(action.text)
    if len(names) > _MOST_ACTIONS:
        return False
    names = names or {situation.case.action}
    return not any(_reaches(name, entry) for name in names)


def _reaches(action_name: str, entry: str) -> bool:
    if entry == "*":
        return True
    action = find_action(action_name)
    return action is None or fits(action, entry.replace("*", "example").replace("?", "x"))


def is_unknown(situation: Situation, entry: str) -> bool:
    """Tell whether an entry covers nothing that the organization has."""
    pattern = compile_resource(entry, variables=False)
    snapshot = situation.snapshot
    known = (*snapshot.resources, *snapshot.identities)
    inside = (f"{arn}/example" for arn in snapshot.resources)
    return pattern.matcher is None or not any(map(pattern.matcher, (*known, *inside)))
