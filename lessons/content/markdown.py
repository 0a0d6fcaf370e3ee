"""The Markdown that lessons are written in, and how each mark of it is drawn as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.deflist import deflist_plugin

VERDICT_WORDS = {
    "allowed": "Allowed",
    "explicitDeny": "Explicit deny",
    "implicitDeny": "Implicit deny",
}

HIGHEST, LOWEST = 2, 4
"""The levels of headings: the page's own title is the only one of level 1."""

_MARK = re.compile(r":(allowed|explicitDeny|implicitDeny):")


@dataclass(frozen=True, slots=True)
class Decoration:
    """How the site draws an icon by its name, and a line of a policy as HTML."""

    icon: Callable[[str], str]
    line: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the rules read besides the text: the site's look, and the anchors of headings by the
    identity of their opening tokens."""

    decoration: Decoration
    anchors: Mapping[int, str]


@lru_cache(maxsize=1)
def markdown_parser() -> MarkdownIt:
    """Return the parser: CommonMark without HTML and images, with tables and lists of terms."""
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer)
    parser.enable("table").disable("image").use(deflist_plugin)
    parser.inline.ruler.before("emphasis", "verdict", _read_mark)
    return parser


def _read_mark(state: StateInline, silent: bool) -> bool:
    found = _MARK.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("verdict", "", 0).content = found[1]
    state.pos = found.end()
    return True


class _Renderer(RendererHTML):
    """Draws what the site draws in its own way; the rest is as Markdown has it."""

    def verdict(self, tokens: Sequence[Token], idx: int, _: OptionsDict, env: EnvType) -> str:
        name = tokens[idx].content
        icon = _env(env).decoration.icon(name)
        word = VERDICT_WORDS[name]
        return f'<span class="verdict-mark" data-verdict="{name}">{icon}{word}</span>'

    def heading_open(self, tokens: Sequence[Token], idx: int, _: OptionsDict, env: EnvType) -> str:
        anchor = _env(env).anchors.get(id(tokens[idx]))
        tag = f"h{heading_level(tokens[idx])}"
        if anchor is None:
            return f"<{tag}>"
        return f'<{tag} id="{anchor}"><a class="heading-link" href="#{anchor}">'

    def heading_close(self, tokens: Sequence[Token], idx: int, _: OptionsDict, env: EnvType) -> str:
        is_linked = bool(_env(env).anchors)
        return f"{'</a>' if is_linked else ''}</h{heading_level(tokens[idx])}>\n"

    def link_open(self, tokens: Sequence[Token], idx: int, _: OptionsDict, env: EnvType) -> str:
        href = str(tokens[idx].attrs.get("href", ""))
        rel = ' rel="noopener"' if href.startswith("https:") else ""
        return f'<a href="{escapeHtml(href)}"{rel}>'

    def fence(self, tokens: Sequence[Token], idx: int, _: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        is_policy = token.info.strip() == "json"
        line = _env(env).decoration.line if is_policy else escapeHtml
        rows = "".join(
            f'<span class="line" data-n="{number}">{line(text) or "&#8203;"}</span>'
            for number, text in enumerate(token.content.rstrip("\n").split("\n"), start=1)
        )
        look = "code" if is_policy else "code code-bare"
        return f'<div class="editor listing"><pre class="{look}"><code>{rows}</code></pre></div>\n'

    def code_block(self, tokens: Sequence[Token], idx: int, _: OptionsDict, env: EnvType) -> str:
        return self.fence(tokens, idx, _, env)


def heading_level(token: Token) -> int:
    """Return the level at which a heading is drawn."""
    return min(max(int(token.tag[1]), HIGHEST), LOWEST)


def _env(env: EnvType) -> Drawing:
    found = env["drawing"]
    if not isinstance(found, Drawing):
        raise TypeError("the text is drawn without a `Drawing`")
    return found
