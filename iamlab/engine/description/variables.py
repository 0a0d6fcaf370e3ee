"""Policy variables in words: `${aws:username}` stands for the caller's user name.

Rules C12, C13, G2 and R6; AWS, "IAM policy elements: Variables and tags".
"""

from __future__ import annotations

from collections.abc import Iterable

from iamlab.engine.catalog import is_multivalued
from iamlab.engine.conditions import read_operator
from iamlab.engine.description.keys import key_noun
from iamlab.engine.description.phrases import Phrase, code, long_list, say, series, value
from iamlab.engine.documents import Statement, split_arn
from iamlab.engine.matching import Template, Variable, parse_template
from iamlab.engine.matching.variables import Literal

_MOST_SAID = 6


def variable_words(statement: Statement, *, enabled: bool) -> tuple[Phrase, tuple[Phrase, ...]]:
    """Return the end of the sentence that explains the variables, and notes about them.

    `enabled` tells whether the document's Version turns variables on.
    """
    templates = list(_templates(statement))
    pieces = [piece for template in templates for piece in template.pieces]
    variables = list(dict.fromkeys(piece for piece in pieces if isinstance(piece, Variable)))
    signs = list(dict.fromkeys(piece.text for piece in pieces if isinstance(piece, Literal)))
    if not (variables or (signs and enabled)):
        return (), ()
    if not enabled:
        shown = series([say(code(_source(item))) for item in variables[:_MOST_SAID]], "and")
        reason = say(" (variables need the ", code("Version"), " ", code("2012-10-17"), ")")
        return say(", where ", shown, _plain_text(len(variables)), reason), ()
    phrases = [say(code(f"${{{sign}}}"), " stands for a plain ", code(sign)) for sign in signs]
    said = series([*_stand_for(variables), *phrases], "and")
    return say(", where ", said), _notes(variables)


def _templates(statement: Statement) -> Iterable[Template]:
    """Yield the texts in which variables work: field six of ARNs, and some operators' values."""
    for entry in (*(statement.resources or ()), *(statement.not_resources or ())):
        fields = split_arn(entry.text)
        if fields is not None:
            yield parse_template(fields[5], enabled=True)
    for test in statement.conditions:
        form = read_operator(test.operator.text)
        if form is not None and form.row.variables:
            for item in test.values:
                yield parse_template(item.text, enabled=True)


def _source(variable: Variable) -> str:
    default = "" if variable.default is None else f", '{variable.default}'"
    return f"${{{variable.key}{default}}}"


def _plain_text(count: int) -> str:
    return " is plain text" if count == 1 else " are plain text"


def _stand_for(variables: list[Variable]) -> list[Phrase]:
    """Say each variable, or list them when they are many and all that can have a value."""
    plain = [item for item in variables if not is_multivalued(item.key.lower())]
    if len(plain) <= _MOST_SAID:
        return [_stands_for(item) for item in variables]
    listed = long_list("variables", [_source(item) for item in plain])
    several = [_stands_for(item) for item in variables if item not in plain]
    end = " stand for the values of the keys that they name or, without one, for their defaults"
    return [say(listed, end), *several]


def _stands_for(variable: Variable) -> Phrase:
    start = say(code(_source(variable)), " stands for ")
    default = "" if variable.default is None else value(variable.default)
    if is_multivalued(variable.key.lower()):
        return say(start, default or "nothing", " (its key can hold several values)")
    noun = key_noun(variable.key)
    what = say("the value of ", code(variable.key)) if noun is None else say(noun)
    if "/" in variable.key and noun is not None:
        what = say(noun, " ", code(variable.key.partition("/")[2]))
    if default:
        return say(start, what, " or, without one, for ", default)
    return say(start, what)


def _notes(variables: list[Variable]) -> tuple[Phrase, ...]:
    """Say what happens to a variable without a value (C13, R6)."""
    bare = [item for item in variables if item.default is None]
    if not bare:
        return ()
    keys = series([say(code(key)) for key in dict.fromkeys(item.key for item in bare)], "or")
    users = any(item.key.lower() == "aws:username" for item in bare)
    only = "; only IAM users have a user name" if users else ""
    return (say("In a request without ", keys, f", a text that holds it equals nothing{only}."),)
