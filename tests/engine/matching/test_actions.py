"""Action entries: section 2 of the rules, A1 to A5."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.matching import compile_action, is_action_name


def covers(entry: str, action: str) -> bool:
    return compile_action(entry).matches(action.lower())


@pytest.mark.parametrize("entry", ["s3:GetObject", "S3:GETOBJECT", "s3:getobject", "S3:getOBJECT"])
def test_an_entry_ignores_case(entry: str) -> None:
    """A1."""
    assert covers(entry, "s3:GetObject")


@pytest.mark.parametrize(
    ("entry", "action"),
    [
        ("s3:*", "s3:GetObject"),
        ("s3:Get*", "s3:GetObject"),
        ("s3:*Object", "s3:GetObject"),
        ("s3:G*t*ect", "s3:GetObject"),
        ("s3:Get*Object", "s3:GetObject"),
        ("s3:Ge?Object", "s3:GetObject"),
        ("s3:?etObject", "s3:GetObject"),
        ("*", "s3:GetObject"),
        ("*:*", "s3:GetObject"),
        ("execute-api:Invoke", "execute-api:Invoke"),
    ],
)
def test_wildcards_cover_the_whole_name(entry: str, action: str) -> None:
    """A2, A3."""
    assert covers(entry, action)


@pytest.mark.parametrize(
    ("entry", "action"),
    [
        ("s3:Get", "s3:GetObject"),
        ("s3:Get?", "s3:GetObject"),
        ("s3:GetObject?", "s3:GetObject"),
        ("s3:*Objects", "s3:GetObject"),
        ("s3:*", "s3express:CreateSession"),
        ("ec2:*", "s3:GetObject"),
    ],
)
def test_an_entry_covers_nothing_beyond_its_pattern(entry: str, action: str) -> None:
    """A2."""
    assert not covers(entry, action)


@pytest.mark.parametrize(
    "entry",
    [
        " s3:GetObject",
        "s3:GetObject ",
        "s3:GetObject,s3:PutObject",
        "s3: GetObject",
        "GetObject",
        "s3",
        "s3:",
        ":GetObject",
        "",
        "**",
        "?",
        "s3:Get.*",
        "s3:GetObject:extra",
        "s3:GetObject\n",
        "s3:Get\u00f6bject",
    ],
)
def test_an_ill_formed_entry_covers_nothing(entry: str) -> None:
    """A1: no trimming, no splitting at commas."""
    assert not covers(entry, "s3:GetObject")
    assert not compile_action(entry).matches(entry.lower())


@pytest.mark.parametrize("entry", ["*:GetObject", "s*:GetObject", "?3:GetObject", "s?:*"])
def test_a_wildcard_in_the_service_covers_nothing(entry: str) -> None:
    """A3: rejected."""
    assert not covers(entry, "s3:GetObject")


@given(st.text("*?:s3Get", max_size=12), st.sampled_from(["s3:GetObject", "s3:get", "ec2:Get"]))
def test_only_stars_alone_reach_across_services(entry: str, action: str) -> None:
    """A3."""
    if covers(entry, action) and entry not in ("*", "*:*"):
        assert entry.partition(":")[0].lower() == action.partition(":")[0]


@given(st.text("*?sS3:gGeEtT", max_size=12), st.sampled_from(["s3:Get", "s3:GetGet", "S3:TEST"]))
def test_changing_the_case_of_an_entry_changes_nothing(entry: str, action: str) -> None:
    """A1."""
    assert covers(entry, action) is covers(entry.swapcase(), action)


@pytest.mark.parametrize("text", ["s3:GetObject", "S3:getobject", "execute-api:Invoke"])
def test_a_full_name_can_be_asked_about(text: str) -> None:
    """A5."""
    assert is_action_name(text)


@pytest.mark.parametrize(
    "text", ["", "*", "s3:*", "s3:Get?", "s3", "s3:", " s3:GetObject", "s3:a\n"]
)
def test_a_pattern_or_fragment_is_no_action_to_ask_about(text: str) -> None:
    """A5."""
    assert not is_action_name(text)
