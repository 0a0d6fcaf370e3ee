"""On bounded universes of context the comparison says what asking every request says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine import Authorizer, Request, Snapshot, Verdict
from iamlab.engine.comparison import Outcome, compare_access
from tests.engine.comparison.organizations import ANA, BUCKET, organization, text
from tests.examples import examples

ACTION = "ec2:CreateTags"
RESOURCE = "arn:aws:ec2:eu-west-1:222233334444:instance/i-1"
GET = "s3:GetObject"
OBJECT = f"{BUCKET}/a"
Context = dict[str, str | list[str]]

AGENTS = [None, "", "a", "b", "ab", "A", "ana", "x ana"]
TAGS: list[list[str] | None] = [None, ["a"], ["b"], ["a", "b"], ["c"], ["a", "c"], ["ab", "b"]]
AGES = [None, *map(str, range(-1, 5))]
ADDRESSES = [None, "10.0.0.1", "10.0.0.9", "10.1.0.1", "192.0.2.1", "2001:db8::1", "2001:db9::1"]
TIMES = ["2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "2025-12-31T23:59:59Z", "2027-05-01"]
ARNS = [
    None,
    "arn:aws:sns:eu-west-1:222233334444:a",
    "arn:aws:sns:eu-west-1:222233334444:a:b",
    "arn:aws:s3:::a",
    "arn:aws:s3:::ab",
    "text",
]

texts = ["a", "b", "A", "", "*", "?", "a*", "?b", "${aws:username}", "*${aws:username}", "${*}"]


def many(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


def one(
    names: list[str], key: str, values: list[str]
) -> st.SearchStrategy[tuple[str, str, object]]:
    return st.tuples(st.sampled_from(names), st.just(key), many(values))


def with_suffix(*names: str) -> list[str]:
    return [*names, *(f"{name}IfExists" for name in names)]


def over_sets(*names: str) -> list[str]:
    return [f"{prefix}:{name}" for prefix in ("ForAllValues", "ForAnyValue") for name in names]


STRINGS = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"]
FOLDED = ["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"]
ORDER = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"]

agents = st.one_of(
    one(with_suffix(*STRINGS, *FOLDED), "aws:UserAgent", texts),
    one(over_sets(*STRINGS), "aws:UserAgent", texts),
    one(["Null"], "aws:UserAgent", ["true", "false"]),
    one(["Bool", "BoolIfExists"], "aws:UserAgent", ["true", "A"]),
)
tags = st.one_of(
    one(over_sets(*STRINGS), "aws:TagKeys", ["a", "b", "a*", "?", "c"]),
    one([f"{name}IfExists" for name in over_sets("StringLike")], "aws:TagKeys", ["a", "?"]),
    one(["Null", *over_sets("Null")], "aws:TagKeys", ["true", "false"]),
    one(with_suffix(*STRINGS), "aws:TagKeys", ["a", "*"]),
)
ages = st.one_of(
    one(
        with_suffix(*(f"Numeric{name}" for name in ORDER)),
        "aws:MultiFactorAuthAge",
        ["0", "1", "2", "3", "x"],
    ),
    one(over_sets("NumericLessThan", "NumericNotEquals"), "aws:MultiFactorAuthAge", ["1", "2"]),
    one(["Null"], "aws:MultiFactorAuthAge", ["true", "false"]),
)
addresses = st.one_of(
    one(
        with_suffix("IpAddress", "NotIpAddress"),
        "aws:SourceIp",
        ["10.0.0.0/29", "10.0.0.0/8", "10.0.0.1", "2001:db8::/32", "::/0", "0.0.0.0/0", "all"],
    ),
    one(["Null"], "aws:SourceIp", ["true", "false"]),
)
times = one(
    with_suffix(*(f"Date{name}" for name in ORDER)),
    "aws:CurrentTime",
    ["2026-01-01T00:00:00Z", "2026-01-01", "1767225600", "2026-01-01T00:00:01Z", "soon"],
)
arns = st.one_of(
    one(
        with_suffix("ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"),
        "aws:SourceArn",
        [
            "arn:aws:sns:*:*:a",
            "arn:aws:sns:*:*:a*",
            "arn:*:a",
            "arn:aws:s3:::a?",
            "arn:aws:s3:::*",
            "text",
            "*",
        ],
    ),
    one(["StringLike", "StringNotLike"], "aws:SourceArn", ["arn:*:a", "arn:aws:s3:::*", "text"]),
    one(["Null"], "aws:SourceArn", ["true", "false"]),
)


def statements(
    tests: st.SearchStrategy[tuple[str, str, object]], action: str
) -> st.SearchStrategy[dict[str, object]]:
    def made(effect: str, found: list[tuple[str, str, object]]) -> dict[str, object]:
        block: dict[str, dict[str, object]] = {}
        for operator, key, values in found:
            block.setdefault(operator, {})[key] = values
        return {"Effect": effect, "Action": action, "Resource": "*", "Condition": block}

    effects = st.sampled_from(["Allow", "Allow", "Deny"])
    return st.builds(made, effects, st.lists(tests, max_size=2))


def sides(
    tests: st.SearchStrategy[tuple[str, str, object]], action: str = GET
) -> st.SearchStrategy[Snapshot]:
    items = st.lists(statements(tests, action), min_size=1, max_size=2)
    return st.builds(lambda found: organization(identity=text(*found)), items)


def asked(key: str, values: list[str | None] | list[str]) -> Iterator[Context]:
    for value in values:
        context: Context = {} if value is None else {key: value}
        yield context


def check(
    candidate: Snapshot,
    reference: Snapshot,
    contexts: Iterator[Context],
    question: tuple[str, str] = (GET, OBJECT),
) -> None:
    ours, theirs = Authorizer(candidate), Authorizer(reference)
    wider = any(
        ours.decide(request).verdict is Verdict.ALLOWED
        and theirs.decide(request).verdict is not Verdict.ALLOWED
        for request in (Request(ANA, *question, context=context) for context in contexts)
    )
    found = compare_access(candidate, reference, ANA, limit=60)
    assert found.outcome is not Outcome.UNKNOWN, found.reason
    if wider:
        assert found.outcome is Outcome.WIDER
    if found.outcome is Outcome.WIDER:
        assert found.witness is not None
        assert ours.decide(found.witness.request).verdict is Verdict.ALLOWED
        assert theirs.decide(found.witness.request).verdict is not Verdict.ALLOWED


@given(sides(agents), sides(agents))
@examples(12)
def test_texts(candidate: Snapshot, reference: Snapshot) -> None:
    check(candidate, reference, asked("aws:UserAgent", AGENTS))


@given(sides(tags, ACTION), sides(tags, ACTION))
@examples(12)
def test_several_values(candidate: Snapshot, reference: Snapshot) -> None:
    contexts: Iterator[Context] = (
        {} if value is None else {"aws:TagKeys": value} for value in TAGS
    )
    check(candidate, reference, contexts, (ACTION, RESOURCE))


@given(sides(ages), sides(ages))
@examples(12)
def test_numbers(candidate: Snapshot, reference: Snapshot) -> None:
    check(candidate, reference, asked("aws:MultiFactorAuthAge", AGES))


@given(sides(addresses), sides(addresses))
@examples(12)
def test_addresses(candidate: Snapshot, reference: Snapshot) -> None:
    check(candidate, reference, asked("aws:SourceIp", ADDRESSES))


@given(sides(times), sides(times))
@examples(12)
def test_instants(candidate: Snapshot, reference: Snapshot) -> None:
    check(candidate, reference, asked("aws:CurrentTime", TIMES))


@given(sides(arns), sides(arns))
@examples(12)
def test_arns(candidate: Snapshot, reference: Snapshot) -> None:
    check(candidate, reference, asked("aws:SourceArn", ARNS))


variables = st.sampled_from(
    [
        f"{BUCKET}/${{aws:username}}/*",
        f"{BUCKET}/ana/*",
        f"{BUCKET}/${{aws:PrincipalTag/team}}/*",
        f"{BUCKET}/${{aws:PrincipalTag/team, 'web'}}/*",
        f"{BUCKET}/${{aws:PrincipalTag/none, 'web'}}/*",
        f"{BUCKET}/${{aws:UserAgent}}",
        f"{BUCKET}/${{aws:UserAgent}}/*",
        f"{BUCKET}/${{aws:UserAgent, 'ops'}}/*",
        f"{BUCKET}/ops/*",
        f"{BUCKET}/${{*}}/*",
        f"{BUCKET}/*",
    ]
)
owners = st.sampled_from(["StringEquals", "StringNotEquals"])


@st.composite
def named(draw: st.DrawFn) -> Snapshot:
    found = []
    for _ in range(draw(st.integers(1, 2))):
        statement: dict[str, object] = {
            "Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"])),
            "Action": GET,
            draw(st.sampled_from(["Resource", "Resource", "NotResource"])): draw(variables),
        }
        if draw(st.integers(0, 3)) == 0:
            statement["Condition"] = {
                draw(owners): {"aws:UserAgent": "${aws:PrincipalTag/team, 'x'}"}
            }
        found.append(statement)
    version = draw(st.sampled_from(["2012-10-17", "2012-10-17", "2008-10-17"]))
    return organization(identity=text(*found, version=version), tags={"team": "red"})


@given(named(), named())
@examples(12)
def test_variables(candidate: Snapshot, reference: Snapshot) -> None:
    ours, theirs = Authorizer(candidate), Authorizer(reference)
    wider = False
    names = ["ana", "red", "web", "ops", "*", "x", "${*}"]
    for name, agent in product(names, [None, "ana", "red", "ops", "x", "a/b", "x/1"]):
        for key in (name, f"{name}/1"):
            context: Context = {"aws:PrincipalTag/team": "red"}
            if agent is not None:
                context["aws:UserAgent"] = agent
            request = Request(ANA, GET, f"{BUCKET}/{key}", context=context)
            first = ours.decide(request).verdict is Verdict.ALLOWED
            wider |= first and theirs.decide(request).verdict is not Verdict.ALLOWED
    found = compare_access(candidate, reference, ANA, limit=60)
    if wider:
        assert found.outcome is Outcome.WIDER, found.reason
    else:
        assert found.outcome is not Outcome.UNKNOWN, found.reason
