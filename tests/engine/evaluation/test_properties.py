"""What must hold of every decision, whatever the policies: laws of section 7 on random ones."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from iamlab.engine.evaluation import Authorizer, Decision, Request, Snapshot, Trace, Verdict, WhatIf
from iamlab.engine.evaluation.snapshot import replace_policy

from .organizations import (
    ORGANIZATIONS,
    QUESTIONS,
    Organization,
    Statement,
    Statements,
    statements,
)

Question = dict[str, Any]
EXAMPLES = settings(max_examples=100, deadline=None)
SINGLE = ("boundary", "resource", "session", "endpoint")
LISTS = ("identity", "scps", "rcps")


def decide(organization: Organization, question: Question) -> Decision:
    return Authorizer(organization.snapshot()).decide(organization.request(**question))


def explain(organization: Organization, question: Question) -> Trace:
    return Authorizer(organization.snapshot()).explain(organization.request(**question))


def allowed(organization: Organization, question: Question) -> bool:
    verdict = decide(organization, question).verdict
    event(verdict.value)
    return verdict is Verdict.ALLOWED


def with_statement(organization: Organization, layer: str, added: Statement) -> Organization:
    """Add a statement to a layer that is there; to its first policy or level if it has several."""
    if layer in LISTS:
        first, *rest = getattr(organization, layer)
        return replace(organization, **{layer: ((*first, added), *rest)})
    return replace(organization, **{layer: (*getattr(organization, layer), added)})


def rearranged(organization: Organization, data: st.DataObject) -> Organization:
    """Put the statements of each policy, and the identity policies, in another order."""

    def shuffle(some: Statements) -> Statements:
        return tuple(data.draw(st.permutations(some)))

    changes: dict[str, Any] = {}
    for layer in SINGLE:
        some = getattr(organization, layer)
        changes[layer] = None if some is None else shuffle(some)
    for layer in LISTS:
        changes[layer] = tuple(shuffle(some) for some in getattr(organization, layer))
    changes["identity"] = tuple(data.draw(st.permutations(changes["identity"])))
    return replace(organization, **changes)


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS, st.data())
def test_a_deny_more_never_allows_more(
    organization: Organization, question: Question, data: st.DataObject
) -> None:
    """E4, Q1: in whatever layer the Deny stands."""
    layer = data.draw(
        st.sampled_from([name for name in (*SINGLE, *LISTS) if getattr(organization, name)])
    )
    named = layer in ("resource", "endpoint")
    added = data.draw(statements(named=named, effect="Deny"))
    if layer == "rcps":
        added = added | {"Principal": "*"}
    denied_more = with_statement(organization, layer, added)
    if allowed(denied_more, question):
        assert allowed(organization, question)


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS, statements(effect="Allow"))
def test_an_allow_more_on_the_identity_never_denies(
    organization: Organization, question: Question, added: Statement
) -> None:
    """E8, E9."""
    if allowed(organization, question):
        more = replace(organization, identity=(*organization.identity, (added,)))
        assert allowed(more, question)


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS, st.data())
def test_order_never_matters(
    organization: Organization, question: Question, data: st.DataObject
) -> None:
    """G1, Q2: neither of statements nor of policies."""
    before = decide(organization, question)
    after = decide(rearranged(organization, data), question)
    assert after[:3] == before[:3]
    assert set(after.missing_keys) == set(before.missing_keys)
    assert sorted((item.layer, item.effect, item.kind) for item in after.matched) == sorted(
        (item.layer, item.effect, item.kind) for item in before.matched
    )


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS)
def test_an_explanation_explains_the_decision(
    organization: Organization, question: Question
) -> None:
    """M1."""
    assert explain(organization, question).decision == decide(organization, question)


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS)
def test_a_report_says_what_the_explanation_says(
    organization: Organization, question: Question
) -> None:
    """M5, M7: the short answer for scripts leaves out, and never differs."""
    trace = explain(organization, question)
    request = organization.request(**question)
    report = Authorizer(organization.snapshot()).report(request)
    assert report.decision == trace.decision
    assert report.nearest_miss == trace.nearest_miss
    assert report.message == trace.message


@EXAMPLES
@given(ORGANIZATIONS, st.lists(QUESTIONS, min_size=2, max_size=5))
def test_an_authorizer_that_has_answered_before_decides_as_a_new_one(
    organization: Organization, questions: list[Question]
) -> None:
    """S10: a decision hangs on the request and the snapshot, not on what was asked before."""
    warm = Authorizer(organization.snapshot())
    for question in questions + questions[::-1]:
        request = organization.request(**question)
        fresh = Authorizer(organization.snapshot())
        assert warm.decide(request) == fresh.decide(request)
        assert warm.keys_in_play(request) == fresh.keys_in_play(request)
        assert warm.report(request).message == fresh.report(request).message


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS, st.booleans())
def test_asking_again_tells_the_same_story(
    organization: Organization, question: Question, decided_before: bool
) -> None:
    """M1: also when only a decision was asked for before."""
    authorizer = Authorizer(organization.snapshot())
    request = organization.request(**question)
    if decided_before:
        authorizer.decide(request)
    first = authorizer.explain(request)
    assert authorizer.explain(request) == first
    assert explain(organization, question) == first


def _turned(value: Any) -> Any:
    """Reverse the order of the members of every object."""
    if isinstance(value, dict):
        return {name: _turned(value[name]) for name in reversed(value)}
    return [_turned(item) for item in value] if isinstance(value, list) else value


def _rewritten(snapshot: Snapshot, indent: int | str | None, turn: bool) -> Snapshot:
    for key, policy in snapshot.policies().items():
        document = json.loads(policy.text)
        text = json.dumps(_turned(document) if turn else document, indent=indent)
        snapshot = replace_policy(snapshot, key, text)
    return snapshot


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS, st.sampled_from([None, 0, 1, 4, "\t", "\n\n"]), st.booleans())
def test_the_layout_of_a_document_changes_nothing(
    organization: Organization, question: Question, indent: int | str | None, turn: bool
) -> None:
    """G1: white space and the order of members."""
    snapshot = organization.snapshot()
    request = organization.request(**question)
    again = _rewritten(snapshot, indent, turn)
    before, after = Authorizer(snapshot).decide(request), Authorizer(again).decide(request)
    assert after[:4] == before[:4]
    assert set(after.missing_keys) == set(before.missing_keys)


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS, st.sampled_from([str.lower, str.upper, str.swapcase]))
def test_the_case_of_the_action_changes_nothing(
    organization: Organization, question: Question, change: Any
) -> None:
    """A1."""
    other = question | {"action": change(question["action"])}
    assert decide(organization, other) == decide(organization, question)


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS)
def test_with_nothing_switched_off_everything_is_as_it_was(
    organization: Organization, question: Question
) -> None:
    """A what-if without an if."""
    request = organization.request(**question)
    nothing = Authorizer(organization.snapshot(), what_if=WhatIf())
    absent = Authorizer(organization.snapshot(), what_if=WhatIf(policies=frozenset({"nowhere"})))
    plain = explain(organization, question)
    assert nothing.explain(request) == plain
    assert absent.explain(request) == plain


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS)
def test_each_key_in_play_is_one_that_a_statement_names(
    organization: Organization, question: Question
) -> None:
    """X0: and the missing ones are among them, unless the request supplies them."""
    request: Request = organization.request(**question)
    authorizer = Authorizer(organization.snapshot())
    in_play = {name.lower() for name in authorizer.keys_in_play(request)}
    missing = {name.lower() for name in authorizer.decide(request).missing_keys}
    supplied = {name.lower() for name in request.context}
    assert missing <= in_play
    assert not missing & supplied
