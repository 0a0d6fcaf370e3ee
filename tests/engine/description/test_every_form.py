"""Every single entry and operator of the small universe, read back on every request of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest

from iamlab.engine import PolicyType
from iamlab.engine.description import describe_policy
from tests.engine.description.reading.asking import ACCOUNT, ANA, CALLERS, Asker
from tests.engine.description.reading.reader import read_sentence
from tests.engine.description.reading.requests import Caller
from tests.engine.description.reading.statements import (
    ASKED_ACTIONS,
    ASKED_RESOURCES,
    CONTEXT,
    FAMILIES,
    PRINCIPALS,
    SAID_ACTIONS,
    SAID_RESOURCES,
    SEVERAL,
    naming,
)

Asked = tuple[Caller, str, str, dict[str, Any]]

ME, BUCKET = CALLERS[0], "arn:aws:s3:::b"
SETS, SUFFIXES = ("", "ForAllValues:", "ForAnyValue:"), ("", "IfExists")


def hold(kind: PolicyType, statements: Iterable[dict[str, Any]], asked: Iterable[Asked]) -> None:
    """Hold the sentences of one policy's statements against the engine; some match, some not."""
    usual = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    if naming(kind):
        usual["Principal"] = "*"
    rows = [{**usual, **statement} for statement in statements]
    plain = [{name: value for name, value in row.items() if value is not None} for row in rows]
    text = json.dumps({"Version": "2012-10-17", "Statement": plain})
    said = describe_policy(text, kind).statements
    read = [read_sentence(item.sentence, item.notes, naming=naming(kind)) for item in said]
    asker = Asker(text, kind, ASKED_RESOURCES)
    outcomes = set()
    for request in asked:
        answer = asker.ask(*request)
        if answer is None:  # An AWS service passes through no endpoint.
            continue
        for item, matches in zip(said, read, strict=True):
            expected = answer.matched[item.index]
            assert matches(answer.question) == expected, (item.text, answer.question)
            outcomes.add(expected)
    assert outcomes == {True, False}


def test_actions() -> None:
    entries = (*SAID_ACTIONS, "*")
    statements: list[dict[str, Any]] = [{"Action": entry} for entry in entries]
    statements += [{"Action": None, "NotAction": entry} for entry in entries]
    hold(
        PolicyType.IDENTITY,
        statements,
        [(ME, action, BUCKET, {}) for action in ASKED_ACTIONS],
    )


@pytest.mark.parametrize("tag", [None, "in", "*", ""])
def test_resources(tag: str | None) -> None:
    context = {} if tag is None else {"aws:PrincipalTag/team": tag}
    statements: list[dict[str, Any]] = [{"Resource": entry} for entry in SAID_RESOURCES]
    statements += [{"Resource": None, "NotResource": entry} for entry in SAID_RESOURCES]
    asked: Iterable[Asked] = product(
        (ME, CALLERS[2]), ("s3:GetObject",), ASKED_RESOURCES, (context,)
    )
    hold(PolicyType.IDENTITY, statements, asked)


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_principals(effect: str) -> None:
    entries = [{kind: text} for kind, pool in PRINCIPALS.items() for text in pool]
    statements: list[dict[str, Any]] = [{"Effect": effect, "Principal": entry} for entry in entries]
    statements += [
        {"Effect": effect, "Principal": None, "NotPrincipal": {**entry, "AWS": [*wide, ACCOUNT]}}
        for entry in entries
        for wide in ([entry.get("AWS", ANA)], [])
    ]
    actions = ("s3:GetObject", "sqs:SendMessage")
    asked: list[Asked] = [
        (caller, action, f"{BUCKET}/a.pdf", {}) for caller in CALLERS for action in actions
    ]
    hold(PolicyType.RESOURCE, statements, asked)
    hold(PolicyType.ENDPOINT, statements, asked)


@pytest.mark.parametrize(("names", "keys", "pool"), FAMILIES[:-1], ids=lambda item: str(item[0]))
def test_conditions(names: tuple[str, ...], keys: tuple[str, ...], pool: tuple[Any, ...]) -> None:
    spelled = names == ("Null",)
    suffixes = ("",) if spelled else SUFFIXES
    for key in keys:
        statements = [
            {"Condition": {f"{quantifier}{name}{suffix}": {key: values}}}
            for quantifier, name, suffix in product(SETS, names, suffixes)
            for values in (*pool, [], [pool[0], pool[-1]])
        ]
        hold(
            PolicyType.IDENTITY, statements, [(ME, "s3:GetObject", BUCKET, c) for c in around(key)]
        )


def around(key: str) -> list[dict[str, Any]]:
    """Return contexts without the key and with every value, alone and in company."""
    lowered = {name.lower(): name for name in (*CONTEXT, *SEVERAL)}
    name = lowered.get(key.lower(), key)
    if name in SEVERAL:
        pool = SEVERAL[name]
        return [{}, *({name: [text]} for text in pool), *({name: [text, pool[0]]} for text in pool)]
    team = [{"aws:PrincipalTag/team": "blue"}] if name != "aws:PrincipalTag/team" else []
    return [{}, *({name: value, **more} for value in CONTEXT.get(name, ()) for more in (*team, {}))]
