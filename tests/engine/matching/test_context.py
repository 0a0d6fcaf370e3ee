"""The request context: names without case (C2), values as texts (C7, C9), sets (C4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.matching import Context, ContextValue


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("Text", ("Text",)),
        (True, ("true",)),
        (False, ("false",)),
        (0, ("0",)),
        (1, ("1",)),
        (-7, ("-7",)),
        (1.5, ("1.5",)),
        (["a", "b"], ("a", "b")),
        (["one"], ("one",)),
        ([True, 2, "x"], ("true", "2", "x")),
        ("", ("",)),
    ],
)
def test_values_become_texts(value: ContextValue, texts: tuple[str, ...]) -> None:
    """C7, C9: JSON and quoted forms are alike."""
    assert Context({"key": value}).get("key") == texts


def test_an_empty_list_is_an_absent_key() -> None:
    """C4, W29."""
    context = Context({"aws:TagKeys": []})
    assert "aws:tagkeys" not in context
    assert context.get("aws:tagkeys") is None


def test_setting_an_empty_list_removes_the_key() -> None:
    """C4."""
    context = Context({"key": "x"})
    context.set("KEY", [])
    assert "key" not in context


def test_names_ignore_case_also_after_the_slash() -> None:
    """C2, W10."""
    context = Context({"AWS:PrincipalTag/Team": "web"})
    assert context.single("aws:principaltag/team") == "web"


def test_values_keep_their_case() -> None:
    """C2."""
    assert Context({"k": "MiXed"}).get("k") == ("MiXed",)


def test_a_later_value_replaces_one_whose_name_differs_in_case() -> None:
    """C2."""
    context = Context({"aws:SourceIp": "1.1.1.1"})
    context.set("AWS:sourceip", "2.2.2.2")
    assert dict(context.items()) == {"aws:sourceip": ("2.2.2.2",)}


def test_a_key_with_several_values_has_no_single_one() -> None:
    """C12."""
    context = Context({"two": ["a", "b"], "one": ["a"]})
    assert context.single("two") is None
    assert context.single("one") == "a"
    assert context.single("absent") is None


@given(st.integers(), st.integers(min_value=4_000, max_value=6_000))
def test_whole_numbers_are_written_out_however_long(value: int, digits: int) -> None:
    """C7."""
    assert Context({"k": value}).get("k") == (str(value),)
    assert Context({"k": 10**digits}).get("k") == ("1" + "0" * digits,)


def test_an_extended_context_replaces_names_that_differ_in_case() -> None:
    """C2, X0: what the request supplies wins."""
    base = Context({"aws:PrincipalType": "User", "aws:TagKeys": ["a"]})
    longer = base.extended({"AWS:principaltype": "Root", "aws:tagkeys": [], "Other": 5})
    assert dict(longer.items()) == {"aws:principaltype": ("Root",), "other": ("5",)}


def test_extending_leaves_the_original_as_it_was() -> None:
    """C2: decisions about one caller share what follows from it."""
    base = Context({"k": "x"})
    base.extended({"k": "y", "other": "z"})
    assert dict(base.items()) == {"k": ("x",)}
    assert base.get("other") is None
