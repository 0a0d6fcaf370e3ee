"""Requests on and off the edges of one real statement, drawn with a seed."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from iamlab.engine import PolicyType, parse_policy
from iamlab.engine.matching.expansion import expand_action
from tests.engine.description.reading.asking import ANA, CALLERS, TARGET, VOUCHED
from tests.engine.description.reading.requests import Caller

_HOLES = re.compile(r"\$\{[^}]*\}|[*?]")
_SERVICE = re.compile(r'"([a-z0-9.-]+\.amazonaws\.com)"')
_OFF_ACTIONS = ("s3:GetObject", "iam:GetRole", "ec2:DescribeInstances", "kms:Decrypt")
_OFF_RESOURCES = ("*", "arn:aws:s3:::other/x", "arn:aws:sqs:eu-west-1:222233334444:other")
_FILLINGS = ("", "x", "ana", "a/b", "222233334444")
_SEVERAL = ("aws:tagkeys", "aws:calledvia", "aws:principalorgpaths")


class Edges:
    """Draws requests about one policy."""

    def __init__(self, text: str, kind: PolicyType, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - samples, not secrets
        self._trust = kind is PolicyType.TRUST
        statements = parse_policy(text, kind).statements
        self._actions = sorted(
            {
                entry.text
                for statement in statements
                for entry in (*(statement.actions or ()), *(statement.not_actions or ()))
            }
        )
        entries = {
            entry.text
            for statement in statements
            for entry in (*(statement.resources or ()), *(statement.not_resources or ()))
        }
        self._resources = sorted(entries - {"*"})
        self._tests = [test for statement in statements for test in statement.conditions]
        services = (Caller(name) for name in _SERVICE.findall(text))
        self._callers = (*CALLERS, *services)
        self.resources = (*map(self._fill, self._resources), *_OFF_RESOURCES)

    def request(self) -> tuple[Caller, str, str, dict[str, Any]]:
        """Return caller, action, resource and context."""
        action = self._action()
        vouched = action.lower().startswith("sts:assumerolewith")
        caller = self._random.choice(VOUCHED if vouched else self._callers)
        resource = TARGET if self._trust else self._random.choice(self.resources)
        return caller, action, resource, self._context()

    def _action(self) -> str:
        choice = self._random.random()
        entry = self._random.choice(self._actions) if self._actions else "*"
        if choice < 0.15 or entry in ("*", "*:*"):
            return "sts:AssumeRole" if self._trust else self._random.choice(_OFF_ACTIONS)
        found = sorted(expand_action(entry))
        return self._random.choice(found) if found else "s3:GetObject"

    def _fill(self, pattern: str) -> str:
        """Put something in the place of each wildcard and variable."""
        cut = pattern.split(":", 5)
        if len(cut) < 6:
            return ANA
        head = [_HOLES.sub("", field) or field.replace("*", "eu-west-1") for field in cut[1:5]]
        head[3] = "222233334444" if "*" in cut[4] else cut[4]
        tail = _HOLES.sub(lambda _: self._random.choice(_FILLINGS), cut[5]) or "x"
        if not all(head[:2]) or "$" in "".join(head):
            return ANA
        return ":".join(["arn", *head, tail])

    def _context(self) -> dict[str, Any]:
        context: dict[str, Any] = {}
        for test in self._tests:
            key, choice = test.key.text, self._random.random()
            if choice < 0.25 or not test.values:
                continue
            drawn = [self._value(test.values) for _ in range(self._random.randint(1, 2))]
            context[key] = drawn if key.lower() in _SEVERAL else drawn[0]
        return context

    def _value(self, values: Any) -> str:
        text = self._random.choice(values).text
        if self._random.random() < 0.25:
            return self._random.choice(["", "other", "true", "false", "10.0.0.7"])
        return _HOLES.sub(lambda _: self._random.choice(_FILLINGS), text)
