"""Reads one line of the `simulate` format; a policy text that came before is not read again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from iamlab.engine.errors import RequestError
from iamlab.engine.simulation.layers import HandedIn, NamedText, TargetTexts
from iamlab.engine.simulation.raw_json import STRICT_DECODER, Raw, items, members_of, whole
from iamlab.engine.simulation.shapes import FORMAT_VERSION, RequestShape

MAX_LINE = 4 * 1024 * 1024
"""The longest line that is read, in characters."""

_KEPT_LAYERS = 1024


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
        raise RequestError(unknown[0], f"is not a key of this format; known: {', '.join(_KEYS)}")
    present = {name: raw for name, raw in members.items() if raw.value not in (None, [])}
    layers = {name: _LAYERS[name](name, raw.text) for name, raw in present.items()}
    key = tuple(f"{name}={present[name].text}" for name in sorted(present))
    return Line(shape, HandedIn(**cast(Any, layers)), key)


def split_line(text: str) -> tuple[dict[str, Raw], str | None]:
    """Return the members of the object on a line, and the first key that stands there twice.

    Raises RequestError if the line is not an object.
    """
    if len(text) > MAX_LINE:
        raise RequestError("line", f"has {len(text)} characters; {MAX_LINE} is the most")
    try:
        return members_of(text)
    except ValueError as error:
        raise RequestError("line", f"is not a JSON object: {error}") from None


def read_id(raw: Raw) -> str | int | float | bool | None:
    """Return a line's id. Raises RequestError if it cannot be given back as it is."""
    if isinstance(raw.value, (dict, list)):
        raise RequestError("id", "must be a text, a number, a boolean or null")
    if isinstance(raw.value, str) and not raw.text.startswith('"'):
        raise RequestError("id", "is too great a number")
    return cast("str | int | float | bool | None", raw.value)


def _check_version(raw: Raw | None) -> None:
    if raw is not None and raw.text != str(FORMAT_VERSION):
        raise RequestError("version", f"must be {FORMAT_VERSION}, the format's only version so far")


def _read_request(raw: Raw) -> RequestShape:
    try:
        shape = RequestShape.model_validate(STRICT_DECODER.decode(raw.text))
    except ValidationError as error:
        # An unknown key comes first: it is often the misspelled name of a missing one.
        first = min(error.errors(), key=lambda item: item["type"] != "extra_forbidden")
        path = ".".join(str(part) for part in ("request", *first["loc"][:2]))
        raise RequestError(path, _words(first)) from None
    names = [name.lower() for name in shape.context or {}]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise RequestError("request.context", f"`{twice}` stands there twice, in two spellings")
    return shape


def _words(error: ErrorDetails) -> str:
    place = error["loc"]
    if place[:1] == ("context",) and len(place) > 1:
        return "must be a text, a number, a boolean or a list of them"
    known = {
        "missing": "is required",
        "extra_forbidden": f"is not a key of `request`; known: {', '.join(_REQUEST_KEYS)}",
        "string_type": "must be a text",
        "dict_type": "must be an object",
        "model_type": "must be an object",
    }
    return known.get(error["type"], error["msg"][:1].lower() + error["msg"][1:])


@lru_cache(maxsize=_KEPT_LAYERS)
def _read_policies(path: str, text: str) -> tuple[NamedText, ...]:
    return tuple(_policy(f"{path}[{index}]", raw) for index, raw in enumerate(items(path, text)))


@lru_cache(maxsize=_KEPT_LAYERS)
def _read_policy(path: str, text: str) -> NamedText:
    return _policy(path, whole(text))


@lru_cache(maxsize=_KEPT_LAYERS)
def _read_levels(path: str, text: str) -> tuple[TargetTexts, ...]:
    return tuple(_level(f"{path}[{index}]", raw) for index, raw in enumerate(items(path, text)))


_LAYERS: dict[str, Callable[[str, str], object]] = {
    "identity_policies": _read_policies,
    "permissions_boundary": _read_policy,
    "session_policies": _read_policies,
    "resource_policy": _read_policy,
    "service_control_policies": _read_levels,
    "resource_control_policies": _read_levels,
    "endpoint_policies": _read_policies,
}
_KEYS = ("version", "id", "request", *_LAYERS)
_REQUEST_KEYS = tuple(RequestShape.model_fields)


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
    members, twice = members_of(raw.text)
    if twice is not None:
        raise RequestError(f"{path}.{twice}", "stands twice")
    unknown = [name for name in members if name not in names]
    if unknown:
        known = " and ".join(f"`{name}`" for name in names)
        raise RequestError(f"{path}.{unknown[0]}", f"is not a key of this format; known: {known}")
    return members
