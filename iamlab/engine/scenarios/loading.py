"""Reading a scenario from YAML 1.2 or plain data, each fault with its file, line and field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from iamlab.engine.errors import RequestError
from iamlab.engine.matching import is_action_name
from iamlab.engine.scenarios.asking import make_request
from iamlab.engine.scenarios.building import build_snapshot
from iamlab.engine.scenarios.errors import Problem, ScenarioError
from iamlab.engine.scenarios.references import Fault, find_faults
from iamlab.engine.scenarios.shapes import Scenario
from iamlab.engine.scenarios.yaml_text import Location, compose_yaml, line_of, load_yaml

ORGANIZATION_FILE = "organization.yaml"
MAX_CHARACTERS = 200_000
"""Of the organization file: YAML is read at a few thousand lines a second."""
MAX_PROBLEMS = 50


def read_scenario(files: Mapping[str, str]) -> Scenario:
    """Read a scenario folder: its files' texts by their paths relative to the folder.

    Raises ScenarioError with every problem found, the first fifty if there are more.
    """
    text = files.get(ORGANIZATION_FILE)
    if text is None:
        raise ScenarioError((Problem("", "there is no such file", ORGANIZATION_FILE),))
    if len(text) > MAX_CHARACTERS:
        message = f"it has {len(text)} characters; {MAX_CHARACTERS} is the most"
        raise ScenarioError((Problem("", message, ORGANIZATION_FILE),))
    return _validate(load_yaml(ORGANIZATION_FILE, text), files, text)


def scenario_from_mapping(data: Mapping[str, object]) -> Scenario:
    """Read a scenario that is already data, with its policy documents inline.

    Raises ScenarioError with every problem found, without file and line.
    """
    return _validate(data, {}, None)


def _validate(data: object, files: Mapping[str, str], text: str | None) -> Scenario:
    if not isinstance(data, Mapping):
        place = (None, None) if text is None else (ORGANIZATION_FILE, 1)
        raise ScenarioError((Problem("", "give a mapping with a `title` and `accounts`", *place),))
    try:
        scenario = Scenario.model_validate(data, context=files)
    except ValidationError as error:
        faults = [
            (item["loc"], plain_message(item["type"], item["msg"])) for item in error.errors()
        ]
        raise _located(faults, text) from error
    faults = find_faults(scenario) or list(_questions(scenario))
    if faults:
        raise _located(faults, text)
    return scenario


def _questions(scenario: Scenario) -> Iterator[Fault]:
    if not scenario.questions and scenario.start is None:
        return
    snapshot = build_snapshot(scenario)
    for index, question in enumerate(scenario.questions):
        if not is_action_name(question.action):
            yield ("questions", index, "action"), f"`{question.action}` is not `service:Action`"
        try:
            make_request(snapshot, question)
        except RequestError as error:
            yield ("questions", index, error.field), str(error)
    if scenario.start is not None and scenario.start.policy not in snapshot.policies():
        yield ("start", "policy"), f"no policy in force has the key `{scenario.start.policy}`"


def _located(faults: list[Fault], text: str | None) -> ScenarioError:
    faults = faults[:MAX_PROBLEMS]
    if text is None:
        return ScenarioError(tuple(Problem(field_path(loc), message) for loc, message in faults))
    root = compose_yaml(text)
    return ScenarioError(
        tuple(
            Problem(field_path(loc), message, ORGANIZATION_FILE, line_of(root, loc))
            for loc, message in faults
        )
    )


def plain_message(kind: str, message: str) -> str:
    """Return what is wrong with a field in plain words, from pydantic's type and message."""
    if kind == "extra_forbidden":
        return "there is no such key"
    if kind == "missing":
        return "this key is required"
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def field_path(loc: Location) -> str:
    text = ""
    for part in (part for part in loc if part != "[key]"):
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
