"""Reports what a policy type's own rules say about the elements of one statement."""

from __future__ import annotations

from iamlab.engine.documents.findings import FindingCollector, Path, Severity
from iamlab.engine.documents.grammar import GRAMMARS, PrincipalRule
from iamlab.engine.documents.policies import Entry, PolicyType, PrincipalEntry, Statement
from iamlab.engine.documents.principals import ANYONE


def check_statement(
    statement: Statement, path: Path, policy_type: PolicyType, collector: FindingCollector
) -> None:
    """Reports the elements that `policy_type` requires, forbids or narrows (section 1)."""
    _StatementRules(statement, path, policy_type, collector).check()


class _StatementRules:
    def __init__(
        self, statement: Statement, path: Path, policy_type: PolicyType, collector: FindingCollector
    ) -> None:
        self.statement = statement
        self.path = path
        self.type = policy_type
        self.grammar = GRAMMARS[policy_type]
        self.collector = collector

    def check(self) -> None:
        self._check_principal()
        self._check_resource()
        if self.type is PolicyType.TRUST:
            self._check_trust()
        elif self.type is PolicyType.RCP:
            self._check_rcp()
        elif self.type is PolicyType.ENDPOINT:
            self._report(
                "NotPrincipal",
                "UNSUPPORTED_NOT_PRINCIPAL",
                "A VPC endpoint policy takes no `NotPrincipal`; use `Principal` with a condition "
                "on `aws:PrincipalArn`.",
            )

    def _has(self, name: str) -> bool:
        return name in self.statement.element_spans

    def _report(self, name: str, code: str, message: str) -> None:
        """Reports the element `name` when the statement holds it."""
        span = self.statement.element_spans.get(name)
        if span is not None:
            self.collector.error(code, message, span, (*self.path, name))

    def _check_principal(self) -> None:
        if self.grammar.principal is PrincipalRule.FORBIDDEN:
            scp = self.type is PolicyType.SCP
            code = "SCP_SYNTAX_ERROR_PRINCIPAL" if scp else "UNSUPPORTED_PRINCIPAL"
            for name in ("Principal", "NotPrincipal"):
                message = (
                    f"`{name}` does not belong in {self.grammar.name}: whom it governs follows "
                    "from where it is attached. It is ignored; remove it."
                )
                self._report(name, code, message)
        elif not self._has("Principal") and not self._has("NotPrincipal"):
            if self.grammar.missing_principal_means_anyone:
                meaning = 'it is read as `"Principal": "*"`; write that'
            else:
                meaning = "it matches nobody; say whom it is for"
            message = f"The statement has no `Principal`, so {meaning}."
            self.collector.error("MISSING_PRINCIPAL", message, self.statement.span, self.path)

    def _check_resource(self) -> None:
        if self._has("Resource") or self._has("NotResource") or self.type is PolicyType.TRUST:
            return
        if self.type is PolicyType.RESOURCE:
            if self._is_about_repositories():
                return
            # Which resource policies need a Resource varies by service (section 1).
            severity = Severity.WARNING
            message = (
                "The statement has no `Resource`; most services ask for one, though a few, such "
                "as Amazon ECR, take none."
            )
        else:
            severity = Severity.ERROR
            message = (
                "The statement has neither `Resource` nor `NotResource`; add the ARNs that it "
                'is about, or `"*"`.'
            )
        self.collector.add(severity, "MISSING_RESOURCE", message, self.statement.span, self.path)

    def _is_about_repositories(self) -> bool:
        """Whether every action is one of Amazon ECR, whose repositories take no Resource."""
        actions = self.statement.actions or ()
        return bool(actions) and all(entry.text.lower().startswith("ecr:") for entry in actions)

    def _check_trust(self) -> None:
        for name in ("Resource", "NotResource"):
            self._report(
                name,
                "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
                f"A role trust policy takes no `{name}`: it is always about its own role. "
                "Remove it.",
            )
        self._report(
            "NotPrincipal",
            "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
            "A role trust policy takes no `NotPrincipal`; name in `Principal` who may assume "
            "the role.",
        )
        for entry in self.statement.principals or ():
            if entry.kind == ANYONE:
                message = (
                    'A role trust policy does not take the bare `"*"`; name the principals, or '
                    'write `{"AWS": "*"}` if you really mean everyone.'
                )
                code = "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL"
                self.collector.error(code, message, entry.span, (*self.path, "Principal"))

    def _check_rcp(self) -> None:
        statement = self.statement
        if _is_anyone(statement.principals) and self._is_full_access():
            return  # AWS's own RCPFullAWSAccess is written exactly so.
        if statement.effect == "Allow":
            self._report(
                "Effect",
                "RCP_SYNTAX_ERROR_ALLOW",
                "A resource control policy of your own can only `Deny`; every Allow comes from "
                "`RCPFullAWSAccess`.",
            )
        if self._has("NotPrincipal") or not _is_anyone(statement.principals):
            name = "NotPrincipal" if self._has("NotPrincipal") else "Principal"
            self._report(
                name,
                "RCP_SYNTAX_ERROR_PRINCIPAL",
                'A resource control policy needs exactly `"Principal": "*"`; narrow it with '
                "conditions on the principal.",
            )
        self._report(
            "NotAction",
            "RCP_SYNTAX_ERROR_NOTACTION",
            "A resource control policy takes no `NotAction`; list the actions in `Action`.",
        )
        for index, entry in enumerate(statement.actions or ()):
            if entry.text == "*":
                message = (
                    "A resource control policy of your own does not take `*` alone as an action; "
                    "name the services, such as `s3:*`."
                )
                path = (*self.path, "Action", index)
                self.collector.error("RCP_SYNTAX_ERROR_ACTION", message, entry.span, path)

    def _is_full_access(self) -> bool:
        statement = self.statement
        return (
            statement.effect == "Allow"
            and _is_star(statement.actions)
            and _is_star(statement.resources)
            and not statement.conditions
        )


def _is_anyone(principals: tuple[PrincipalEntry, ...] | None) -> bool:
    return principals is not None and [entry.kind for entry in principals] == [ANYONE]


def _is_star(entries: tuple[Entry, ...] | None) -> bool:
    return entries is not None and [entry.text for entry in entries] == ["*"]
