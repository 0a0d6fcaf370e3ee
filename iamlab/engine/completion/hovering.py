"""The door of hover: what the word at an offset of a policy text is and means."""

from __future__ import annotations

from iamlab.engine.completion.facts import Facts
from iamlab.engine.completion.hover_actions import action_facts
from iamlab.engine.completion.hover_arns import arn_facts, principal_facts, resource_facts
from iamlab.engine.completion.hover_conditions import key_facts, operator_facts, variable_facts
from iamlab.engine.completion.links import PRINCIPALS, element_link
from iamlab.engine.completion.names import NO_NAMES, Names
from iamlab.engine.completion.place import Place, Role, find_place, variable_at
from iamlab.engine.completion.scene import Scene
from iamlab.engine.completion.shapes import Hover
from iamlab.engine.completion.variables import takes_variables
from iamlab.engine.completion.words import EFFECTS, ELEMENTS, PRINCIPAL_KINDS, VERSIONS
from iamlab.engine.documents import GRAMMARS, MAX_LENGTH, PolicyType, PrincipalRule

_LONGEST = 600  # characters of a word that are looked up and shown


def hover(text: str, offset: int, policy_type: PolicyType, names: Names = NO_NAMES) -> Hover | None:
    """Return what is known about the word at `offset` (code points), or None.

    A word is a string, a key, or a variable in a string; white space and punctuation have
    nothing to say. The text may be broken in any way.
    """
    offset = min(max(offset, 0), len(text))
    if len(text) > MAX_LENGTH:
        return None
    place = find_place(text, offset, touching=True)
    token = place.token
    if token is None or not token.text.strip() or len(token.text) > _LONGEST:
        return None
    scene = Scene(place, policy_type, names)
    stretch = variable_at(text, place, offset)
    if stretch is not None and takes_variables(place, text, stretch[0]):
        start, end = stretch
        facts: Facts | None = variable_facts(text[start:end], enabled=scene.has_variables)
    else:
        start, end = token.start, token.end
        facts = _facts(scene, token.text)
    if facts is None:
        return None
    return Hover(start, end, facts.title, facts.kind, facts.sentences, facts.link)


def _facts(scene: Scene, word: str) -> Facts | None:
    if scene.place.role is Role.KEY:
        return _key(scene, word)
    if scene.place.role is Role.VALUE:
        return _value(scene.place, word, scene.names)
    return None


def _key(scene: Scene, word: str) -> Facts | None:
    match scene.place.path:
        case () | ("Statement",):
            return _element(word, scene.type)
        case ("Statement", "Principal" | "NotPrincipal") if word in PRINCIPAL_KINDS:
            return Facts(word, "Kind of principal", (PRINCIPAL_KINDS[word],), PRINCIPALS)
        case ("Statement", "Condition"):
            return operator_facts(word)
        case ("Statement", "Condition", operator):
            return key_facts(word, operator)
    return None


def _element(word: str, policy_type: PolicyType) -> Facts | None:
    if word not in ELEMENTS:
        return None
    grammar = GRAMMARS[policy_type]
    sentences = [ELEMENTS[word]]
    is_principal = word in ("Principal", "NotPrincipal")
    if is_principal and grammar.principal is PrincipalRule.FORBIDDEN:
        sentences.append(f"Has no place in {grammar.name}: whom it governs follows from its place.")
    elif word in ("Resource", "NotResource") and grammar.resource_forbidden:
        sentences.append(f"Has no place in {grammar.name}: it is always about its own role.")
    elif word == "Id" and not grammar.id_allowed:
        sentences.append(f"Has no place in {grammar.name}.")
    return Facts(word, "Element", tuple(sentences), element_link(word))


def _value(place: Place, word: str, names: Names) -> Facts | None:
    match place.path:
        case ("Version",) if word in VERSIONS:
            return Facts(word, "Version", (VERSIONS[word],), element_link("version"))
        case ("Statement", "Effect") if word in EFFECTS:
            return Facts(word, "Effect", (EFFECTS[word],), element_link("effect"))
        case ("Statement", "Sid"):
            return Facts(word, "Name of the statement", (ELEMENTS["Sid"],), element_link("sid"))
        case ("Statement", "Action" | "NotAction"):
            return action_facts(word)
        case ("Statement", "Resource" | "NotResource"):
            return resource_facts(word, names)
        case ("Statement", "Principal" | "NotPrincipal"):
            return principal_facts(word, "AWS", names)
        case ("Statement", "Principal" | "NotPrincipal", kind):
            return principal_facts(word, kind, names)
        case ("Statement", "Condition", operator, key):
            return arn_facts(word, names) or key_facts(key, operator)
    return None
