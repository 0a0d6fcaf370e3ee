"""Real policies in plain words: sentences are understood and match as the engine does."""

from __future__ import annotations

import json

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from iamlab.engine import Policy, PolicyType, RequestError
from iamlab.engine.description import describe_policy
from iamlab.engine.scenarios import build_snapshot, read_scenario
from iamlab.sandbox.services.scenarios import SHIPPED, read_folder
from tests.engine.description.reading.asking import Asker
from tests.engine.description.reading.edges import Edges
from tests.engine.description.reading.reader import read_sentence
from tests.engine.description.reading.statements import naming

_REQUESTS = 12


def shipped() -> list[Policy]:
    return [
        policy
        for folder in ("acme", "payroll")
        for policy in build_snapshot(read_scenario(read_folder(SHIPPED / folder)))
        .policies()
        .values()
    ]


def managed() -> dict[str, str]:
    """Every fifth of AWS's managed policies: more than 300."""
    found = json.loads(aws_managed_policies_data)
    return {name: json.dumps(policy["Document"]) for name, policy in sorted(found.items())[::5]}


def check(text: str, kind: PolicyType, seed: int) -> int:
    """Hold every sentence against the engine; return how many statements matched a request."""
    said = describe_policy(text, kind).statements
    assert said
    read = [read_sentence(item.sentence, item.notes, naming=naming(kind)) for item in said]
    edges = Edges(text, kind, seed)
    asker = Asker(text, kind, edges.resources)
    met = 0
    for _ in range(_REQUESTS):
        try:
            answer = asker.ask(*edges.request())
        except RequestError:  # A role of that name is not there to call.
            continue
        if answer is None:
            continue
        for item, matches in zip(said, read, strict=True):
            expected = answer.matched[item.index]
            assert matches(answer.question) == expected, (item.text, answer.question)
            met += expected
    return met


@pytest.mark.parametrize("policy", shipped(), ids=lambda policy: policy.key)
def test_shipped_policy_reads_as_it_decides(policy: Policy) -> None:
    check(policy.text, policy.type, seed=1)


def test_managed_policies_read_as_they_decide() -> None:
    texts = managed()
    assert len(texts) >= 300
    met = [check(text, PolicyType.IDENTITY, seed) for seed, text in enumerate(texts.values())]
    assert sum(map(bool, met)) > len(met) / 2, "too few requests met a statement"
