"""Parameters: what differs between the variants of an exercise or a question, drawn by a seed.

A file writes `{bucket}`, or `{case.bucket}` where each value is a set of named texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import gcd, prod
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from iamlab.engine.scenarios import Shape, Single

RESERVED = ("ask", "witness")
"""What feedback may name: `{ask.action}`, `{witness.resource}`."""


def _is_free(name: str) -> str:
    if name in RESERVED:
        raise ValueError(f"`{name}` is a name that feedback uses; choose another")
    return name


PartName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
ParameterName = Annotated[PartName, AfterValidator(_is_free)]

_PLACEHOLDER = re.compile(r"(?<!\$)\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\}")
_GOLDEN = 0.618
"""Steps of about this share of all variants keep consecutive seeds far apart."""


class Parameter(Shape):
    """The values that a parameter can take: `pick` one of a list, or `range` [first, last].

    The values of `pick` are texts and numbers, or mappings with the same names in each.
    """

    pick: list[Single | dict[PartName, Single]] = Field(default=[], max_length=50)
    range: list[int] = Field(default=[], max_length=2)

    @model_validator(mode="after")
    def _has_values(self) -> Parameter:
        if bool(self.pick) == bool(self.range):
            raise ValueError("give either `pick`, a list of values, or `range`, two numbers")
        if self.range and (len(self.range) != 2 or self.range[0] > self.range[1]):
            raise ValueError("`range` is the first and the last number")
        shapes = {
            tuple(sorted(value)) if isinstance(value, Mapping) else None for value in self.pick
        }
        if len(shapes) > 1:
            raise ValueError("give every value of `pick` the same names")
        if any(value in self.pick[:number] for number, value in enumerate(self.pick)):
            raise ValueError("a value of `pick` is there twice")
        return self

    @property
    def size(self) -> int:
        """How many values there are."""
        return len(self.pick) or self.range[1] - self.range[0] + 1

    def value(self, index: int) -> Single | Mapping[str, Single]:
        """Return a value by its number, from 0 on."""
        return self.pick[index] if self.pick else self.range[0] + index


Parameters = dict[ParameterName, Parameter]


def count_variants(parameters: Mapping[str, Parameter]) -> int:
    """Return how many different variants the parameters allow, 1 without any."""
    return prod(parameter.size for parameter in parameters.values())


def draw_values(parameters: Mapping[str, Parameter], seed: int) -> dict[str, str]:
    """Return the text of every placeholder for a seed, such as `{"bucket": "acme-inbox"}`.

    Seeds 0, 1, 2 … meet every variant once before one comes again; neighbors differ.
    """
    total = count_variants(parameters)
    index = seed * _step(total) % total
    values: dict[str, str] = {}
    for name, parameter in parameters.items():
        index, place = divmod(index, parameter.size)
        value = parameter.value(place)
        if isinstance(value, Mapping):
            values |= {f"{name}.{part}": _text(item) for part, item in value.items()}
        else:
            values[name] = _text(value)
    return values


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with the known placeholders replaced; others stay as they are."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def fill_data(data: object, values: Mapping[str, str]) -> object:
    """Return plain data with the placeholders of all its texts replaced, those of keys too."""
    if isinstance(data, str):
        return fill(data, values)
    if isinstance(data, Mapping):
        return {fill_data(key, values): fill_data(item, values) for key, item in data.items()}
    if isinstance(data, list):
        return [fill_data(item, values) for item in data]
    return data


def placeholders(text: str) -> Iterator[tuple[str, int]]:
    """Yield the name of each placeholder and its 1-based line."""
    for found in _PLACEHOLDER.finditer(text):
        yield found[1], text.count("\n", 0, found.start()) + 1


def _step(total: int) -> int:
    step = max(1, round(total * _GOLDEN))
    while gcd(step, total) != 1:
        step += 1
    return step


def _text(value: Single) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
