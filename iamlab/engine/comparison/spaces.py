"""What a request can be about: the forms of the ARNs that an action takes, known ones apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from iamlab.engine.catalog import find_action, takes_resource
from iamlab.engine.catalog.arn_templates import read_template
from iamlab.engine.catalog.resource_types import arn_templates_of
from iamlab.engine.documents import ArnFields, split_arn
from iamlab.engine.evaluation import Resource, Snapshot
from iamlab.engine.evaluation.case import TRUST_ACTIONS
from iamlab.engine.matching import Caller

_HOLE = re.compile(r"\$\{[^}]*\}|\*")
_HOME_REGION = "eu-west-1"
_AWS_OWN = {"iam": ("role/aws-service-role/", "role/aws-reserved/"), "kms": ("alias/aws/",)}
"""Beginnings of names that AWS keeps for itself: the evaluator refuses some calls there (E16)."""

_VENDORS = ("backup", "dynamodb", "ec2", "fsx", "rds", "redshift")
"""The services whose ARNs AWS Backup's recovery points have.

https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html
"""


@dataclass(frozen=True, slots=True)
class Space:
    """A set of resources that the evaluator treats alike but for the patterns of policies.

    `heads` are the five leading ARN fields, None for one that may be anything, `pieces` the literal
    parts of the sixth, with a hole between each two. `exact` is the only member, where there is
    just one; `star` means no resource in particular. `excluded` holds what belongs to other
    spaces: whole ARNs, and beginnings of the sixth field. `example` is a member.
    """

    example: str
    heads: tuple[str | None, ...] = ()
    pieces: tuple[str, ...] = ()
    exact: str | None = None
    star: bool = False
    excluded_names: tuple[str, ...] = ()
    excluded_beginnings: tuple[str, ...] = ()
    holder: Resource | None = field(default=None, compare=False)


STAR = Space("*", star=True)


def spaces_of(
    action: str,
    caller: Caller,
    known: tuple[Resource, ...],
    roles: tuple[str, ...] | None,
    owners: frozenset[tuple[str, str]] = frozenset(),
) -> Iterator[Space]:
    """Yield the spaces of an action: its known resources one by one, then all others.

    `known` are the resources that the evaluator treats in a way of their own, `roles` the ARNs of
    the known roles, None when any can be assumed. `owners` are services with what stands for AWS
    itself in the account field of their ARNs, such as `ssm` with nothing at all.
    """
    found = find_action(action)
    if found is None or not takes_resource(action):
        yield STAR
        return
    seen: set[tuple[object, ...]] = set()
    texts = {
        form
        for kind in found.resource_types
        for text in arn_templates_of(kind)
        for form in _by_service(text)
    }
    # The shortest first: an object of a bucket before one behind an access point.
    for text in sorted(texts, key=lambda text: (len(text), text)):
        form = _read(text, caller)
        if form is not None and (form.heads, form.pieces) not in seen:
            seen.add((form.heads, form.pieces))
            if roles is not None and action.lower() in TRUST_ACTIONS:
                yield from _roles(text, roles)
                continue
            yield from _split(text, form, known)
            if "$" in text.split(":")[4]:
                yield from _owned_by_aws(form, owners)


def interesting(
    snapshots: tuple[Snapshot, ...], account: str | None, within: str | None = None
) -> tuple[Resource, ...]:
    """Return the resources about which a snapshot says more than that they exist, and `within`."""
    found: dict[str, Resource] = {}
    for snapshot in snapshots:
        for arn, resource in snapshot.resources.items():
            flagged = resource.restrict_public_buckets or resource.aws_managed
            elsewhere = resource.account != account or arn == within
            if resource.policy is not None or resource.tags or flagged or elsewhere:
                found.setdefault(arn, resource)
    return tuple(found.values())


def _by_service(text: str) -> Iterator[str]:
    """Yield a template once for each service that it can be of."""
    fields = split_arn(text)
    services = _VENDORS if fields is not None and "$" in fields[2] else ()
    if fields is None or not services:
        yield text
    for service in services:
        yield ":".join([*text.split(":")[:2], service, *text.split(":")[3:]])


def _read(text: str, caller: Caller) -> Space | None:
    fields = split_arn(text)
    if fields is None:
        return None
    heads: list[str | None] = ["arn", caller.partition or "aws", fields[2]]
    heads.append(None if "$" in fields[3] or fields[3] == "*" else fields[3])
    account: str | None = fields[4]
    if "$" in fields[4] or fields[4] == "*":
        account = caller.account
    heads.append(account)
    pieces = tuple(_HOLE.split(fields[5]))
    return Space(_example(heads, pieces), tuple(heads), pieces)


def _example(heads: Sequence[str | None], pieces: tuple[str, ...]) -> str:
    region = _HOME_REGION if heads[3] is None else heads[3]
    account = "111122223333" if heads[4] is None else heads[4]
    return ":".join(["arn", heads[1] or "", heads[2] or "", region, account, "x-1".join(pieces)])


def _split(text: str, form: Space, known: tuple[Resource, ...]) -> Iterator[Space]:
    template = read_template(text)
    names: list[str] = []
    beginnings: list[str] = []
    for resource in known:
        fields = split_arn(resource.arn)
        if fields is None or fields[2] != form.heads[2]:
            continue
        if form.heads[2] == "s3" and len(form.pieces) == 3:
            if ":" in fields[5] or "/" in fields[5] or form.pieces != ("", "/", ""):
                continue
            beginnings.append(f"{fields[5]}/")
            yield Space(f"{resource.arn}/x-1", fields[:5], (f"{fields[5]}/", ""), holder=resource)
        elif template.match(list(fields)) is not None:
            names.append(resource.arn)
            yield Space(resource.arn, exact=resource.arn, holder=resource)
        elif (part := _part_of(form, resource, fields)) is not None:
            beginnings.append(part.pieces[0])
            yield part
    if form.heads[4] is None:
        return
    for beginning in _AWS_OWN.get(str(form.heads[2]), ()):
        if len(form.pieces) == 2 and beginning.startswith(form.pieces[0] or ":"):
            beginnings.append(beginning)
            pieces = (beginning, "")
            yield Space(
                _example(form.heads, pieces), form.heads, pieces, excluded_names=tuple(names)
            )
    yield Space(
        form.example,
        form.heads,
        form.pieces,
        excluded_names=tuple(names),
        excluded_beginnings=tuple(beginnings),
    )


def _part_of(form: Space, resource: Resource, fields: ArnFields) -> Space | None:
    """Return the space of the parts of a known resource, whose policy covers them: its indexes."""
    heads = zip(form.heads, fields[:5], strict=True)
    if any(head not in (None, field) for head, field in list(heads)[:4]):
        return None
    for number in range(1, len(form.pieces) - 1):
        separator = form.pieces[number]
        whole = "[^:/]+".join(re.escape(piece) for piece in form.pieces[:number])
        if separator.startswith(("/", ":")) and re.fullmatch(f"{whole}[^:/]+", fields[5]):
            pieces = (fields[5] + separator, *form.pieces[number + 1 :])
            return Space(_example(fields[:5], pieces), fields[:5], pieces, holder=resource)
    return None


def _owned_by_aws(form: Space, owners: frozenset[tuple[str, str]]) -> Iterator[Space]:
    """Yield the spaces of things that belong to AWS itself, such as its managed policies."""
    service = form.heads[2]
    found = {owner for name, owner in owners if name == service}
    if service == "iam" and form.pieces[0] == "policy/":
        found.add("aws")
    for owner in sorted(found):
        heads = (*form.heads[:4], owner)
        yield Space(_example(heads, form.pieces), heads, form.pieces)


def _roles(text: str, roles: tuple[str, ...]) -> Iterator[Space]:
    template = read_template(text)
    for arn in roles:
        fields = split_arn(arn)
        if fields is not None and template.match(list(fields)) is not None:
            yield Space(arn, exact=arn)
