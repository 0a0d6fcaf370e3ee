"""The difference between two texts, line by line."""

from __future__ import annotations

from time import perf_counter

from iamlab.lab.differences import DiffLine, compare_texts

LONG = [f"line {number}" for number in range(1, 31)]


def test_equal_texts_have_no_difference() -> None:
    difference = compare_texts("a\nb", "a\nb")
    assert difference.same
    assert difference.lines == ()


def test_changed_line_is_removed_and_added_with_its_numbers() -> None:
    assert compare_texts("a\nb\nc", "a\nX\nc").lines == (
        DiffLine("same", "a", 1, 1),
        DiffLine("removed", "b", old=2),
        DiffLine("added", "X", new=2),
        DiffLine("same", "c", 3, 3),
    )


def test_unchanged_lines_far_from_a_change_are_counted_not_shown() -> None:
    changed = [*LONG[:14], "new", *LONG[15:]]
    difference = compare_texts("\n".join(LONG), "\n".join(changed))
    kinds = [line.kind for line in difference.lines]
    assert kinds == ["skipped", *["same"] * 3, "removed", "added", *["same"] * 3, "skipped"]
    assert difference.lines[0].text == "11 unchanged lines"
    assert difference.lines[-1].text == "12 unchanged lines"


def test_added_and_removed_lines_are_counted() -> None:
    difference = compare_texts("a", "a\nb\nc")
    assert (difference.removed, difference.added) == (0, 2)


def test_texts_beyond_the_limit_are_told_apart_but_not_compared() -> None:
    difference = compare_texts("a\n" * 4001, "b")
    assert difference.too_long
    assert not difference.same


def test_thousands_of_equal_lines_are_compared_in_a_second() -> None:
    started = perf_counter()
    compare_texts("}\n" * 3999, "}\n{\n" * 1999)
    assert perf_counter() - started < 1
