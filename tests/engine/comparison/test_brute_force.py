"""On bounded universes the comparison says what asking every request says."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine import Authorizer, Request, Snapshot, Verdict
from iamlab.engine.comparison import Outcome, compare_access
from tests.engine.comparison.organizations import ANA, BUCKET, organization, text
from tests.examples import examples

# The patterns are made of these letters only, and the keys go beyond them.
KEYS = ["".join(parts) for size in (1, 2, 3) for parts in product("ab/", repeat=size)]
ACTIONS = ["s3:GetObject", "s3:PutObject"]
AGENTS = [None, "x", "y", "z"]
MFA = [None, "true", "false"]

patterns = st.text("ab/*?", min_size=1, max_size=3)
resources = st.one_of(
    patterns.map(lambda part: f"{BUCKET}/{part}"), st.just("*"), st.just(f"{BUCKET}/*")
)
conditions = st.fixed_dictionaries(
    {},
    optional={
        "StringEquals": st.fixed_dictionaries(
            {"aws:UserAgent": st.sampled_from(["x", ["x", "y"]])}
        ),
        "StringNotEquals": st.fixed_dictionaries({"aws:UserAgent": st.sampled_from(["x", "y"])}),
        "StringLikeIfExists": st.fixed_dictionaries({"aws:UserAgent": st.sampled_from(["*", "?"])}),
        "Bool": st.fixed_dictionaries(
            {"aws:MultiFactorAuthPresent": st.sampled_from(["true", "false"])}
        ),
        "BoolIfExists": st.fixed_dictionaries({"aws:MultiFactorAuthPresent": st.just("true")}),
        "Null": st.fixed_dictionaries({"aws:UserAgent": st.sampled_from(["true", "false"])}),
    },
)


@st.composite
def statements(draw: st.DrawFn) -> dict[str, object]:
    statement: dict[str, object] = {"Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"]))}
    names = draw(st.sampled_from([["s3:GetObject"], ["s3:PutObject"], ACTIONS]))
    statement[draw(st.sampled_from(["Action", "Action", "Action", "NotAction"]))] = names
    element = draw(st.sampled_from(["Resource", "Resource", "Resource", "NotResource"]))
    statement[element] = draw(st.lists(resources, min_size=1, max_size=2))
    found = draw(conditions)
    if found:
        statement["Condition"] = found
    return statement


policies = st.lists(statements(), max_size=3).map(lambda items: text(*items))
accounts = st.builds(
    organization,
    identity=policies,
    boundary=st.one_of(st.none(), st.none(), policies),
    scps=st.one_of(st.none(), st.none(), policies.map(lambda item: [item])),
)


def ask_all(candidate: Snapshot, reference: Snapshot) -> bool:
    """Tell whether some request of the universe is allowed by the candidate only."""
    ours, theirs = Authorizer(candidate), Authorizer(reference)
    for action, key, agent, mfa in product(ACTIONS, KEYS, AGENTS, MFA):
        context: dict[str, str] = {}
        if agent is not None:
            context["aws:UserAgent"] = agent
        if mfa is not None:
            context["aws:MultiFactorAuthPresent"] = mfa
        request = Request(ANA, action, f"{BUCKET}/{key}", context=context)
        if ours.decide(request).verdict is not Verdict.ALLOWED:
            continue
        if theirs.decide(request).verdict is not Verdict.ALLOWED:
            return True
    return False


@given(accounts, accounts)
@examples(40)
def test_comparison_agrees_with_asking_everything(candidate: Snapshot, reference: Snapshot) -> None:
    found = compare_access(candidate, reference, ANA, limit=60)
    assert found.outcome is not Outcome.UNKNOWN, found.reason
    if ask_all(candidate, reference):
        assert found.outcome is Outcome.WIDER
    if found.outcome is Outcome.WIDER:
        assert found.witness is not None
        request = found.witness.request
        assert Authorizer(candidate).decide(request).verdict is Verdict.ALLOWED
        assert Authorizer(reference).decide(request).verdict is not Verdict.ALLOWED
