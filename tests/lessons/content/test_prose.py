"""Markdown becomes safe HTML: with anchors and verdict marks, and nothing that we do not emit."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.content.markdown import Decoration
from lessons.content.prose import Heading, plain_text, render_prose, render_short

LOOK = Decoration(
    icon=lambda name: f'<svg class="icon" aria-hidden="true"><use href="#i-{name}"/></svg>',
    line=lambda text: text.replace("<", "&lt;"),
)


def html(text: str) -> str:
    return render_prose(text, LOOK).html


def test_headings_get_anchors_from_their_words() -> None:
    drawn = render_prose("## One `Deny` is *enough*\n\n### Where?", LOOK)
    assert drawn.headings == (
        Heading(2, "one-deny-is-enough", "One Deny is enough"),
        Heading(3, "where", "Where?"),
    )
    assert '<h2 id="one-deny-is-enough"><a class="heading-link" href="#one-deny-' in drawn.html


def test_an_anchor_is_given_once_in_a_lesson() -> None:
    before = render_prose("## Predict", LOOK).headings
    again = render_prose("## Predict\n\n## Predict", LOOK, before)
    assert [heading.anchor for heading in again.headings] == ["predict-2", "predict-3"]


def test_a_heading_of_signs_alone_has_an_anchor_too() -> None:
    assert render_prose("## ???", LOOK).headings[0].anchor == "part"


def test_the_pages_own_title_stays_the_only_one_of_level_1() -> None:
    assert "<h1" not in html("# Title")
    assert '<h2 id="title">' in html("# Title")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("allowed", "Allowed"),
        ("explicitDeny", "Explicit deny"),
        ("implicitDeny", "Implicit deny"),
    ],
)
def test_marks_become_the_verdicts_icon_and_word(name: str, word: str) -> None:
    drawn = html(f"It is :{name}:: so it goes.")
    assert f'<span class="verdict-mark" data-verdict="{name}"><svg' in drawn
    assert f"{word}</span>: so it goes." in drawn


def test_marks_in_code_and_other_words_between_colons_stay_text() -> None:
    assert "<code>:allowed:</code>" in html("`:allowed:`")
    assert html(":permitted:") == "<p>:permitted:</p>\n"


def test_html_in_the_text_stays_text() -> None:
    drawn = html("<script>alert(1)</script> <b onclick=x>bold</b>")
    assert "<script" not in drawn
    assert "<b" not in drawn
    assert "&lt;script&gt;" in drawn


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "http://a.b/"])
def test_links_lead_to_our_own_pages_and_to_https_only(target: str) -> None:
    assert f'href="{target}"' not in html(f"[here]({target})")


def test_links_elsewhere_do_not_hand_over_the_page() -> None:
    assert '<a href="https://docs.aws.amazon.com/" rel="noopener">' in html(
        "[AWS](https://docs.aws.amazon.com/)"
    )
    assert '<a href="/course/x/">' in html("[next](/course/x/)")


def test_policies_are_listed_with_numbers_and_other_code_without_colors() -> None:
    drawn = html('```json\n{\n  "a": "<"\n}\n```')
    assert drawn.count('class="line"') == 3
    assert 'data-n="2">  "a": "&lt;"</span>' in drawn
    assert 'class="code code-bare"' in html("```\naws s3 ls <x>\n```")


def test_the_first_cell_of_a_row_names_it_and_alignment_is_no_inline_style() -> None:
    drawn = html("| Policy | Binds |\n|---:|:---|\n| SCP | accounts |")
    assert '<th scope="col">Policy</th>' in drawn
    assert '<th scope="row">SCP</th>' in drawn
    assert "<td>accounts</td>" in drawn
    assert "style" not in drawn


def test_an_empty_corner_of_a_table_is_no_heading() -> None:
    drawn = html("| | Same account |\n|---|---|\n| Either side | yes |")
    assert "<td></td>" in drawn
    assert drawn.count('<th scope="col">') == 1


def test_terms_are_defined_in_lists() -> None:
    assert "<dt>SCP</dt>" in html("SCP\n: a ceiling")


def test_pictures_are_not_taken_from_anywhere() -> None:
    assert "<img" not in html("![x](https://example.com/x.png)")


def test_passages_hold_the_plain_text_below_each_heading() -> None:
    drawn = render_prose(
        "Before.\n\n## One\n\nIt is :allowed:\nby `s3:*`.\n\n- first\n- second", LOOK
    )
    texts = [(item.anchor, item.title, item.text) for item in drawn.passages]
    assert texts == [("", "", "Before."), ("one", "One", "It is Allowed by s3:*. first second")]


def test_text_behind_a_live_block_belongs_to_the_heading_above_it() -> None:
    before = render_prose("## One", LOOK).headings
    passage = render_prose("Her Allow is still there.", LOOK, before).passages[0]
    assert (passage.anchor, passage.title) == ("one", "One")


def test_short_texts_have_no_anchors() -> None:
    assert render_short("Take `s3:*` **away**.", LOOK) == (
        "<p>Take <code>s3:*</code> <strong>away</strong>.</p>\n"
    )
    assert "id=" not in render_short("## Title", LOOK)


def test_plain_text_leaves_the_marks_out() -> None:
    assert plain_text("Say *no* with `Deny`, :explicitDeny:.") == "Say no with Deny, Explicit deny."


# What our own templates and the renderer emit; anything else would be somebody's own HTML.
_TAG = re.compile(r"<(/?[a-zA-Z][^\s>/]*)([^>]*)>")
_KNOWN = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "hr", "br", "em"),
    *("strong", "code", "pre", "span", "a", "svg", "use", "div"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


@given(st.text(st.sampled_from("ab<>/=\"'`*_[]()!#|:-\n \\&;javscriptonhef~"), max_size=120))
def test_whatever_is_written_only_known_tags_come_out(text: str) -> None:
    for name, attributes in _TAG.findall(html(text)):
        assert name.lstrip("/") in _KNOWN
        assert not re.search(r"\bon[a-z]+\s*=|\bstyle\s*=|javascript:", attributes, re.IGNORECASE)
