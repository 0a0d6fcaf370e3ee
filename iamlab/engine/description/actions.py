"""Action and NotAction in words.

Rules A1 to A5; AWS, "IAM JSON policy elements: Action" and "... NotAction".
"""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.catalog import action_exists, find_action, service_name
from iamlab.engine.description.phrases import (
    Phrase,
    code,
    long_list,
    say,
    series,
    void_entries,
)
from iamlab.engine.description.unfolding import Unfolder
from iamlab.engine.description.verbs import gerund, speaks_of_objects, trust_verb, verb_of
from iamlab.engine.documents import Entry, Statement
from iamlab.engine.matching import compile_action

_EVERYTHING = ("*", "*:*")
_MOST_SAID = 6
_MOST_WITH_VERBS = 4

# The actions on roles that read best with the role in the middle: the verb and what follows.
_ROLE_VERBS = {"sts:assumerole": ("assume ", ""), "iam:passrole": ("pass ", " to AWS services")}


@dataclass(frozen=True, slots=True)
class ActionWords:
    """The actions of a statement as `reading objects` and as `read objects`.

    `about_objects` tells that the words may be followed by `in the bucket ...`, `about_role` that
    they name the role of a trust policy, `nothing` that no action is covered.
    """

    doing: Phrase
    to_do: Phrase
    about_objects: bool = False
    about_role: bool = False
    nothing: bool = False


def action_words(statement: Statement, unfolder: Unfolder, *, of_role: bool = False) -> ActionWords:
    """Say which actions a statement is about; `of_role` is for a role's trust policy."""
    if statement.not_actions is not None:
        return _all_but(_texts(statement.not_actions), unfolder)
    entries = _texts(statement.actions or ())
    if any(entry in _EVERYTHING for entry in entries):
        return _noun(say("every action"))
    if not entries:
        return _noun(say("no action at all"), nothing=True)
    if len(entries) > _MOST_SAID:
        nothing = all(compile_action(entry).glob is None for entry in entries)
        return _noun(_list(entries, unfolder), nothing=nothing)
    return _several(entries, unfolder, of_role)


def role_words(statement: Statement, roles: Phrase) -> ActionWords | None:
    """Say `assuming the role ...` when that is all that a statement about roles is about."""
    entries = _texts(statement.actions or ())
    verb = _ROLE_VERBS.get(entries[0].lower()) if len(entries) == 1 else None
    if verb is None:
        return None
    base, after = verb
    end = say(roles, f"{after} (", _named(entries[0]), ")")
    return ActionWords(say(gerund(base), end), say(base, end))


def _all_but(entries: list[str], unfolder: Unfolder) -> ActionWords:
    if any(entry in _EVERYTHING for entry in entries):
        return _noun(say("no action at all"), nothing=True)
    if not entries:
        return _noun(say("every action"))
    if len(entries) > _MOST_SAID:
        return _noun(say("every action except ", _list(entries, unfolder)))
    return _noun(say("every action except ", _several(entries, unfolder).doing))


def _noun(phrase: Phrase, *, nothing: bool = False) -> ActionWords:
    return ActionWords(phrase, say("use ", phrase), nothing=nothing)


def _list(entries: list[str], unfolder: Unfolder) -> Phrase:
    noun = "actions and patterns" if any(map(_is_pattern, entries)) else "actions"
    void = [entry for entry in entries if compile_action(entry).glob is None]
    listed = long_list(noun, entries, unfolder.unfold(tuple(entries)))
    return say(listed, void_entries(void, "covers no action", "cover no action"))


def _several(entries: list[str], unfolder: Unfolder, of_role: bool = False) -> ActionWords:
    """Say named actions first, then whole services, then other patterns, which share a phrase."""
    named = [entry for entry in entries if not _is_pattern(entry)]
    patterns = [entry for entry in entries if _is_pattern(entry)]
    services = [entry for entry in patterns if _service(entry) is not None]
    others = [entry for entry in patterns if _service(entry) is None]
    verbs = {} if len(named) > _MOST_WITH_VERBS else _verbs(named, of_role)
    doing = [say(gerund(verb), " (", code(name), ")") for name, verb in verbs.items()]
    to_do = [say(verb, " (", code(name), ")") for name, verb in verbs.items()]
    nouns = [_named(name) for name in named if name not in verbs]
    nouns += [
        say(f"every {_service(entry)} action (", code(entry, unfolder.unfold((entry,))), ")")
        for entry in services
    ]
    if others:
        fits = [say(code(entry, unfolder.unfold((entry,)))) for entry in others]
        nouns.append(say("every action that fits ", series(fits, "or")))
    if nouns:
        to_do.append(say("use ", series(nouns, "and")))
    return ActionWords(
        doing=series([*doing, *nouns], "and"),
        to_do=series(to_do, "and"),
        about_objects=not nouns and all(map(speaks_of_objects, verbs)),
        about_role=of_role and any("this role" in verb for verb in verbs.values()),
        nothing=all(compile_action(entry).glob is None for entry in entries),
    )


def _verbs(names: list[str], of_role: bool) -> dict[str, str]:
    found = {name: verb for name in names if (verb := verb_of(name)) is not None}
    return {name: trust_verb(verb) for name, verb in found.items()} if of_role else found


def _named(entry: str) -> Phrase:
    if compile_action(entry).glob is None:
        return say(code(entry), " (which covers no action)")
    if not action_exists(entry):
        return say(code(entry), " (not an action that AWS lists)")
    found = find_action(entry)
    return say(code(entry if found is None else found.name))


def _is_pattern(entry: str) -> bool:
    return ("*" in entry or "?" in entry) and compile_action(entry).glob is not None


def _service(entry: str) -> str | None:
    """Return the name of the service when the entry is all of it."""
    prefix, _, rest = entry.partition(":")
    if rest != "*":
        return None
    # The one service that AWS calls by a long name in prose and lists with its short one.
    return "IAM" if prefix.lower() == "iam" else service_name(prefix)


def _texts(entries: tuple[Entry, ...]) -> list[str]:
    return list({entry.text.lower(): entry.text for entry in reversed(entries)}.values())[::-1]
