"""Parameters: every variant is met, the same seed gives the same values, and texts are filled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from lessons.content.parameters import (
    Parameter,
    Parameters,
    count_variants,
    draw_values,
    fill,
    fill_data,
    placeholders,
)

_PARAMETERS = TypeAdapter(Parameters)


def parameters_of(*sizes: int) -> dict[str, Parameter]:
    return {f"p{number}": Parameter(range=[1, size]) for number, size in enumerate(sizes)}


@given(st.lists(st.integers(1, 6), max_size=4), st.integers(0, 10_000))
def test_consecutive_seeds_meet_every_variant_once(sizes: list[int], first: int) -> None:
    parameters = parameters_of(*sizes)
    total = count_variants(parameters)
    met = [tuple(draw_values(parameters, first + step).items()) for step in range(total)]
    assert len(set(met)) == total


@given(st.lists(st.integers(1, 9), max_size=4), st.integers(0, 10_000))
def test_a_seed_gives_the_same_values_each_time_and_after_a_whole_round(
    sizes: list[int], seed: int
) -> None:
    parameters = parameters_of(*sizes)
    values = draw_values(parameters, seed)
    assert draw_values(parameters, seed) == values
    assert draw_values(parameters, seed + count_variants(parameters)) == values


@given(st.lists(st.integers(2, 6), min_size=1, max_size=4), st.integers(0, 1000))
def test_neighboring_seeds_differ(sizes: list[int], seed: int) -> None:
    parameters = parameters_of(*sizes)
    assert draw_values(parameters, seed) != draw_values(parameters, seed + 1)


def test_without_parameters_there_is_one_variant_with_nothing_to_fill_in() -> None:
    assert count_variants({}) == 1
    assert draw_values({}, 7) == {}


def test_values_that_belong_together_are_named_by_their_parts() -> None:
    who = Parameter(pick=[{"name": "Ana", "age": 30}, {"name": "Ben", "age": 31}])
    drawn = {tuple(sorted(draw_values({"who": who}, seed).items())) for seed in range(2)}
    assert drawn == {
        (("who.age", "30"), ("who.name", "Ana")),
        (("who.age", "31"), ("who.name", "Ben")),
    }


def test_a_truth_value_is_written_as_policies_write_it() -> None:
    assert draw_values({"mfa": Parameter(pick=[True])}, 0) == {"mfa": "true"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("arn:aws:s3:::{bucket}/*", "arn:aws:s3:::acme/*"),
        ("{who.name} and {bucket}", "Ana and acme"),
        ("${bucket}", "${bucket}"),
        ("${aws:username}", "${aws:username}"),
        ("{unknown}", "{unknown}"),
        ('{"bucket": 1}', '{"bucket": 1}'),
        ("{ bucket }", "{ bucket }"),
        ("{{bucket}}", "{acme}"),
    ],
)
def test_only_known_placeholders_are_filled_and_policy_variables_are_left_alone(
    text: str, filled: str
) -> None:
    assert fill(text, {"bucket": "acme", "who.name": "Ana"}) == filled


def test_what_is_filled_in_is_not_filled_in_again() -> None:
    assert fill("{a}", {"a": "{b}", "b": "c"}) == "{b}"


def test_data_is_filled_in_its_keys_too() -> None:
    data = {"{key}": ["{value}", 1, None, True], "plain": {"deep": "{value}"}}
    assert fill_data(data, {"key": "aws:PrincipalTag/team", "value": "web"}) == {
        "aws:PrincipalTag/team": ["web", 1, None, True],
        "plain": {"deep": "web"},
    }


def test_placeholders_are_found_with_their_lines() -> None:
    assert list(placeholders("a {b}\n\n{c.d} {b}")) == [("b", 1), ("c.d", 3), ("b", 3)]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"pick": []}, "give either `pick`"),
        ({"pick": ["a"], "range": [1, 2]}, "give either `pick`"),
        ({"range": [2, 1]}, "the first and the last"),
        ({"range": [1]}, "the first and the last"),
        ({"pick": [{"a": "1"}, {"b": "1"}]}, "the same names"),
        ({"pick": ["a", {"b": "1"}]}, "the same names"),
        ({"pick": ["a", "b", "a"]}, "there twice"),
    ],
)
def test_a_parameter_without_a_clear_list_of_values_is_refused(
    given: dict[str, object], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        Parameter.model_validate(given)


@pytest.mark.parametrize("name", ["ask", "witness"])
def test_the_names_that_feedback_uses_are_taken(name: str) -> None:
    with pytest.raises(ValidationError, match="a name that feedback uses"):
        _PARAMETERS.validate_python({name: {"pick": ["a"]}})


@pytest.mark.parametrize("name", ["Bucket", "bucket-name", "1st", "", "a b"])
def test_a_name_that_no_placeholder_could_have_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        _PARAMETERS.validate_python({name: {"pick": ["a"]}})
