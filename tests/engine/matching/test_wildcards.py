"""Globs: what `*` and `?` mean (A2), and how little work a hostile pattern may cause."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import SupportsIndex

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from iamlab.engine.matching import Glob, Wild, compile_glob, wildcards

DEADLINE_SECONDS = 10.0
"""A matcher that backtracks needs centuries for the hostile patterns below; ours milliseconds."""


class CountingText(str):
    """A text that counts the searches and comparisons made on it."""

    __slots__ = ("calls",)
    calls: int

    def find(
        self,
        sub: str,
        start: SupportsIndex | None = None,
        end: SupportsIndex | None = None,
        /,
    ) -> int:
        self.calls += 1
        return super().find(sub, start, end)

    def startswith(
        self,
        prefix: str | tuple[str, ...],
        start: SupportsIndex | None = None,
        end: SupportsIndex | None = None,
        /,
    ) -> bool:
        self.calls += 1
        return super().startswith(prefix, start, end)


def counting(text: str) -> CountingText:
    counted = CountingText(text)
    counted.calls = 0
    return counted


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    def give_up(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"no answer within {seconds} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def naive_match(tokens: list[str | Wild], text: str) -> bool:
    """Decide by the table of all pairs of prefixes, which follows the definition word for word."""
    reached = {0}
    for token in tokens:
        if token is Wild.STAR:
            reached = set(range(min(reached), len(text) + 1)) if reached else set()
        elif token is Wild.ANY:
            reached = {place + 1 for place in reached if place < len(text)}
        else:
            assert isinstance(token, str)
            reached = {
                place + len(token) for place in reached if text[place : place + len(token)] == token
            }
    return len(text) in reached


def tokens_of(pattern: str) -> list[str | Wild]:
    return [Wild(letter) if letter in "*?" else letter for letter in pattern]


@settings(max_examples=800)
@given(st.text("ab*?", max_size=9), st.text("ab", max_size=9))
@example("a*a", "a")
@example("*ab*ba*", "aba")
@example("ab*ba", "aba")
@example("*?", "")
@example("**", "")
def test_a_pattern_matches_what_the_definition_says(pattern: str, text: str) -> None:
    """A2."""
    assert compile_glob(pattern).matches(text) is naive_match(tokens_of(pattern), text)


@settings(max_examples=400)
@given(
    st.lists(st.one_of(st.sampled_from(Wild), st.sampled_from(["a", "b", "*", "?"])), max_size=7),
    st.text("ab*?", max_size=7),
)
def test_tokens_match_with_literal_stars_told_apart(tokens: list[str | Wild], text: str) -> None:
    """A2, C12: a literal `*` is only a star."""
    assert Glob(tokens).matches(text) is naive_match(tokens, text)


@given(st.text(max_size=20))
def test_a_star_matches_any_text_at_all(text: str) -> None:
    """A2."""
    assert compile_glob("*").matches(text)


@given(st.text(alphabet=st.characters(exclude_characters="*?"), max_size=12))
def test_regex_characters_mean_only_themselves(text: str) -> None:
    """A2: metacharacters are escaped."""
    assert compile_glob(text).matches(text)
    assert compile_glob(f"{text}?*").matches(f"{text}xyz")
    assert not compile_glob(text).matches(text + "x")


@pytest.mark.parametrize("special", [".", "+", "(a|b)", "[ab]", "^a$", "\\d", "a{2}"])
@pytest.mark.parametrize("around", ["{}", "{}*", "*{}*", "?{}", "*?{}*"])
def test_a_regex_in_a_pattern_matches_no_other_text(special: str, around: str) -> None:
    """A2."""
    pattern = compile_glob(around.format(special))
    assert not pattern.matches("xa")
    assert not pattern.matches("xaa")
    assert not pattern.matches("x1")


def test_a_question_mark_matches_a_line_break_too() -> None:
    """A2: exactly one character, whichever."""
    assert compile_glob("a?b").matches("a\nb")
    assert compile_glob("*a?b*").matches("-a\nb-")


def test_the_whole_text_must_match() -> None:
    """A2."""
    glob = compile_glob("Get*ct")
    assert glob.matches("GetObject")
    assert not glob.matches("GetObjects")
    assert not glob.matches("xGetObject")


def test_matching_regards_case() -> None:
    """R2: whoever wants to ignore case lowers both texts first."""
    assert not compile_glob("get*").matches("GetObject")


def test_beginning_and_end_may_not_share_characters() -> None:
    """A2: `ab*ba` needs four characters."""
    assert not compile_glob("ab*ba").matches("aba")
    assert compile_glob("ab*ba").matches("abba")


def test_only_a_pattern_without_wildcards_is_exact() -> None:
    """A2."""
    assert compile_glob("bucket").exact == "bucket"
    assert compile_glob("bucket*").exact is None
    assert compile_glob("b?cket").exact is None


@pytest.mark.parametrize("stars", [1, 5, 40])
@pytest.mark.parametrize("length", [50, 5_000, 50_000])
def test_each_segment_is_looked_for_once_however_long_the_text(stars: int, length: int) -> None:
    """A2: no backtracking, so the searches are bounded by the pattern alone."""
    text = counting("a" * length)
    assert not compile_glob("a*" * stars + "b*a").matches(text)
    assert text.calls <= stars + 3


@pytest.mark.parametrize(
    "pattern",
    [
        "*a" * 40 + "*b",
        "a*" * 40 + "b",
        "*a?" * 25 + "*b",
        "*?a" * 25 + "b",
        "*" * 5_000 + "b",
        "*?" * 300 + "b",
    ],
    ids=["stars", "anchored", "marks", "marks first", "many stars", "stars and marks"],
)
def test_a_hostile_pattern_is_answered_soon(pattern: str) -> None:
    """A2: a matcher that tries all ways to share out the stars never ends on these."""
    with deadline(DEADLINE_SECONDS):
        assert not compile_glob(pattern).matches("a" * 3_000)


def test_a_pattern_longer_than_the_text_is_refused_without_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """100,000 characters of `*a` would be 50,000 searches to prepare, for every request."""

    def prepare(segment: list[wildcards.Token]) -> wildcards.Finder:
        raise AssertionError(segment)

    monkeypatch.setattr(wildcards, "_searcher", prepare)
    assert not Glob(wildcards.tokenize("*a" * 50_000)).matches("a" * 49_998)


def test_a_text_with_nothing_for_the_stars_still_matches() -> None:
    assert Glob(wildcards.tokenize("a*b*?*c")).matches("abxc")
    assert not Glob(wildcards.tokenize("a*b*?*c")).matches("abc")


LONG_PATTERNS = st.text(alphabet="ab*?", min_size=201, max_size=230)


@given(LONG_PATTERNS, st.text(alphabet="ab", max_size=260))
def test_a_long_pattern_matches_as_a_short_one_does(pattern: str, text: str) -> None:
    """A2: long patterns are not remembered, and read only when they can match."""
    whole = Glob(wildcards.tokenize(pattern))
    found = compile_glob(pattern)
    for candidate in (text, pattern, pattern.replace("*", "b").replace("?", "a")):
        assert found.matches(candidate) == whole.matches(candidate)
    assert found.exact == whole.exact


def test_a_long_pattern_that_was_held_on_to_goes_on_matching() -> None:
    matches = compile_glob("*a" * 150).matches
    assert [matches("a" * length) for length in (149, 150, 151)] == [False, True, True]


def test_only_patterns_as_people_write_them_are_remembered() -> None:
    short, long, starry = "s3:Get*", f"s3:{'a' * 200}*", "s3:" + "*a" * 21
    assert compile_glob(short) is compile_glob(short)
    assert compile_glob(long) is not compile_glob(long)
    assert compile_glob(starry) is not compile_glob(starry)
