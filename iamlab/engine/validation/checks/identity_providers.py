"""Checks of trust in identity providers: their names, and the conditions on their tokens."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.conditions import read_operator
from iamlab.engine.documents import ConditionTest, Json, Severity
from iamlab.engine.documents import PolicyType as Type
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.assuming import WITH_WEB_IDENTITY, suits
from iamlab.engine.validation.condition_meaning import demands
from iamlab.engine.validation.examples import Example, example
from iamlab.engine.validation.principal_names import Provider, read_provider
from iamlab.engine.validation.principal_places import PlacedPrincipal, principals, principals_of
from iamlab.engine.validation.registry import TRUST, Found, check
from iamlab.engine.validation.subject import StatementView, Subject

_GITHUB = "token.actions.githubusercontent.com"
_GITHUB_ENTERPRISE = (".ghe.com", "token.actions.")
_REPOSITORY_CLAIMS = frozenset(
    {
        "sub",
        "job_workflow_ref",
        "repository",
        "repository_id",
        "repository_owner_id",
    }
)
"""The claims of a token that say from which repository it comes; all of them are condition keys."""
_REF_CLAIMS = frozenset({"environment", "job_workflow_ref", "ref"})
_WHOLE_REPOSITORY_CLAIMS = frozenset({"repository", "repository_id"})
_SCHEME = "https://"
_MAIN = "repo:acme/api:ref:refs/heads/main"


def _trust(provider: str, condition: Json = None) -> Example:
    statement: dict[str, Json] = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": WITH_WEB_IDENTITY,
    }
    if condition is not None:
        statement["Condition"] = condition
    return example(statement, type=Type.TRUST)


def _github(condition: Json = None) -> Example:
    return _trust(f"arn:aws:iam::111122223333:oidc-provider/{_GITHUB}", condition)


_AUDIENCE: Json = {"StringEquals": {f"{_GITHUB}:aud": "sts.amazonaws.com"}}
_PINNED = _github(
    {"StringEquals": {f"{_GITHUB}:aud": "sts.amazonaws.com", f"{_GITHUB}:sub": _MAIN}}
)


@check(
    "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
    Severity.ERROR,
    tier=2,
    types=TRUST,
    title="The name of an identity provider is malformed",
    why="AWS knows a provider by the ARN that it has in your account, or a few by their domain "
    "name, and refuses any other spelling.",
    bad=_trust(f"https://{_GITHUB}"),
    good=_PINNED,
)
def invalid_federated_principal_syntax(subject: Subject) -> Iterator[Found]:
    """Find texts under Federated that are no provider's ARN and no domain name."""
    for principal in principals(subject):
        text = principal.text
        if principal.kind != "Federated" or read_provider(text) is not None:
            continue
        if "*" in text or "?" in text or "${" in text:
            continue  # other checks speak about these
        bare = text.replace(_SCHEME, "", 1).rstrip("/")
        repair = None
        fits = suits(principal.statement, "Federated", bare)
        if _SCHEME in text and read_provider(bare) is not None and fits:
            repair = subject.replace("Leave out https://", principal.span, bare)
        message = (
            f"{show(text)} is neither the ARN of an identity provider, such as "
            f"`arn:aws:iam::111122223333:oidc-provider/{_GITHUB}`, nor a domain name."
        )
        yield Found(message, principal.span, principal.path, repair)


def _trusted(subject: Subject) -> Iterator[tuple[StatementView, PlacedPrincipal, Provider]]:
    """Yield the OIDC providers with whose tokens a statement lets people assume the role."""
    for statement in subject.statements:
        if not statement.allows or not statement.reaches(WITH_WEB_IDENTITY):
            continue
        for principal in principals_of(statement):
            provider = read_provider(principal.text) if principal.kind == "Federated" else None
            if provider is not None and not provider.saml:
                yield statement, principal, provider


def _claim(test: ConditionTest, provider: Provider) -> str | None:
    """The claim of a provider's token that a test is about, in small letters; or None."""
    prefix, _, claim = test.key.text.rpartition(":")
    return claim.lower() if prefix.lower() == provider.address.lower() else None


def _is_github(provider: Provider) -> bool:
    host = provider.address.partition("/")[0].lower()
    suffix, prefix = _GITHUB_ENTERPRISE
    return host == _GITHUB or (host.startswith(prefix) and host.endswith(suffix))


