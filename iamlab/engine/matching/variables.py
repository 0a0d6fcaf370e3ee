"""Policy variables: `${aws:username}`, `${key, 'default'}` and the three escapes (C12, C13, G2).

Source: AWS, "IAM policy elements: Variables and tags".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from iamlab.engine.catalog import is_multivalued
from iamlab.engine.matching.context import Context
from iamlab.engine.matching.wildcards import Glob, Token, tokenize

# The key of a tag, behind a slash, may hold spaces, but neither begin nor end with one.
_VARIABLE = re.compile(
    r"\$\{([*?$])\}"
    r"|\$\{\s*([^\s{},'/]+(?:/[^\s{},']*(?: +[^\s{},']+)*)?)\s*(?:,\s*'([^']*)'\s*)?\}"
)


@dataclass(frozen=True, slots=True)
class Variable:
    """A reference to a context key, with the text to use when the key is absent, if given."""

    key: str
    default: str | None

    def resolve(self, context: Context) -> str | None:
        """Return the text to substitute, or None when there is none (C13)."""
        lowered = self.key.lower()
        value = None if is_multivalued(lowered) else context.single(lowered)
        return self.default if value is None else value


@dataclass(frozen=True, slots=True)
class Literal:
    """Text in which `*` and `?` mean only themselves, from an escape such as `${*}`."""

    text: str


@dataclass(frozen=True, slots=True)
class Template:
    """A policy value cut into plain text, escapes and variables.

    Substituted text is literal: a `*` inside it is a star, not a wildcard (C12). `tokens` are the
    same pieces with the wildcards of the plain text told apart.
    """

    source: str
    pieces: tuple[str | Literal | Variable, ...]
    tokens: tuple[Token | Variable, ...]

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables in order of appearance."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Variable))

    @property
    def fixed(self) -> bool:
        """Whether the template is the same for every request."""
        return not self.variables

    def text(self, context: Context) -> str | None:
        """Return the value with variables substituted, or None when one has no value."""
        parts: list[str] = []
        for piece in self.pieces:
            part = _substitute(piece, context)
            if part is None:
                return None
            parts.append(part)
        return "".join(parts)

    def glob(self, context: Context) -> Glob | None:
        """Return the pattern with variables substituted, or None when one has no value."""
        tokens: list[Token] = []
        for token in self.tokens:
            if not isinstance(token, Variable):
                tokens.append(token)
                continue
            text = token.resolve(context)
            if text is None:
                return None
            if text:
                tokens.append(text)
        return Glob(tokens)

    def unresolved(self, context: Context) -> tuple[str, ...]:
        """Return the names of the variables that have neither value nor default."""
        return tuple(
            variable.key for variable in self.variables if variable.resolve(context) is None
        )

    def absent(self, context: Context) -> tuple[str, ...]:
        """Return the names of the variables whose key the request lacks, defaults or not."""
        return tuple(
            variable.key for variable in self.variables if variable.key.lower() not in context
        )


def parse_template(text: str, *, enabled: bool) -> Template:
    """Cut a policy value into pieces.

    `enabled` says whether the document's Version turns variables on (2012-10-17 only, G2); if not,
    the whole value is plain text. A `${` that is not a well-formed variable is plain text too.
    """
    if not enabled or "${" not in text:
        return _template(text, [text])
    pieces: list[str | Literal | Variable] = []
    position = 0
    for found in _VARIABLE.finditer(text):
        if found.start() > position:
            pieces.append(text[position : found.start()])
        escape, key, default = found.groups()
        pieces.append(Literal(escape) if escape else Variable(key, default))
        position = found.end()
    if position < len(text):
        pieces.append(text[position:])
    return _template(text, pieces)


def _template(source: str, pieces: list[str | Literal | Variable]) -> Template:
    tokens: list[Token | Variable] = []
    for piece in pieces:
        if isinstance(piece, str):
            tokens.extend(tokenize(piece))
        else:
            tokens.append(piece.text if isinstance(piece, Literal) else piece)
    return Template(source, tuple(pieces), tuple(tokens))


def _substitute(piece: str | Literal | Variable, context: Context) -> str | None:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Literal):
        return piece.text
    return piece.resolve(context)
