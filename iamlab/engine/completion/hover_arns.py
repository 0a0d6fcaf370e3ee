"""Explains an ARN field by field, and which resource or principal of the sandbox it is."""

from __future__ import annotations

from iamlab.engine.catalog import principal_services, resource_types_for_arn, service_name
from iamlab.engine.completion.facts import Facts
from iamlab.engine.completion.hover_actions import listed
from iamlab.engine.completion.links import ARNS, PRINCIPALS
from iamlab.engine.completion.names import Names
from iamlab.engine.documents import split_arn
from iamlab.engine.matching import ACCOUNT_ID, Context, compile_resource

_MOST_COMPARED = 3000


def resource_facts(text: str, names: Names) -> Facts:
    """Say what an entry of Resource or NotResource stands for."""
    if text == "*":
        sentence = "Every resource of every service that the actions work on."
        return Facts(text, "Resource", (sentence,), ARNS)
    fields = split_arn(text)
    if fields is None:
        sentence = "This is not an ARN: it needs six fields, parted by colons, and begins `arn:`."
        return Facts(text, "Resource", (sentence,), ARNS)
    return Facts(text, "ARN", (*_fields(fields, names), *_matches(text, names)), ARNS)


def principal_facts(text: str, kind: str, names: Names) -> Facts:
    """Say whom a value under a kind of Principal stands for."""
    if text == "*":
        return Facts(
            text, "Principal", ("Everybody, people without an AWS account included.",), PRINCIPALS
        )
    if kind == "Service":
        known = text in principal_services()
        sentence = (
            "An AWS service that acts as itself."
            if known
            else "No service principal that is listed here; check its spelling."
        )
        return Facts(text, "Service principal", (sentence,), PRINCIPALS)
    if kind == "CanonicalUser":
        owner = next((item.name for item in names.accounts if item.canonical_id == text), "")
        which = f"The account {owner} of this sandbox" if owner else "An account"
        sentence = f"{which}, as Amazon S3 names it."
        return Facts(text, "Canonical user ID", (sentence,), PRINCIPALS)
    if ACCOUNT_ID.fullmatch(text):
        return _account(text, text, names)
    fields = split_arn(text)
    if fields is None:
        words = ("An identity provider.",) if kind == "Federated" else ("This is not an ARN.",)
        return Facts(text, "Principal", words, PRINCIPALS)
    if fields[2] == "iam" and fields[5] == "root":
        return _account(text, fields[4], names)
    return Facts(text, "Principal", (*_fields(fields, names), *_here(text, names)), PRINCIPALS)


def arn_facts(text: str, names: Names) -> Facts | None:
    """Explain a text that is an ARN or an account ID of this sandbox; None for any other."""
    if names.account_name(text):
        return Facts(text, "Account", (f"The account {names.account_name(text)} of this sandbox.",))
    return resource_facts(text, names) if split_arn(text) is not None else None


def _account(text: str, account: str, names: Names) -> Facts:
    name = names.account_name(account)
    which = f"The account {name} of this sandbox" if name else f"The account {account}"
    sentence = f"{which}, as a whole: everybody in it whom its own policies allow this."
    return Facts(text, "Principal", (sentence,), PRINCIPALS)


def _fields(fields: tuple[str, ...], names: Names) -> list[str]:
    _, partition, service, region, account, resource = fields
    display = service_name(service)
    owner = names.account_name(account)
    parts = [
        f"Partition `{partition}`" if partition else "No partition",
        f"service `{service}`" + (f" ({display})" if display else ""),
        f"Region `{region}`" if region else "no Region",
        (f"account `{account}`" if account else "no account") + (f" ({owner})" if owner else ""),
        f"resource `{resource}`" if resource else "no resource",
    ]
    sentences = [f"{', '.join(parts)}."]
    kinds = list(dict.fromkeys(kind.name for kind in resource_types_for_arn(":".join(fields))))
    if kinds:
        sentences.append(f"The form of: {listed(kinds)}.")
    return sentences


def _here(text: str, names: Names) -> list[str]:
    if text in names.identities:
        return ["Exists in this sandbox."]
    return [] if "*" in text or "${" in text else ["Nobody of this name exists in this sandbox."]


def _matches(text: str, names: Names) -> list[str]:
    """Which resources of the sandbox the pattern covers, by the rules of evaluation (R1, R5)."""
    if text in names.resources:
        name = names.resources[text]
        return [f"This is {name} of this sandbox." if name else "Exists in this sandbox."]
    if "${" in text:
        return ["What it covers depends on the request: it holds a policy variable."]
    pattern = compile_resource(text, variables=False)
    owners = (*names.resources, *names.identities)[:_MOST_COMPARED]
    found = [f"`{arn}`" for arn in owners if pattern.matches(arn, Context())]
    if found:
        return [f"Covers in this sandbox: {listed(found)}."]
    inside = [arn for arn in names.resources if text.startswith((f"{arn}/", f"{arn}:"))]
    return [f"Lies in `{max(inside, key=len)}` of this sandbox."] if inside else []
