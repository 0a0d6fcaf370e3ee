"""YAML 1.2 as safe plain data, and the line on which a field stands."""

from __future__ import annotations

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from iamlab.engine.scenarios.errors import Problem, ScenarioError

Location = tuple[int | str, ...]


class _PlainComposer(Composer):
    """Refuses aliases: a few lines of them unfold into more data than memory holds."""

    def compose_node(self, parent: Node | None, index: object) -> Node:
        if self.parser.check_event(AliasEvent):
            event = self.parser.peek_event()
            raise ComposerError(None, None, "aliases are not allowed here", event.start_mark)
        node: Node = super().compose_node(parent, index)
        return node


class _PlainConstructor(SafeConstructor):
    """Leaves dates and a lone `=` as text: types of YAML 1.1 that YAML 1.2 does not have.

    So `Version: 2012-10-17` needs no quotes, and `2026-03-02T09:00Z` stays as it is written.
    """


for _tag in ("timestamp", "value"):
    _PlainConstructor.add_constructor(
        f"tag:yaml.org,2002:{_tag}", SafeConstructor.construct_yaml_str
    )


def load_yaml(file: str, text: str) -> object:
    """Return the data of a YAML 1.2 text, where `no`, `on` and dates are text.

    Raises ScenarioError with the line when it cannot be read, or names a key twice.
    """
    try:
        data: object = _reader().load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark is not None else None
        message = str(error.problem or error.context)
        raise ScenarioError((Problem("", message, file, line),)) from error
    except (YAMLError, ValueError, RecursionError) as error:
        message = str(error) or "it is nested too deeply"
        raise ScenarioError((Problem("", f"this is not YAML: {message}", file),)) from error
    return data


def compose_yaml(text: str) -> Node:
    """Return the syntax tree of a text that `load_yaml` can read."""
    node: Node = _reader().compose(text)
    return node


def line_of(root: Node, location: Location) -> int:
    """Return the 1-based line of a field in a syntax tree.

    Of a field that is absent, the line of the part that lacks it.
    """
    node, line = root, 1
    for part in location:
        step = _step(node, part)
        if step is None:
            break
        line, node = step
    return line


def _step(node: Node, part: int | str) -> tuple[int, Node] | None:
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        item = node.value[part]
        return item.start_mark.line + 1, item
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == part:
                return key.start_mark.line + 1, value
    return None


def _reader() -> YAML:
    reader = YAML(typ="safe", pure=True)
    reader.Composer = _PlainComposer
    reader.Constructor = _PlainConstructor
    return reader
