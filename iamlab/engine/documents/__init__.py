"""JSON text with positions, read into policy documents."""

from iamlab.engine.documents.arns import ArnFields, split_arn
from iamlab.engine.documents.editing import Json, TreeEditor
from iamlab.engine.documents.edits import Repair, TextEdit, apply_edits
from iamlab.engine.documents.findings import (
    MAX_FINDINGS,
    MORE_FINDINGS,
    Finding,
    Path,
    Severity,
    more_findings,
)
from iamlab.engine.documents.grammar import GRAMMARS, Grammar, PrincipalRule
from iamlab.engine.documents.json_reader import MAX_LENGTH, is_json, parse_json
from iamlab.engine.documents.policies import (
    ConditionTest,
    Entry,
    PolicyDocument,
    PolicyType,
    PrincipalEntry,
    Statement,
)
from iamlab.engine.documents.positions import Position, Span, indent_of
from iamlab.engine.documents.reader import parse_policy, read_policy, read_tree
from iamlab.engine.documents.sizes import SIZE_LIMITS, SizeLimit
from iamlab.engine.documents.syntax import MAX_DEPTH
from iamlab.engine.documents.tree import JsonNode, JsonTree, Member, NodeKind

__all__ = [
    "GRAMMARS",
    "MAX_DEPTH",
    "MAX_FINDINGS",
    "MAX_LENGTH",
    "MORE_FINDINGS",
    "SIZE_LIMITS",
    "ArnFields",
    "ConditionTest",
    "Entry",
    "Finding",
    "Grammar",
    "Json",
    "JsonNode",
    "JsonTree",
    "Member",
    "NodeKind",
    "Path",
    "PolicyDocument",
    "PolicyType",
    "Position",
    "PrincipalEntry",
    "PrincipalRule",
    "Repair",
    "Severity",
    "SizeLimit",
    "Span",
    "Statement",
    "TextEdit",
    "TreeEditor",
    "apply_edits",
    "indent_of",
    "is_json",
    "more_findings",
    "parse_json",
    "parse_policy",
    "read_policy",
    "read_tree",
    "split_arn",
]
