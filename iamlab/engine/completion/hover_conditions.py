"""Explains condition operators, condition keys and policy variables."""

from __future__ import annotations

from iamlab.engine.catalog import condition_key
from iamlab.engine.completion.condition_keys import fits_type, usual_operator
from iamlab.engine.completion.facts import Facts
from iamlab.engine.completion.links import VARIABLES, key_link, operator_link
from iamlab.engine.completion.words import ESCAPES, TYPES, plain
from iamlab.engine.conditions import Family, Quantifier, parse_operator, read_operator

_QUANTIFIERS = {
    Quantifier.ALL: "For keys with several values: every value of the request must pass.",
    Quantifier.ANY: "For keys with several values: at least one value of the request must pass.",
}


def operator_facts(text: str) -> Facts:
    """Say what an operator compares, and what it makes of a request without the key (C3, C4)."""
    operator = parse_operator(text)
    if isinstance(operator, str):
        return Facts(text, "Condition operator", (operator,))
    row = operator.row
    sentences = [row.description]
    if operator.quantifier is not Quantifier.NONE:
        sentences.append(_QUANTIFIERS[operator.quantifier])
    if row.family is not Family.NULL:
        outcome = "the test passes" if operator.matches_absent else "the test fails"
        sentences.append(f"When the request lacks the key, {outcome}.")
    if row.wildcards:
        sentences.append("`*` and `?` are wildcards in the values.")
    return Facts(operator.name, "Condition operator", tuple(sentences), operator_link(row.family))


def key_facts(text: str, operator_name: str) -> Facts:
    """Say what a condition key holds and when AWS sends it; `operator_name` is the one around."""
    key = condition_key(text)
    if key is None:
        sentence = "AWS lists no such condition key; a request never has it."
        return Facts(text, "Condition key", (sentence,))
    several = "may hold several values" if key.multivalued else "holds one value"
    sentences = [plain(key.description), f"Its type is {TYPES[key.type]}; it {several}."]
    if key.presence:
        sentences.append(f"Sent: {key.presence[:1].lower()}{key.presence[1:]}")
    operator = read_operator(operator_name)
    if operator is not None:
        if not fits_type(key, operator.row.family):
            sentences.append(f"`{operator.name}` does not suit it; use `{usual_operator(key)}`.")
        elif key.multivalued and operator.quantifier is Quantifier.NONE:
            sentences.append("Test it with `ForAnyValue:` or `ForAllValues:` before the operator.")
    return Facts(key.name, "Condition key", tuple(sentences), key_link(key.template))


def variable_facts(text: str, *, enabled: bool) -> Facts:
    """Say what a variable `${...}` is replaced with (C12, C13, G2)."""
    if text in ESCAPES:
        return Facts(text, "Policy variable", (ESCAPES[text],), VARIABLES)
    if not enabled:
        sentence = "Plain text here: variables work only with `Version` `2012-10-17`."
        return Facts(text, "Policy variable", (sentence,), VARIABLES)
    name = text.removeprefix("${").removesuffix("}").partition(",")[0].strip()
    key = condition_key(name)
    if key is None:
        sentences = [f"AWS lists no key `{name}`, so this has no value."]
    elif key.multivalued:
        sentences = [
            plain(key.description),
            "It may hold several values, so it cannot fill a variable.",
        ]
    else:
        sentences = [plain(key.description), key.presence or "Not every request has it."]
    sentences.append("Where the request lacks the key, a value with this variable fits nothing.")
    return Facts(text, "Policy variable", tuple(sentences), VARIABLES)
