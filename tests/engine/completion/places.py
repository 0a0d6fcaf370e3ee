"""Texts with the cursor marked, a small sandbox, and how a suggestion is accepted."""

from __future__ import annotations

from iamlab.engine import PolicyType
from iamlab.engine.completion import (
    Completion,
    Hover,
    NamedAccount,
    Names,
    Suggestion,
    complete,
    hover,
)

CURSOR = "|"
HOME = "222233334444"
OTHER = "333344445555"
BUCKET = "arn:aws:s3:::acme-receipts"
QUEUE = f"arn:aws:sqs:eu-west-1:{HOME}:uploads"
TABLE = f"arn:aws:dynamodb:eu-west-1:{HOME}:table/receipts"
ROLE = f"arn:aws:iam::{HOME}:role/reader"
USER = f"arn:aws:iam::{OTHER}:user/ana"
GROUP = f"arn:aws:iam::{OTHER}:group/developers"
PROVIDER = f"arn:aws:iam::{HOME}:oidc-provider/token.actions.githubusercontent.com"
POLICY = f"arn:aws:iam::{HOME}:policy/ReadReceipts"
VPC = f"arn:aws:ec2:eu-west-1:{HOME}:vpc/vpc-0a1b2c3d"

NAMES = Names(
    accounts=(NamedAccount(HOME, "production", "c" * 64), NamedAccount(OTHER, "development")),
    identities=(ROLE, USER, GROUP),
    policies=(POLICY,),
    resources={BUCKET: "acme-receipts", QUEUE: "uploads", TABLE: "receipts", VPC: "vpc"},
    regions=("eu-west-1",),
    tags={"team": ("receipts", "web"), "env": ("prod",)},
    providers=(PROVIDER,),
    organizations=("o-a1b2c3d4e5",),
    organization_paths=("o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/",),
    home=HOME,
)


def split(marked: str) -> tuple[str, int]:
    """The text without the mark, and the offset of the cursor."""
    offset = marked.index(CURSOR)
    return marked[:offset] + marked[offset + 1 :], offset


def suggested(
    marked: str,
    policy_type: PolicyType = PolicyType.IDENTITY,
    names: Names = NAMES,
    limit: int = 1000,
) -> Completion:
    """What is suggested at the mark."""
    text, offset = split(marked)
    return complete(text, offset, policy_type, names, limit=limit)


def labels(
    marked: str, policy_type: PolicyType = PolicyType.IDENTITY, names: Names = NAMES
) -> list[str]:
    """The labels of all suggestions at the mark, best first."""
    return [item.label for item in suggested(marked, policy_type, names).suggestions]


def accept(marked: str, label: str, policy_type: PolicyType = PolicyType.IDENTITY) -> str:
    """The text after accepting a suggestion, the cursor or the selected stretch marked."""
    text, _ = split(marked)
    completion = suggested(marked, policy_type)
    item = next(item for item in completion.suggestions if item.label == label)
    inserted = mark_selection(item)
    return text[: completion.start] + inserted + text[completion.end :]


def mark_selection(item: Suggestion) -> str:
    """What is inserted, with the cursor marked, or both ends of what is selected."""
    first, last = item.select_start, item.select_end
    if first == last:
        return item.insert[:first] + CURSOR + item.insert[first:]
    return f"{item.insert[:first]}|{item.insert[first:last]}|{item.insert[last:]}"


def explained(
    marked: str, policy_type: PolicyType = PolicyType.IDENTITY, names: Names = NAMES
) -> Hover | None:
    """What hovering at the mark says."""
    text, offset = split(marked)
    return hover(text, offset, policy_type, names)


def statement(body: str, version: str = "2012-10-17") -> str:
    """A document with one statement of these members."""
    return f'{{"Version": "{version}", "Statement": [{{{body}}}]}}'
