"""Policy variables: C12, C13 and G2."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.matching import Context, parse_template

CONTEXT = Context(
    {
        "aws:username": "ana",
        "aws:PrincipalTag/team": "web",
        "aws:TagKeys": ["only"],
        "aws:userid": "",
        "s3:prefix": ["a", "b"],
    }
)


def text_of(source: str) -> str | None:
    return parse_template(source, enabled=True).text(CONTEXT)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("home/${aws:username}/x", "home/ana/x"),
        ("${AWS:UserName}", "ana"),
        ("${aws:principaltag/TEAM}", "web"),
        ("${aws:username}-${aws:PrincipalTag/team}", "ana-web"),
        ("${aws:PrincipalTag/absent, 'none'}", "none"),
        ("${aws:PrincipalTag/absent,'none'}", "none"),
        ("${aws:PrincipalTag/absent, ''}", ""),
        ("${aws:username, 'none'}", "ana"),
        ("${*}${?}${$}", "*?$"),
        ("${$}{aws:username}", "${aws:username}"),
        ("no variable", "no variable"),
        ("", ""),
    ],
)
def test_a_template_takes_its_values_from_the_request(source: str, text: str) -> None:
    """C12: keys ignore case; `${key, 'default'}`; three escapes."""
    assert text_of(source) == text


@pytest.mark.parametrize(
    "source", ["${aws:PrincipalTag/absent}", "x${aws:SourceIp}y", "${aws:username}${aws:SourceIp}"]
)
def test_an_absent_key_without_default_leaves_no_text(source: str) -> None:
    """C13."""
    assert text_of(source) is None
    assert parse_template(source, enabled=True).glob(CONTEXT) is None


def test_a_multivalued_key_gives_no_value_even_when_it_holds_one() -> None:
    """C12: single-valued keys only."""
    assert text_of("${aws:TagKeys}") is None
    assert text_of("${aws:TagKeys, 'default'}") == "default"


def test_a_key_with_two_values_gives_no_value() -> None:
    """C12."""
    assert text_of("${s3:prefix}") is None


@pytest.mark.parametrize(
    "source", ["${", "${}", "${ }", "$", "$aws:username", "${aws:username", "${a b}", "${k, x}"]
)
def test_what_is_no_variable_stays_as_it_is_written(source: str) -> None:
    """C12."""
    assert text_of(source) == source


@given(st.text("${}*?,' awsuernm:", max_size=20))
def test_without_the_new_version_every_text_is_itself(source: str) -> None:
    """G2: under 2008-10-17 every `${...}` is literal text."""
    template = parse_template(source, enabled=False)
    assert template.fixed
    assert template.text(CONTEXT) == source


@given(st.text("${}*?,' ab:", max_size=24))
def test_a_template_of_any_text_has_a_glob_exactly_when_it_has_a_text(source: str) -> None:
    """C13."""
    template = parse_template(source, enabled=True)
    text = template.text(Context())
    glob = template.glob(Context())
    assert (text is None) is (glob is None)
    assert (text is None) is bool(template.unresolved(Context()))


@given(st.text("ab*?${}", max_size=8), st.text("ab*?${}", max_size=8))
def test_a_value_matches_only_itself(value: str, other: str) -> None:
    """C12, W19: substituted text is literal."""
    glob = parse_template("${aws:username}", enabled=True).glob(Context({"aws:username": value}))
    assert glob is not None
    assert glob.matches(value)
    assert glob.matches(other) is (value == other)


def test_wildcards_around_a_variable_still_work() -> None:
    """C12."""
    glob = parse_template("*/${aws:username}/?", enabled=True).glob(CONTEXT)
    assert glob is not None
    assert glob.matches("home/ana/x")
    assert not glob.matches("home/ana/xy")


def test_names_of_absent_keys_include_those_with_a_default() -> None:
    """X0: a key that a policy asks for and the request lacks is reported."""
    template = parse_template("${aws:SourceIp, 'x'}${aws:username}${s3:Other}", enabled=True)
    assert template.absent(CONTEXT) == ("aws:SourceIp", "s3:Other")
    assert template.unresolved(CONTEXT) == ("s3:Other",)
