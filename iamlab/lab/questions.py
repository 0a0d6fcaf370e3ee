"""A question as the lab's form and address carry it, and how it becomes a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import unquote, urlencode

from iamlab.engine import (
    POLICY_LAYERS,
    Layer,
    Policy,
    PolicyType,
    Request,
    RequestError,
    Snapshot,
    WhatIf,
    find_action,
    practice_context,
)
from iamlab.engine.scenarios import Question, plain_request, resolve_resource
from iamlab.sandbox.services.principals import find_principal

Values = tuple[str, ...]
"""The values of a condition key; none at all for a key that the learner took away."""

_NO_CONTEXT: Mapping[str, Values] = MappingProxyType({})
_LAYERS = frozenset(layer.value for layer in Layer)


@dataclass(frozen=True, slots=True)
class LabQuestion:
    """What is asked, as typed. Only what differs from the practice context is in `context`.

    `account` is the owner's, where neither the organization nor the ARN tells. `passed` are the
    keys of session and endpoint policies that a preset question brought along, `off` the layers
    and the keys of policies that are left out.
    """

    principal: str = ""
    action: str = ""
    resource: str = ""
    account: str = ""
    parent: str = ""
    context: Mapping[str, Values] = field(default_factory=lambda: _NO_CONTEXT)
    passed: tuple[str, ...] = ()
    off: tuple[str, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether there is anything to answer."""
        return bool(self.principal and self.action and self.resource)

    @property
    def what_if(self) -> WhatIf:
        """What is left out, in the engine's terms."""
        return WhatIf(
            frozenset(Layer(name) for name in self.off if name in _LAYERS),
            frozenset(name for name in self.off if name not in _LAYERS),
        )

    @property
    def switchable(self) -> tuple[str, ...]:
        """What can be left out or taken back: every layer of policies, and what is out now."""
        return tuple(dict.fromkeys((*POLICY_LAYERS, *self.off)))

    def toggled(self, name: str) -> LabQuestion:
        """Return the same question with one layer or policy left out, or taken back in."""
        rest = tuple(item for item in self.off if item != name)
        return replace(self, off=rest if name in self.off else (*self.off, name))

    def query(self, scenario: str, **more: str) -> str:
        """Return the question as the lab page's query string; `more` are further parameters."""
        pairs = [("scenario", scenario), ("principal", self.principal), ("action", self.action)]
        pairs.append(("resource", self.resource))
        pairs += [(name, getattr(self, name)) for name in ("account", "parent")]
        pairs += [("ctx", text) for text in write_context(self.context)]
        pairs += [("with", key) for key in self.passed] + [("off", name) for name in self.off]
        return urlencode([pair for pair in (*pairs, *more.items()) if pair[1]], safe="/:*")

    def as_data(self) -> dict[str, object]:
        """Return the question as JSON data, to be kept behind a link."""
        return {
            "principal": self.principal,
            "action": self.action,
            "resource": self.resource,
            "account": self.account,
            "parent": self.parent,
            "context": {name: list(values) for name, values in self.context.items()},
            "passed": list(self.passed),
            "off": list(self.off),
        }


def question_from(data: Mapping[str, Any]) -> LabQuestion:
    """Return the question that `LabQuestion.as_data` wrote."""
    context = {name: tuple(values) for name, values in data["context"].items()}
    texts = {name: data[name] for name in ("principal", "action", "resource", "account", "parent")}
    return LabQuestion(
        **texts, context=context, passed=tuple(data["passed"]), off=tuple(data["off"])
    )


def write_context(context: Mapping[str, Values]) -> list[str]:
    """Return `key=value` for each value, and `key` alone for a key that is taken away."""
    texts = []
    for name, values in context.items():
        # A tag's name may hold an equals sign, which would end the key.
        key = name.replace("%", "%25").replace("=", "%3D")
        texts += [f"{key}={value}" for value in values] or [key]
    return texts


def read_context(texts: Iterable[str]) -> dict[str, Values]:
    """Return the context that `write_context` wrote; what cannot be read is left out."""
    found: dict[str, Values] = {}
    for text in texts:
        key, has_value, value = text.partition("=")
        name = unquote(key).strip()
        if name:
            found[name] = (*found.get(name, ()), value) if has_value else found.get(name, ())
    # AWS treats a key with an empty value as absent, and so does the form.
    return {name: tuple(value for value in values if value) for name, values in found.items()}


def preset_question(snapshot: Snapshot, question: Question) -> LabQuestion:
    """Return a scenario's preset question. Raises RequestError when a name means nothing."""
    request = plain_request(snapshot, question)
    passed = (*request.session_policies, *request.endpoint_policies)
    return LabQuestion(
        principal=request.principal,
        action=request.action,
        resource=request.resource,
        parent=request.parent or "",
        context={name: _texts(value) for name, value in request.context.items()},
        passed=tuple(policy.key for policy in passed),
    )


def lab_request(
    snapshot: Snapshot, asked: LabQuestion, presets: Sequence[Question]
) -> tuple[Request, Mapping[str, Values]]:
    """Return the request, and the practice context that it was completed with.

    Raises RequestError and PrincipalNotFound for what cannot be asked.
    """
    action = find_action(asked.action)
    request = Request(
        principal=find_principal(snapshot, asked.principal),
        action=asked.action if action is None else action.name,
        resource=resolve_resource(snapshot, asked.resource),
        resource_account=asked.account or None,
        parent=find_principal(snapshot, asked.parent) if asked.parent else None,
        session_policies=_passed(asked, presets, "session"),
        endpoint_policies=_passed(asked, presets, "endpoint"),
    )
    practice = {name: _texts(item) for name, item in practice_context(snapshot, request).items()}
    said = {name.lower() for name in asked.context}
    context = {name: _value(item) for name, item in practice.items() if name.lower() not in said}
    context |= {name: _value(values) for name, values in asked.context.items() if values}
    return replace(request, context=context), practice


def passed_policies(asked: LabQuestion, presets: Sequence[Question]) -> tuple[Policy, ...]:
    """Return the session and endpoint policies that the question brings along."""
    return (*_passed(asked, presets, "session"), *_passed(asked, presets, "endpoint"))


def _passed(
    asked: LabQuestion, presets: Sequence[Question], kind: Literal["session", "endpoint"]
) -> tuple[Policy, ...]:
    """Find the policies by keys like `question/reads-with-log-session/session/logs-only`."""
    found = []
    for key in asked.passed:
        _, preset_id, of_kind, name = (*key.split("/", 3), "", "", "")[:4]
        if of_kind == kind:
            text = _passed_text(presets, preset_id, kind, name)
            if text is None:
                raise RequestError("with", f"There is no {kind} policy “{key}” here.")
            found.append(Policy(key, name, PolicyType(kind), text, origin=f"{kind} policy"))
    return tuple(found)


def _passed_text(
    presets: Sequence[Question], preset_id: str, kind: Literal["session", "endpoint"], name: str
) -> str | None:
    for preset in presets:
        policies = preset.session_policies if kind == "session" else preset.endpoint_policies
        for item in policies:
            if (preset.id, item.name) == (preset_id, name):
                return item.document.text
    return None


def _texts(value: object) -> Values:
    if isinstance(value, bool):
        return ("true" if value else "false",)
    if isinstance(value, (list, tuple)):
        return tuple(text for item in value for text in _texts(item))
    return (str(value),)


def _value(values: Values) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)
