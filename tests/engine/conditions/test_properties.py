"""What holds of every condition, whatever the policy and the request say."""

from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.conditions import Family, compile_check, operators
from iamlab.engine.matching import Context, ContextValue

ROWS = {row.name: row for row in operators()}
POSITIVE_OF = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "NotIpAddress": "IpAddress",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
}
ADJACENT = [
    "",
    "*",
    "?",
    "a",
    "A",
    "true",
    "5",
    "5.0",
    "-1e3",
    "2026",
    "2026-01-01",
    "2026-01-01T00:00:00Z",
    "10.0.0.1",
    "10.0.0.0/8",
    "2001:db8::/32",
    "YQ==",
    "arn:aws:iam::1:user/a",
    "arn:aws:*::*:user/*",
    "${aws:username}",
    "x${aws:TagKeys}*",
    "${k:n, 'a'}",
    "${*}${?}${$}",
    "${",
]
TEXTS = st.one_of(
    st.sampled_from(ADJACENT),
    st.text(max_size=20),
    st.text("*?a:/${}.0-", max_size=20),
    st.text(st.characters(codec=None), max_size=5),
)
KEYS = st.sampled_from(["aws:username", "AWS:TagKeys", "k:n", "aws:PrincipalTag/x", ":", ""])
PREFIXES = st.sampled_from(["", "ForAllValues:", "ForAnyValue:", "forallvalues:", "For:"])
OPERATORS = st.one_of(
    st.builds(
        lambda prefix, name, suffix: prefix + name + suffix,
        PREFIXES,
        st.sampled_from(sorted(ROWS)),
        st.sampled_from(["", "IfExists", "ifexists"]),
    ),
    TEXTS,
)
SCALARS = st.one_of(TEXTS, st.booleans(), st.integers(), st.floats())
REQUESTS = st.dictionaries(
    st.one_of(KEYS, TEXTS), st.one_of(SCALARS, st.lists(SCALARS, max_size=3)), max_size=5
)


@given(OPERATORS, st.one_of(KEYS, TEXTS), st.lists(TEXTS, max_size=4), st.booleans(), REQUESTS)
def test_explain_agrees_with_matches_and_nothing_raises(
    operator: str,
    key: str,
    values: list[str],
    variables: bool,
    request: dict[str, ContextValue],
) -> None:
    check = compile_check(operator, key, values, variables=variables)
    context = Context(request)
    outcome = check.explain(context)
    assert outcome.matched is check.matches(context)
    assert outcome.why.endswith((".", "?"))
    assert outcome.wanted
    assert (outcome.got == "absent") is (key.lower() not in context)
    assert check.problem is None or not outcome.matched
    if not variables:
        absent = check.problem is None and key.lower() not in context
        assert check.missing(context) == ((key,) if absent else ())


@given(st.sampled_from(sorted(POSITIVE_OF)), st.lists(TEXTS, max_size=4), TEXTS, st.text("ab*"))
def test_a_negated_operator_is_the_opposite_for_readable_operands_c1(
    negated: str, values: list[str], value: str, username: str
) -> None:
    context = Context({"k:k": value, "aws:username": username})
    no = compile_check(negated, "k:k", values, variables=True)
    yes = compile_check(POSITIVE_OF[negated], "k:k", values, variables=True)
    if "C7" in no.explain(context).notes:
        assert not no.matches(context)
    else:
        assert no.matches(context) is not yes.matches(context)


@given(st.sampled_from(sorted(ROWS)), st.lists(TEXTS, max_size=4), st.booleans())
def test_set_operators_on_an_absent_key_c3(name: str, values: list[str], variables: bool) -> None:
    every = compile_check(f"ForAllValues:{name}", "k:k", values, variables=variables)
    any_one = compile_check(f"ForAnyValue:{name}", "k:k", values, variables=variables)
    assert every.matches(Context())
    assert not any_one.matches(Context())


@given(
    st.sampled_from([name for name, row in ROWS.items() if row.family is not Family.NULL]),
    st.lists(TEXTS, max_size=4),
    st.lists(TEXTS, min_size=1, max_size=4),
)
def test_set_operators_repeat_the_plain_operator_c4(
    name: str, values: list[str], request: list[str]
) -> None:
    plain = compile_check(name, "k:k", values, variables=True)
    each = [plain.matches(Context({"k:k": value})) for value in request]
    context = Context({"k:k": request})
    every = compile_check(f"ForAllValues:{name}", "k:k", values, variables=True)
    any_one = compile_check(f"ForAnyValue:{name}", "k:k", values, variables=True)
    assert every.matches(context) is (all(each) or not any(request))
    assert any_one.matches(context) is any(each)


@given(st.lists(st.text("ab*?", max_size=4), min_size=1, max_size=4), st.text("ab*?", max_size=4))
def test_the_order_of_values_does_not_matter_c1(values: list[str], value: str) -> None:
    context = Context({"k:k": value})
    for name in ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"):
        forward = compile_check(name, "k:k", values, variables=True)
        backward = compile_check(name, "k:k", values[::-1], variables=True)
        assert forward.matches(context) is backward.matches(context)
