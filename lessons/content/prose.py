"""The prose of lessons: Markdown to HTML that holds nothing but what we emit.

Beside CommonMark there are tables, lists of terms, and three marks, `:allowed:`, `:explicitDeny:`
and `:implicitDeny:`, each of which becomes the verdict's icon and word. HTML stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import nh3
from markdown_it.token import Token

from lessons.content.markdown import (
    HIGHEST,
    VERDICT_WORDS,
    Decoration,
    Drawing,
    heading_level,
    markdown_parser,
)

_NO_SLUG = re.compile(r"[^a-z0-9]+")
_MOST_SLUG = 60

# The second fence: whatever the renderer does, nothing else leaves this module.
_TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "hr", "br"),
    *("em", "strong", "code", "pre", "span", "a", "svg", "use", "div"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "ol": {"start"},
    "a": {"href", "class", "rel"},
    "div": {"class"},
    "pre": {"class"},
    "span": {"class", "data-n", "data-verdict"},
    "svg": {"class", "aria-hidden"},
    "use": {"href"},
    "table": {"class"},
    "th": {"scope"},
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 to 4; `anchor` is its ID on the page, unique in the lesson."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Plain text below a heading, to be searched; `anchor` is empty before the first heading."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class RenderedProse:
    """Markdown as safe HTML, with its headings and its text."""

    html: str
    headings: tuple[Heading, ...] = ()
    passages: tuple[Passage, ...] = ()


def render_prose(
    text: str, decoration: Decoration, before: Sequence[Heading] = ()
) -> RenderedProse:
    """Return the Markdown between two live blocks as HTML.

    `before` are the headings further up in the lesson: an anchor is given once, and text without a
    heading of its own belongs to the last of them.
    """
    tokens = markdown_parser().parse(text)
    _name_rows(tokens)
    headings, anchors = _headings(tokens, before)
    html = _draw(tokens, decoration, anchors)
    last = before[-1] if before else Heading(HIGHEST, "", "")
    return RenderedProse(html, headings, tuple(_passages(tokens, anchors, last)))


def render_short(text: str, decoration: Decoration) -> str:
    """Return a few sentences of Markdown as HTML: paragraphs, whose headings have no anchors."""
    return _draw(markdown_parser().parse(text), decoration, {})


def plain_text(text: str) -> str:
    """Return what a few sentences of Markdown say, without their marks."""
    return " ".join(
        _words(token)
        for token in markdown_parser().parse(text)
        if token.type in ("inline", "fence")
    )


def _draw(tokens: list[Token], decoration: Decoration, anchors: dict[int, str]) -> str:
    parser = markdown_parser()
    env = {"drawing": Drawing(decoration, anchors)}
    html: str = parser.renderer.render(tokens, parser.options, env)
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"https"}, link_rel=None)


# ---------- Headings and text ----------


def _headings(
    tokens: list[Token], before: Sequence[Heading]
) -> tuple[tuple[Heading, ...], dict[int, str]]:
    """Return the headings, and their anchors by the places of their opening tokens."""
    taken = {heading.anchor for heading in before}
    headings: list[Heading] = []
    anchors: dict[int, str] = {}
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            words = _words(tokens[place + 1])
            anchor = _anchor(words, taken)
            taken.add(anchor)
            headings.append(Heading(heading_level(token), anchor, words))
            anchors[id(token)] = anchor
    return tuple(headings), anchors


def _anchor(words: str, taken: set[str]) -> str:
    slug = _NO_SLUG.sub("-", words.lower())[:_MOST_SLUG].strip("-") or "part"
    number, anchor = 1, slug
    while anchor in taken:
        number += 1
        anchor = f"{slug}-{number}"
    return anchor


def _passages(tokens: list[Token], anchors: dict[int, str], last: Heading) -> Iterator[Passage]:
    anchor, title = last.anchor, last.text
    words: list[str] = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            if words:
                yield Passage(anchor, title, " ".join(words))
            anchor, title, words = anchors[id(token)], _words(tokens[place + 1]), []
        elif token.type == "inline" and tokens[place - 1].type != "heading_open":
            words.append(_words(token))
    if words or title != last.text:
        yield Passage(anchor, title, " ".join(words))


def _words(token: Token) -> str:
    if token.children is None:
        return token.content
    return "".join(
        VERDICT_WORDS[child.content]
        if child.type == "verdict"
        else " "
        if child.type in ("softbreak", "hardbreak")
        else child.content
        for child in token.children
    )


def _name_rows(tokens: list[Token]) -> None:
    """Make the first cell of each row its name, as it is in all tables of the site."""
    opening: Token | None = None
    for place, token in enumerate(tokens):
        if token.type == "td_open" and tokens[place - 1].type == "tr_open":
            opening = token
            token.tag, token.attrs = "th", {"scope": "row"}
        elif token.type in ("td_close", "th_close") and opening is not None:
            token.tag, opening = opening.tag, None
        elif token.type == "th_open":
            token.attrs = {"scope": "col"}
            if not tokens[place + 1].content:  # an empty corner names nothing
                token.tag, token.attrs = "td", {}
                opening = token
        elif token.type == "td_open":
            token.attrs = {}  # an alignment would be an inline style
        elif token.type == "table_open":
            token.attrs = {"class": "table"}
