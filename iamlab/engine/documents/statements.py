"""Reads one statement object into a Statement and reports what its grammar forbids."""

from __future__ import annotations

from iamlab.engine.documents.conditions import UNREADABLE_CONDITION, read_conditions
from iamlab.engine.documents.elements import DATA_TYPE_MISMATCH, describe, read_strings, show
from iamlab.engine.documents.findings import FindingCollector, Path
from iamlab.engine.documents.grammar import (
    DOCUMENT_ELEMENTS,
    EFFECTS,
    EXCLUSIVE_PAIRS,
    GRAMMARS,
    STATEMENT_ELEMENTS,
    PrincipalRule,
    suggest,
)
from iamlab.engine.documents.policies import (
    ConditionTest,
    Entry,
    PolicyType,
    PrincipalEntry,
    Statement,
)
from iamlab.engine.documents.principals import anyone, read_principals
from iamlab.engine.documents.tree import JsonNode, Member, NodeKind

INVALID_POLICY_ELEMENT = "INVALID_POLICY_ELEMENT"


class StatementReader:
    """Reads the statement at `index`; `path` leads to it from the top of the document."""

    def __init__(
        self,
        node: JsonNode,
        index: int,
        path: Path,
        policy_type: PolicyType,
        collector: FindingCollector,
    ) -> None:
        self.node = node
        self.index = index
        self.path = path
        self.grammar = GRAMMARS[policy_type]
        self.collector = collector
        self.members: dict[str, Member] = {member.key.text: member for member in node.members}
        self.skips: list[str] = []

    def read(self) -> Statement:
        """The statement, evaluated or skipped as G10 says; findings go to the collector."""
        self._check_names()
        effect = self._read_effect()
        self._check_pairs()
        principals, not_principals = self._read_principals()
        if not ("Action" in self.members or "NotAction" in self.members):
            self._report_missing_action()
        conditions = self._read_conditions()
        return Statement(
            index=self.index,
            sid=self._read_sid(),
            effect=effect,
            principals=principals,
            not_principals=not_principals,
            actions=self._read_list("Action"),
            not_actions=self._read_list("NotAction"),
            resources=self._read_list("Resource"),
            not_resources=self._read_list("NotResource"),
            conditions=conditions,
            span=self.node.span,
            element_spans={
                name: member.span
                for name, member in self.members.items()
                if name in STATEMENT_ELEMENTS
            },
            skipped=self.skips[0] if self.skips else None,
        )

    def _check_names(self) -> None:
        for name, member in self.members.items():
            if name in STATEMENT_ELEMENTS:
                continue
            if name in DOCUMENT_ELEMENTS:
                hint = "It belongs at the top of the document, beside `Statement`."
            else:
                better = suggest(name, STATEMENT_ELEMENTS)
                hint = f"Did you mean `{better}`?" if better else "It is ignored."
            self.collector.error(
                INVALID_POLICY_ELEMENT,
                f"{show(name)} is not an element of a statement. {hint}",
                member.key.span,
                (*self.path, name),
            )

    def _read_effect(self) -> str | None:
        member = self.members.get("Effect")
        if member is None:
            message = 'The statement has no `Effect`; add `"Effect": "Allow"` or `"Deny"`.'
            self.collector.error("MISSING_EFFECT", message, self.node.span, self.path)
            self.skips.append("The statement is not evaluated because it has no `Effect`.")
            return None
        node, path = member.value, (*self.path, "Effect")
        if node.kind is NodeKind.STRING and node.text in EFFECTS:
            return node.text
        self.skips.append(
            "The statement is not evaluated because its `Effect` is neither `Allow` nor `Deny`."
        )
        if node.kind is not NodeKind.STRING:
            message = f"`Effect` must be the string `Allow` or `Deny`, not {describe(node)}."
            self.collector.error(DATA_TYPE_MISMATCH, message, node.span, path)
            return None
        better = suggest(node.text, EFFECTS)
        hint = f"; did you mean `{better}`? Case matters." if better else "."
        message = f"{show(node.text)} is not an effect: it must be `Allow` or `Deny`{hint}"
        self.collector.error("INVALID_EFFECT", message, node.span, path)
        return None

    def _check_pairs(self) -> None:
        for name, opposite in EXCLUSIVE_PAIRS:
            if name not in self.members or opposite not in self.members:
                continue
            if name == "Principal" and self.grammar.principal is PrincipalRule.FORBIDDEN:
                continue
            second = max(
                self.members[name], self.members[opposite], key=lambda m: m.span.start.offset
            )
            self.collector.error(
                "UNSUPPORTED_ELEMENT_COMBINATION",
                f"One statement cannot hold both `{name}` and `{opposite}`; keep one, "
                "or write two statements.",
                second.span,
                (*self.path, second.key.text),
            )
            self.skips.append(
                f"The statement is not evaluated because it holds both `{name}` and `{opposite}`."
            )

    def _report_missing_action(self) -> None:
        message = "The statement has neither `Action` nor `NotAction`; add the one you mean."
        self.collector.error("MISSING_ACTION", message, self.node.span, self.path)
        self.skips.append(
            "The statement is not evaluated because it has neither `Action` nor `NotAction`."
        )

    def _read_principals(
        self,
    ) -> tuple[tuple[PrincipalEntry, ...] | None, tuple[PrincipalEntry, ...] | None]:
        if self.grammar.principal is PrincipalRule.FORBIDDEN:
            return None, None
        found: list[tuple[PrincipalEntry, ...] | None] = []
        for name in ("Principal", "NotPrincipal"):
            member = self.members.get(name)
            if member is None:
                found.append(None)
                continue
            path = (*self.path, name)
            found.append(read_principals(name, member.value, path, self.collector))
        principals, not_principals = found
        if (
            principals is None
            and not_principals is None
            and self.grammar.missing_principal_means_anyone
        ):
            principals = (anyone(self.node.span),)
        return principals, not_principals

    def _read_list(self, name: str) -> tuple[Entry, ...] | None:
        member = self.members.get(name)
        if member is None:
            return None
        node, path = member.value, (*self.path, name)
        if node.kind is NodeKind.ARRAY and not node.items:
            kind = name.removeprefix("Not")
            meaning = "matches everything" if name.startswith("Not") else "matches nothing"
            message = f"`{name}` is an empty list, which {meaning}; name at least one entry."
            self.collector.suggestion(f"EMPTY_ARRAY_{kind.upper()}", message, node.span, path)
        return read_strings(name, node, path, self.collector)

    def _read_conditions(self) -> tuple[ConditionTest, ...]:
        member = self.members.get("Condition")
        if member is None:
            return ()
        path = (*self.path, "Condition")
        conditions = read_conditions(member.value, path, self.collector)
        if conditions is None:
            self.skips.append(UNREADABLE_CONDITION)
            return ()
        return conditions

    def _read_sid(self) -> str | None:
        member = self.members.get("Sid")
        if member is None:
            return None
        node, path = member.value, (*self.path, "Sid")
        if node.kind is not NodeKind.STRING:
            message = f"`Sid` must be a string, not {describe(node)}; it is ignored."
            self.collector.error(DATA_TYPE_MISMATCH, message, node.span, path)
            return None
        if not node.text:
            message = "`Sid` is empty; give the statement a name or remove the element."
            self.collector.suggestion("EMPTY_SID_VALUE", message, node.span, path)
        elif self.grammar.alphanumeric_sids and not (node.text.isascii() and node.text.isalnum()):
            message = (
                f"The `Sid` {show(node.text)} may hold only letters A-Z and a-z and digits "
                f"in {self.grammar.name}."
            )
            self.collector.error("UNSUPPORTED_SID", message, node.span, path)
        return node.text
