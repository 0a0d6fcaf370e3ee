"""Asks what a form brought, and tells what is wrong with it beside the field that is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from iamlab.engine import DocumentError, EngineError, RequestError, Snapshot
from iamlab.engine.scenarios import Question
from iamlab.lab.answers import Answer, UnknownAction, answer_question
from iamlab.lab.questions import LabQuestion
from iamlab.sandbox.services.errors import PrincipalNotFound

FIELDS = ("principal", "action", "resource", "account", "context")
"""The fields that an error can stand beside; any other stands above the answer."""

_PLACES = {"resource_account": "account"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer, or what stood in its way.

    `errors` are sentences by field, `suggestions` the actions that were probably meant and
    `problem` a sentence about none of the fields. `unreadable`: it is about an unsaved edit.
    """

    answer: Answer | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    problem: str = ""
    unreadable: bool = False


def ask(
    snapshot: Snapshot,
    asked: LabQuestion,
    presets: Sequence[Question] = (),
    drafts: Mapping[str, str] | None = None,
) -> Outcome:
    """Return the answer to a question, or the sentences that say why there is none."""
    empty = {
        "principal": "Who asks? Choose somebody.",
        "action": "To do what? Type a word, such as upload.",
        "resource": "On what? Choose a resource, or write * for none in particular.",
    }
    errors = {name: text for name, text in empty.items() if not getattr(asked, name).strip()}
    if errors:
        return Outcome(errors=errors)
    try:
        return Outcome(answer_question(snapshot, asked, presets, drafts))
    except UnknownAction as error:
        return Outcome(errors={"action": _sentence(error)}, suggestions=error.suggestions)
    except PrincipalNotFound as error:
        return Outcome(errors={"principal": str(error)})
    except RequestError as error:
        place = _PLACES.get(error.field, error.field)
        if place in FIELDS:
            return Outcome(errors={place: _sentence(error)})
        return Outcome(problem=_sentence(error))
    except DocumentError as error:
        return Outcome(problem=str(error), unreadable=True)
    except EngineError as error:
        return Outcome(problem=_sentence(error))


def _sentence(error: Exception) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}"