@check(
    "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
    Severity.SECURITY_WARNING,
    tier=1,
    types=TRUST,
    title="Every token of the provider gets in",
    why="A provider issues tokens to all of its users and apps, so without a condition on a claim "
    "any of them can assume the role.",
    bad=_trust("accounts.google.com"),
    good=_trust(
        "accounts.google.com",
        {"StringEquals": {"accounts.google.com:aud": "66677788899900pro0"}},
    ),
)
def missing_condition_key_for_oidc_principal(subject: Subject) -> Iterator[Found]:
    """Find trust in an OIDC provider without any condition on its tokens."""
    for statement, principal, provider in _trusted(subject):
        if any(_claim(test, provider) is not None for test in statement.source.conditions):
            continue
        message = (
            f"Any token of {show(provider.address)} is accepted. Test its claims, such as "
            f"{show(f'{provider.address}:aud')}."
        )
        yield Found(message, principal.span, principal.path)


@check(
    "MISSING_GITHUB_REPO_CONDITION_KEY",
    Severity.SECURITY_WARNING,
    tier=1,
    types=TRUST,
    title="Every repository on GitHub gets in",
    why="GitHub gives a token to every workflow of everybody's repositories, so the role must say "
    "which repository it trusts.",
    bad=_github(_AUDIENCE),
    good=_PINNED,
)
def missing_github_repo_condition_key(subject: Subject) -> Iterator[Found]:
    """Find trust in GitHub without a condition that says which repository."""
    for statement, principal, provider in _trusted(subject):
        if not _is_github(provider):
            continue
        claims = {_claim(test, provider) for test in statement.source.conditions if _limits(test)}
        if claims & _REPOSITORY_CLAIMS:
            continue
        message = (
            "Workflows of any GitHub repository can assume this role. Test "
            f"{show(f'{provider.address}:sub')} with your repository and branch."
        )
        yield Found(message, principal.span, principal.path)


def _limits(test: ConditionTest) -> bool:
    operator = read_operator(test.operator.text)
    return operator is not None and operator.row.bind is not None and not operator.row.negated


@check(
    "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
    Severity.WARNING,
    tier=1,
    types=TRUST,
    title="The GitHub repository or branch is left open",
    why="With a wildcard in the subject, workflows of other repositories, or of any branch that "
    "somebody pushes, can assume the role.",
    bad=_github({"StringLike": {f"{_GITHUB}:sub": "repo:acme/api:*"}}),
    good=_PINNED,
)
def specific_github_repo_and_branch_recommended(subject: Subject) -> Iterator[Found]:
    """Find subjects with wildcards that no other claim narrows."""
    for statement, _, provider in _trusted(subject):
        if not _is_github(provider):
            continue
        tests = statement.source.conditions
        fixed = {_claim(test, provider) for test in tests if demands(test) and not _is_open(test)}
        for test in tests:
            if _claim(test, provider) != "sub" or not _limits(test):
                continue
            for value in test.values:
                part = _open_part(test, value.text, fixed)
                if part is not None:
                    message = (
                        f"{show(value.text)} leaves the {part} open. Write the repository and the "
                        f"branch in full, such as `{_MAIN}`."
                    )
                    path = (*statement.path, "Condition", test.operator.text, test.key.text)
                    yield Found(message, value.span, path)


def _is_open(test: ConditionTest) -> bool:
    return any(_has_wildcard(test, value.text) for value in test.values)


def _has_wildcard(test: ConditionTest, text: str) -> bool:
    operator = read_operator(test.operator.text)
    wild = operator is not None and operator.row.wildcards
    return wild and ("*" in text or "?" in text)


def _open_part(test: ConditionTest, text: str, fixed: set[str | None]) -> str | None:
    """Which of repository and branch a subject leaves open, but for what other claims fix."""
    if not _has_wildcard(test, text):
        return None
    head, colon, tail = text.partition(":")
    repository, second, rest = tail.partition(":")
    named = head == "repo" and colon and second and not _has_wildcard(test, repository)
    if not named and not fixed & _WHOLE_REPOSITORY_CLAIMS:
        return "repository"
    open_branch = not named or _has_wildcard(test, rest)
    return "branch" if open_branch and not fixed & _REF_CLAIMS else None
