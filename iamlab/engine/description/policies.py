"""A whole policy in plain words, statement by statement.

The wording follows the evaluator rule by rule (section A, R, P, C and G of the evaluation rules),
so that a sentence, read strictly, says exactly which requests its statement matches.
"""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.description.actions import ActionWords, action_words, role_words
from iamlab.engine.description.conditions import condition_words
from iamlab.engine.description.phrases import Part, Phrase, code, plain_text, quoted, say
from iamlab.engine.description.principals import who_words
from iamlab.engine.description.resources import ResourceWords, resource_words
from iamlab.engine.description.unfolding import Unfolder
from iamlab.engine.description.variables import variable_words
from iamlab.engine.documents import (
    PolicyDocument,
    PolicyType,
    Severity,
    Span,
    Statement,
    parse_policy,
)

LIMITS = frozenset(
    {PolicyType.BOUNDARY, PolicyType.SESSION, PolicyType.SCP, PolicyType.RCP, PolicyType.ENDPOINT}
)
"""The policies whose Allow grants nothing by itself (E5 to E8)."""

_SUMMARIES = {
    PolicyType.BOUNDARY: "A permissions boundary grants nothing by itself: it limits what the "
    "identity's own policies can allow.",
    PolicyType.SESSION: "A session policy grants nothing by itself: it limits what the session "
    "keeps of its role's or user's permissions.",
    PolicyType.SCP: "A service control policy grants nothing by itself: it limits what policies "
    "in the accounts below can allow.",
    PolicyType.RCP: "A resource control policy grants nothing by itself: it limits who can be "
    "allowed to use resources in the accounts below.",
    PolicyType.ENDPOINT: "An endpoint policy grants nothing by itself: it limits what passes "
    "through the VPC endpoint.",
    PolicyType.TRUST: "A trust policy says who may assume the role, not what the role may do.",
    PolicyType.RESOURCE: "A resource-based policy speaks only of the resource that holds it, "
    "whatever else its patterns would cover.",
}
_NEVER = say("This statement never matches a request.")


@dataclass(frozen=True, slots=True)
class StatementDescription:
    """One statement in words.

    `sentence` says what it does; `notes` add what surprises. `skipped` tells that the statement is
    not evaluated (G10), and the sentence then says why; `never` that it matches no request.
    """

    index: int
    sid: str | None
    effect: str | None
    sentence: Phrase
    notes: tuple[Phrase, ...]
    span: Span
    skipped: bool = False
    never: bool = False

    @property
    def text(self) -> str:
        """The sentence as text, with the code in backticks."""
        return plain_text(self.sentence)

    @property
    def unfoldings(self) -> tuple[Part, ...]:
        """The parts that unfold: wildcards, and lists too long to be said."""
        return tuple(part for part in self.sentence if part.unfolding or part.entries)


@dataclass(frozen=True, slots=True)
class PolicyDescription:
    """A policy in words; `summary` is about all of it, and empty where it would add nothing.

    Of a text that is not `readable` only the summary speaks. `left_out` statements are not said.
    """

    statements: tuple[StatementDescription, ...]
    summary: Phrase
    readable: bool
    left_out: int = 0


def describe_policy(
    text: str, policy_type: PolicyType, *, most: int | None = None
) -> PolicyDescription:
    """Say in plain words what each statement of a policy text does; any text may be given.

    `most` is how many statements are said at all; by default every one is.
    AWS, "Policy evaluation logic" and "IAM JSON policy elements reference".
    """
    document = parse_policy(text, policy_type)
    if not document.readable:
        return PolicyDescription((), _why_unreadable(document), readable=False)
    unfolder = Unfolder()
    statements = tuple(
        _describe(statement, document, unfolder) for statement in document.statements[:most]
    )
    return PolicyDescription(
        statements,
        _summary(document),
        readable=True,
        left_out=len(document.statements) - len(statements),
    )


def _why_unreadable(document: PolicyDocument) -> Phrase:
    start = "This text cannot be read as a policy, so it decides nothing"
    for finding in document.findings:
        if finding.severity is Severity.ERROR:
            return say(f"{start}; line {finding.span.start.line} is the first to mend.")
    return say(f"{start}.")


def _summary(document: PolicyDocument) -> Phrase:
    if not document.statements:
        return say("The policy has no statements, so it allows nothing and denies nothing.")
    own = _SUMMARIES.get(document.type)
    if own is not None:
        return say(own)
    effects = {item.effect for item in document.statements if item.skipped is None}
    if effects == {"Deny"}:
        return say("This policy only denies; it allows nothing.")
    if effects == {"Allow", "Deny"}:
        return say("A ", code("Deny"), " wins over every ", code("Allow"), ", here and elsewhere.")
    return ()


def _describe(
    statement: Statement, document: PolicyDocument, unfolder: Unfolder
) -> StatementDescription:
    if statement.skipped is not None:
        return StatementDescription(
            statement.index,
            statement.sid,
            statement.effect,
            quoted(statement.skipped),
            (),
            statement.span,
            skipped=True,
        )
    who = who_words(statement, document.type)
    actions = action_words(statement, unfolder, of_role=document.type is PolicyType.TRUST)
    resources = resource_words(
        statement,
        document.type,
        about_objects=actions.about_objects,
        about_role=actions.about_role,
    )
    of_roles = role_words(statement, resources.roles) if resources.roles else None
    if of_roles is not None:
        actions, resources = of_roles, ResourceWords(())
    conditions, notes, fails = condition_words(statement)
    variables, more = variable_words(statement, enabled=document.variables_enabled)
    never = who.nobody or actions.nothing or resources.nothing or fails
    return StatementDescription(
        index=statement.index,
        sid=statement.sid,
        effect=statement.effect,
        sentence=say(
            _core(statement.effect, document.type, who.phrase, actions, resources),
            conditions,
            variables,
            ".",
        ),
        notes=(*who.notes, *notes, *more, *((_NEVER,) if never else ())),
        span=statement.span,
        never=never,
    )


def _core(
    effect: str | None,
    policy_type: PolicyType,
    who: Phrase | None,
    actions: ActionWords,
    resources: ResourceWords,
) -> Phrase:
    """Say effect, principal, actions and resources: `Allows reading objects in the bucket ...`."""
    deny = effect == "Deny"
    if who is None:
        verb = "Denies" if deny else _allows(policy_type)
        return say(verb, " ", actions.doing, resources.phrase)
    verb = "Forbids" if deny else _allows(policy_type)
    return say(verb, " ", who, " to ", actions.to_do, resources.phrase)


def _allows(policy_type: PolicyType) -> str:
    return "Lets other policies allow" if policy_type in LIMITS else "Allows"
