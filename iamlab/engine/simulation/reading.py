"""Reads one line of the `simulate` format; a policy text that came before is not read again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, NamedTuple, TypeVar, cast

from pydantic import ValidationError

from iamlab.engine.errors import RequestError
from iamlab.engine.simulation.layers import HandedIn, NamedText, TargetTexts
from iamlab.engine.simulation.shapes import FORMAT_VERSION, RequestShape

MAX_LINE = 4 * 1024 * 1024
"""The longest line that is read, in characters."""

_KEPT_LAYERS = 4096
_SPACE = re.compile(r"[ \t\r\n]*")
_Item = TypeVar("_Item")


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


class Raw(NamedTuple):
    """A JSON value with the text that it was read from."""

    value: Any
    text: str


NULL = Raw(None, "null")
"""What stands for a member that is not there."""


class Line(NamedTuple):
    """A line taken apart: what is asked and the policies; equal policies have an equal `key`."""

    request: RequestShape
    handed_in: HandedIn
    key: tuple[str, ...]


def read_line(members: dict[str, Raw]) -> Line:
    """Read a line's members, its id taken out. Raises RequestError; its field is a path."""
    _check_version(members.pop("version", None))
    request = members.pop("request", None)
    if request is None:
        raise RequestError("request", "is required")
    shape = _read_request(request)
    unknown = [name for name in members if name not in _LAYERS]
    if unknown:
        raise RequestError(unknown[0], f"is not a key of this format; known: {', '.join(_LAYERS)}")
    present = {name: raw for name, raw in members.items() if raw.value not in (None, [])}
    layers = {name: _LAYERS[name](name, raw.text) for name, raw in present.items()}
    key = tuple(f"{name}={present[name].text}" for name in sorted(present))
    return Line(shape, HandedIn(**cast(Any, layers)), key)


def split_line(text: str) -> dict[str, Raw]:
    """Return the members of the object on a line. Raises RequestError if it is not one."""
    if len(text) > MAX_LINE:
        raise RequestError("line", f"has {len(text)} characters; {MAX_LINE} is the most")
    try:
        return _members("line", text)
    except RecursionError:
        raise RequestError("line", "is nested too deeply") from None
    except ValueError as error:
        raise RequestError("line", f"is not a JSON object: {error}") from None


def _check_version(raw: Raw | None) -> None:
    if raw is not None and raw.value != FORMAT_VERSION:
        raise RequestError("version", f"must be {FORMAT_VERSION}, the format's only version so far")


def _read_request(raw: Raw) -> RequestShape:
    try:
        value = json.loads(raw.text, object_pairs_hook=_unique)
        return RequestShape.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(part) for part in first["loc"] if part not in _UNION_TAGS)
        raise RequestError(f"request.{path}".rstrip("."), _words(first["msg"])) from None
    except RequestError as error:
        raise RequestError(f"request.{error.field}", str(error)) from None


_UNION_TAGS = frozenset({"str", "int", "float", "bool", "list"})


def _words(message: str) -> str:
    known = {
        "Field required": "is required",
        "Extra inputs are not permitted": "is not a key of this format",
        "Input should be a valid string": "must be a text",
        "Input should be a valid dictionary": "must be an object",
    }
    return known.get(message, message[:1].lower() + message[1:])


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RequestError(twice, "stands twice in one object")
    return found


@lru_cache(maxsize=_KEPT_LAYERS)
def _read_policies(path: str, text: str) -> tuple[NamedText, ...]:
    return tuple(_policy(f"{path}[{index}]", raw) for index, raw in enumerate(_items(path, text)))


@lru_cache(maxsize=_KEPT_LAYERS)
def _read_policy(path: str, text: str) -> NamedText:
    return _policy(path, _whole(text))


@lru_cache(maxsize=_KEPT_LAYERS)
def _read_levels(path: str, text: str) -> tuple[TargetTexts, ...]:
    return tuple(_level(f"{path}[{index}]", raw) for index, raw in enumerate(_items(path, text)))


_LAYERS: dict[str, Callable[[str, str], object]] = {
    "identity_policies": _read_policies,
    "permissions_boundary": _read_policy,
    "session_policies": _read_policies,
    "resource_policy": _read_policy,
    "service_control_policies": _read_levels,
    "resource_control_policies": _read_levels,
    "endpoint_policies": _read_policies,
}


def _policy(path: str, raw: Raw) -> NamedText:
    members = _object(path, raw, ("name", "document"))
    name = members.get("name", Raw(path, ""))
    if not isinstance(name.value, str):
        raise RequestError(f"{path}.name", "must be a text")
    document = members.get("document")
    if document is None:
        raise RequestError(f"{path}.document", "is required")
    return NamedText(name.value, document.text)


def _level(path: str, raw: Raw) -> TargetTexts:
    members = _object(path, raw, ("target", "policies"))
    target = members.get("target", Raw("", ""))
    if not isinstance(target.value, str):
        raise RequestError(f"{path}.target", "must be a text")
    policies = members.get("policies")
    if policies is None or policies.value is None:
        raise RequestError(f"{path}.policies", "is required; `[]` is a level without policies")
    return TargetTexts(target.value, _read_policies(f"{path}.policies", policies.text))


def _object(path: str, raw: Raw, names: tuple[str, ...]) -> dict[str, Raw]:
    if not isinstance(raw.value, dict):
        raise RequestError(path, "must be an object")
    members = _members(path, raw.text)
    unknown = [name for name in members if name not in names]
    if unknown:
        known = " and ".join(f"`{name}`" for name in names)
        raise RequestError(f"{path}.{unknown[0]}", f"is not a key of this format; known: {known}")
    return members


def _items(path: str, text: str) -> Iterator[Raw]:
    """Yield the values of an array with their texts."""
    place = _skip(text, 0)
    if not text.startswith("[", place):
        raise RequestError(path, "must be a list")
    place = _skip(text, place + 1)
    while not text.startswith("]", place):
        raw, place = _value(text, place)
        yield raw
        place = _skip(text, place)
        if text.startswith(",", place):
            place = _skip(text, place + 1)


def _members(path: str, text: str) -> dict[str, Raw]:
    """Return an object's members with their texts. Raises ValueError where it is not JSON."""
    found: dict[str, Raw] = {}
    place = _skip(text, 0)
    if not text.startswith("{", place):
        raise ValueError("it does not begin with `{`")
    place = _skip(text, place + 1)
    while not text.startswith("}", place):
        if found:
            place = _expect(text, place, ",")
        if not text.startswith('"', place):
            raise ValueError(f"a key in double quotes is missing at column {place + 1}")
        name, place = scanstring(text, place + 1, True)
        place = _expect(text, _skip(text, place), ":")
        if name in found:
            raise RequestError(name if path == "line" else f"{path}.{name}", "stands twice")
        found[name], place = _value(text, place)
        place = _skip(text, place)
    if _skip(text, place + 1) != len(text):
        raise ValueError(f"more text follows at column {place + 2}")
    return found


def _whole(text: str) -> Raw:
    return _value(text, _skip(text, 0))[0]


def _value(text: str, place: int) -> tuple[Raw, int]:
    value, end = _DECODER.raw_decode(text, place)
    return Raw(value, text[place:end]), end


def _expect(text: str, place: int, mark: str) -> int:
    if not text.startswith(mark, place):
        raise ValueError(f"`{mark}` is missing at column {place + 1}")
    return _skip(text, place + 1)


def _skip(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found is not None else place
