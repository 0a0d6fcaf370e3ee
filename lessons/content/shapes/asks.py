"""The shape of a request in a course file. It never says what the verdict is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from iamlab.engine.scenarios import PassedPolicy, Shape, Single, Text

Context = dict[str, Single | list[Single]]
PolicyRef = Annotated[str, StringConstraints(min_length=3, max_length=400)]
"""A policy by a short name, such as `role/reader:inline/read`; see `references.py`."""

Intent = Literal["allowed", "denied"]
"""What a finished account must do. Both denials count as denied."""


class Ask(Shape):
    """A request: short names as in a scenario's questions, and the context that matters.

    `parent` is the user behind a federated user. AWS's usual context is added when it is asked.
    """

    principal: Text
    action: Text
    resource: Text = "*"
    context: Context = {}
    parent: str | None = None
    session_policies: list[PassedPolicy] = Field(default=[], max_length=10)
    endpoint_policies: list[PassedPolicy] = Field(default=[], max_length=10)


class AskChange(Shape):
    """What differs from another request; what is left out stays."""

    principal: Text | None = None
    action: Text | None = None
    resource: Text | None = None
    context: Context = {}


class IntendedAsk(Shape):
    """A request and what is meant to come of it."""

    id: str = ""
    title: str = ""
    intent: Intent
    ask: Ask
