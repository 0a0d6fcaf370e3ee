"""Every small edit of a policy: the space in which a smaller repair is looked for.

One edit replaces one value, adds one value to a list, takes one value out, or takes one condition
out. The values come from the request: its action, resource, principal and context, their
beginnings, and each beginning with one `*` behind it. A beginning that is no ARN or no action
stands for nothing and is left out, except in a Condition.

Not in the space are edits that take away what somebody wrote: a wildcard or a variable in the place
of which something narrower is put, and another name in the place of one that NotAction,
NotResource or NotPrincipal leave out. Nor is a bare `*`, which is no repair of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from iamlab.engine import Request
from iamlab.engine.documents import (
    JsonNode,
    NodeKind,
    Span,
    TextEdit,
    TreeEditor,
    parse_json,
)

Edits = tuple[TextEdit, ...]
LISTS = ("Action", "NotAction", "Resource", "NotResource")
_CUTS = re.compile(r"(?<=[:/])|(?<=[a-z])(?=[A-Z])")


def small_edits(text: str, request: Request, principals: tuple[str, ...]) -> Iterator[Edits]:
    """Yield the edits of a policy text, each to be made alone."""
    tree = parse_json(text)
    editor = TreeEditor(tree)
    root = tree.root
    statements = root.get("Statement") if root is not None else None
    if statements is None:
        return
    contexts = [str(value) for value in request.context.values()]
    pools = {
        **dict.fromkeys(("Action", "NotAction"), actions(request.action)),
        **dict.fromkeys(("Resource", "NotResource"), arns([request.resource])),
        **dict.fromkeys(("Principal", "NotPrincipal"), arns(principals)),
        "Condition": with_patterns([*contexts, *principals, request.resource]),
    }
    for statement in statements.items or (statements,):
        for member in statement.members:
            name = member.key.text
            if name in LISTS:
                yield from _list_edits(
                    editor, member.value, pools[name], rewrites=not name.startswith("Not")
                )
            elif name in ("Principal", "NotPrincipal"):
                for kind in member.value.members:
                    yield from _list_edits(
                        editor, kind.value, pools[name], rewrites=not name.startswith("Not")
                    )
            elif name == "Condition":
                yield from _condition_edits(editor, member.value, pools[name])


def with_patterns(texts: list[str]) -> list[str]:
    """Return texts, their beginnings, and each beginning with one star behind it."""
    found: dict[str, None] = {}
    for text in texts:
        found[text] = None
        for cut in _CUTS.finditer(text):
            found[text[: cut.start()]] = None
            found[f"{text[: cut.start()]}*"] = None
    return [text for text in found if text]


def actions(action: str) -> list[str]:
    """Return an action and the patterns that cover it."""
    return [text for text in with_patterns([action]) if text == action or "*" in text]


def arns(texts: Iterable[str]) -> list[str]:
    """Return ARNs, their beginnings that are ARNs too, and patterns."""
    found = with_patterns(list(texts))
    return [text for text in found if "*" in text or _names_something(text)]


def _names_something(text: str) -> bool:
    return not text.startswith("arn") or (text.count(":") >= 5 and text[-1] not in ":/")


def _list_edits(
    editor: TreeEditor, node: JsonNode, pool: list[str], *, rewrites: bool
) -> Iterator[Edits]:
    values = node.items if node.kind is NodeKind.ARRAY else (node,)
    for value in values if rewrites else ():
        for text in pool:
            if "${" not in value.text and text.count("*") >= value.text.count("*"):
                yield editor.replace(value.span, text)
    for text in pool:
        yield editor.add_item(node.span, text)
    if len(values) > 1:
        for value in values:
            yield editor.remove(value.span)


def _condition_edits(editor: TreeEditor, block: JsonNode, pool: list[str]) -> Iterator[Edits]:
    spans: list[Span] = []
    for operator in block.members:
        spans.append(operator.span)
        for key in operator.value.members:
            yield from _list_edits(editor, key.value, pool, rewrites=True)
            if len(operator.value.members) > 1:
                spans.append(key.span)
    for span in spans:
        yield editor.remove(span)
