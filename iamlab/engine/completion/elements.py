"""Suggests elements, their fixed values, and skeletons of documents and statements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iamlab.engine.completion.scene import Scene
from iamlab.engine.completion.shapes import Offer, SuggestionKind, quoted, value_offer
from iamlab.engine.completion.words import EFFECTS, ELEMENTS, PRINCIPAL_KINDS, VERSIONS
from iamlab.engine.documents import GRAMMARS, PolicyType, PrincipalRule
from iamlab.engine.documents.grammar import (
    DOCUMENT_ELEMENTS,
    EXCLUSIVE_PAIRS,
    STATEMENT_ELEMENTS,
)

_CARET = "\0"  # marks where the cursor goes in a skeleton
_TRUST_ELEMENTS = ("Effect", "Principal", "Action", "Condition", "Sid")
_OPPOSITES = {**dict(EXCLUSIVE_PAIRS), **{second: first for first, second in EXCLUSIVE_PAIRS}}
_NOT_OFFERED = {
    PolicyType.TRUST: ("NotPrincipal", "Resource", "NotResource"),
    PolicyType.RCP: ("NotPrincipal", "NotAction"),
    PolicyType.ENDPOINT: ("NotPrincipal",),
}
_ORDER = (
    "Effect",
    "Principal",
    "Action",
    "Resource",
    "Condition",
    "Sid",
    "NotAction",
    "NotResource",
    "NotPrincipal",
)
_PRINCIPALS = {PolicyType.TRUST: '{\n  "Service": "|"\n}'}
_WORD = re.compile(r"[A-Za-z0-9]+")


def document_offers(scene: Scene) -> Iterator[Offer]:
    """Give the whole skeleton of a policy of this type."""
    body = _statement(scene.type).replace("\n", "\n    ")
    text = f'{{\n  "Version": "2012-10-17",\n  "Statement": [\n    {body}\n  ]\n}}'
    name = GRAMMARS[scene.type].name
    yield _skeleton(
        "New policy", text, SuggestionKind.DOCUMENT, f"The frame of {name} with one statement."
    )


def document_element_offers(scene: Scene) -> Iterator[Offer]:
    """Give the elements at the top of a document that are missing."""
    grammar = GRAMMARS[scene.type]
    statement = _statement(scene.type).replace("\n", "\n  ")
    values = {
        "Version": '"2012-10-17"',
        "Statement": f"[\n  {statement}\n]",
        "Id": '"|"',
    }
    taken = scene.siblings()
    for name in DOCUMENT_ELEMENTS:
        if name in taken or (name == "Id" and not grammar.id_allowed):
            continue
        rank = 1 if name == "Id" else 0
        yield _element(scene, name, values[name], "optional" if rank else "", rank)


def statement_element_offers(scene: Scene) -> Iterator[Offer]:
    """Give the elements that this statement may still hold, the required ones first."""
    grammar = GRAMMARS[scene.type]
    taken = set(scene.siblings())
    left_out = {*taken, *_NOT_OFFERED.get(scene.type, ())}
    left_out.update(opposite for name, opposite in _OPPOSITES.items() if name in taken)
    if grammar.principal is PrincipalRule.FORBIDDEN:
        left_out.update(("Principal", "NotPrincipal"))
    for name in sorted(STATEMENT_ELEMENTS, key=_ORDER.index):
        if name in left_out:
            continue
        required = _ORDER.index(name) < _ORDER.index("Condition")
        yield _element(
            scene,
            name,
            _values(scene)[name],
            "required" if required else "optional",
            0 if required else 1,
        )


def statement_offers(scene: Scene) -> Iterator[Offer]:
    """Give the skeleton of a statement."""
    body = _statement(scene.type)
    container = scene.place.container
    if container is not None and container.kind == "list":
        text = body
    else:
        text = "[\n  " + body.replace("\n", "\n  ") + "\n]"
    yield _skeleton(
        "New statement", text, SuggestionKind.DOCUMENT, "A statement with its required elements."
    )


def kind_offers(scene: Scene) -> Iterator[Offer]:
    """Give the kinds of principals that are not there yet."""
    taken = scene.siblings()
    for rank, (name, words) in enumerate(_kinds(scene.type)):
        if name not in taken:
            yield _element(scene, name, '"|"', "", rank, words)


def principal_value_offers(scene: Scene) -> Iterator[Offer]:
    """Give what may follow `"Principal":`, an object of kinds or `*`."""
    if scene.type is not PolicyType.RCP:
        for name, words in _kinds(scene.type):
            text = f'{{\n  "{name}": "|"\n}}'
            yield _skeleton(name, text, SuggestionKind.PRINCIPAL, words, "kind of principal")
    if scene.type is not PolicyType.TRUST:
        words = "Everybody, also people without an AWS account."
        yield value_offer("*", SuggestionKind.PRINCIPAL, "anyone", words, rank=1)


def fixed_value_offers(scene: Scene) -> Iterator[Offer]:
    """Give the values of Effect and Version."""
    words = EFFECTS if scene.place.path[-1] == "Effect" else VERSIONS
    for name, sentence in words.items():
        if scene.type is PolicyType.RCP and name == "Allow":
            continue
        if name == "2008-10-17" and GRAMMARS[scene.type].version_required:
            continue
        yield value_offer(name, SuggestionKind.VALUE, "", sentence)


def sid_offers(scene: Scene) -> Iterator[Offer]:
    """Give a name for the statement, made from its effect and its actions."""
    actions = scene.texts("Action") or scene.texts("NotAction")
    service, _, action = (actions[0] if actions else "").partition(":")
    parts = [scene.effect, service.capitalize(), action if len(actions) == 1 else ""]
    name = "".join(_WORD.findall(" ".join(parts)))[:64]
    if name:
        yield value_offer(
            _unused(name, scene), SuggestionKind.VALUE, "proposal", "A name for this statement."
        )


def object_offers(scene: Scene) -> Iterator[Offer]:
    """Give the braces of an object to fill: a Condition, or the keys of an operator."""
    yield _skeleton(
        "{ }", "{\n  |\n}", SuggestionKind.ELEMENT, "An object to fill with what is tested."
    )


def key_offer(
    name: str, value: str, kind: SuggestionKind, detail: str, description: str, rank: int
) -> Offer:
    """Return the offer of a key with a skeleton of its value, in which `|` is the cursor."""
    text = f"{quoted(name)}: {value}".replace("|", _CARET)
    place = text.find(_CARET)
    text = text.replace(_CARET, "")
    select = None if place < 0 else (place, place)
    return Offer(name, text, kind, detail, description, rank, place >= 0, select)


def _kinds(policy_type: PolicyType) -> list[tuple[str, str]]:
    order = ["AWS", "Service", "Federated", "CanonicalUser"]
    if policy_type is PolicyType.TRUST:
        order = ["Service", "AWS", "Federated"]
    elif policy_type is PolicyType.RCP:
        order = []
    return [(name, PRINCIPAL_KINDS[name]) for name in order]


def _element(scene: Scene, name: str, value: str, detail: str, rank: int, words: str = "") -> Offer:
    description = words or ELEMENTS[name]
    if scene.place.named:
        return Offer(name, quoted(name), SuggestionKind.ELEMENT, detail, description, rank)
    return key_offer(name, value, SuggestionKind.ELEMENT, detail, description, rank)


def _values(scene: Scene) -> dict[str, str]:
    return {
        "Sid": '"|"',
        "Effect": '"Deny"' if scene.type is PolicyType.RCP else '"|"',
        "Principal": _principal(scene.type),
        "NotPrincipal": '{\n  "AWS": "|"\n}',
        "Action": '"|"',
        "NotAction": '"|"',
        "Resource": '"|"',
        "NotResource": '"|"',
        "Condition": "{\n  |\n}",
    }


def _principal(policy_type: PolicyType) -> str:
    if policy_type is PolicyType.RCP:
        return '"*"'
    return _PRINCIPALS.get(policy_type, '{\n  "AWS": "|"\n}')


def _statement(policy_type: PolicyType) -> str:
    """The skeleton of a statement; the cursor goes to the first thing to fill in."""
    grammar = GRAMMARS[policy_type]
    is_guardrail = policy_type in (PolicyType.SCP, PolicyType.RCP)
    lines = [f'"Effect": "{"Deny" if is_guardrail else "Allow"}"']
    if grammar.principal is not PrincipalRule.FORBIDDEN:
        lines.append('"Principal": ' + _principal(policy_type).replace("\n", "\n  "))
    if policy_type is PolicyType.TRUST:
        lines.append('"Action": "sts:AssumeRole"')
    else:
        has_caret = "|" in lines[-1]
        lines.append('"Action": ""' if has_caret else '"Action": "|"')
        lines.append('"Resource": ""')
    return "{\n  " + ",\n  ".join(lines) + "\n}"


def _skeleton(
    label: str, text: str, kind: SuggestionKind, description: str, detail: str = ""
) -> Offer:
    place = text.find("|")
    select = None if place < 0 else (place, place)
    return Offer(label, text.replace("|", "", 1), kind, detail, description, 0, True, select)


def _unused(name: str, scene: Scene) -> str:
    taken = set()
    for container in scene.place.containers:
        for item in container.items:
            sid = item.get("Sid")
            if sid is not None and sid is not scene.place.token:
                taken.add(sid.text)
    number = 2
    unused = name
    while unused in taken:
        unused, number = f"{name}{number}", number + 1
    return unused
