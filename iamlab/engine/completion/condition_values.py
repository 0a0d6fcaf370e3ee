"""Suggests values to compare a condition key with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iamlab.engine.catalog import condition_key, principal_services
from iamlab.engine.completion.names import Names
from iamlab.engine.completion.ranking import sift
from iamlab.engine.completion.regions import REGIONS
from iamlab.engine.completion.scene import Scene
from iamlab.engine.completion.shapes import Offer, SuggestionKind, value_offer
from iamlab.engine.completion.variables import variable_offers
from iamlab.engine.conditions import Family, read_operator
from iamlab.engine.documents import split_arn

_TRUTHS = {
    "true": "The key must be true.",
    "false": "The key must be false.",
}
_PRESENCE = {
    "true": "The key must be absent from the request.",
    "false": "The key must be present in the request.",
}
_TAG_KEYS = ("aws:principaltag/", "aws:resourcetag/", "aws:requesttag/")
_SERVICE_KEYS = ("aws:calledvia", "aws:principalservicename", "iam:passedtoservice")
# What Amazon S3 documents as the values of its own keys.
_S3_VALUES = {
    "s3:x-amz-acl": (
        "private",
        "public-read",
        "public-read-write",
        "authenticated-read",
        "aws-exec-read",
        "bucket-owner-read",
        "bucket-owner-full-control",
    ),
    "s3:x-amz-server-side-encryption": ("AES256", "aws:kms", "aws:kms:dsse"),
    "s3:tlsversion": ("1.2", "1.3"),
}
_ADDRESSES = (
    ("203.0.113.0/24", "a range of IPv4 addresses"),
    ("198.51.100.7/32", "one IPv4 address"),
    ("2001:db8::/32", "a range of IPv6 addresses"),
)
_PRINCIPAL_TYPES = ("Account", "User", "AssumedRole", "FederatedUser", "Anonymous")


def value_offers(scene: Scene) -> list[Offer]:
    """Return values that the key at the cursor can have, of this sandbox where it has any."""
    operator_name, key_name = scene.place.path[-2:]
    operator = read_operator(operator_name)
    family = operator.row.family if operator is not None else None
    taken = set(scene.siblings())
    offers = list(_values(scene, key_name, family))
    if family in (Family.STRING, Family.ARN) and scene.has_variables:
        offers += variable_offers(scene, familiar_only=True)
    return sift([offer for offer in offers if offer.label not in taken], scene.query)


def _values(scene: Scene, name: str, family: Family | None) -> Iterator[Offer]:
    if family is Family.NULL:
        yield from _told(_PRESENCE)
        return
    key = condition_key(name)
    kind = key.type if key is not None else None
    if family is Family.BOOLEAN or kind == "Bool":
        yield from _told(_TRUTHS)
    elif family is Family.IP_ADDRESS or kind == "IPAddress":
        for address, words in _ADDRESSES:
            yield value_offer(address, SuggestionKind.VALUE, words, "An example to change.")
    elif family is Family.DATE or kind == "Date":
        words = "A moment in UTC; an example to change."
        yield value_offer("2030-01-01T00:00:00Z", SuggestionKind.VALUE, "date and time", words)
    else:
        yield from _texts(scene, name.lower(), is_arn=kind == "ARN" or family is Family.ARN)


def _told(words: dict[str, str]) -> Iterator[Offer]:
    for name, sentence in words.items():
        yield value_offer(name, SuggestionKind.VALUE, "", sentence)


def _texts(scene: Scene, name: str, *, is_arn: bool) -> Iterator[Offer]:
    """Values of a key that holds text; `name` is in lower case."""
    if name.startswith(_TAG_KEYS):
        tag = name.partition("/")[2]
        tags = scene.names.tags.items()
        held = next((values for key, values in tags if key.lower() == tag), ())
        yield from _plain(held, f"value of tag {tag}")
    elif name.endswith("account") or name == "aws:sourceowner":
        for account in scene.names.accounts:
            yield value_offer(account.id, SuggestionKind.VALUE, account.name, "An account here.")
    elif name == "iam:policyarn" or name == "iam:permissionsboundary":
        yield from _plain(scene.names.policies, "managed policy")
    elif is_arn:
        names = scene.names
        owners = names.identities if "principal" in name else (*names.resources, *names.identities)
        yield from _plain(owners, "ARN")
    else:
        detail, values = _known(scene.names, name)
        yield from _plain(values, detail)


def _known(names: Names, name: str) -> tuple[str, Iterable[str]]:
    """What the values of a global key are, and those that can be known here."""
    if name == "aws:requestedregion":
        return "Region", (*names.regions, *REGIONS)
    if name.endswith("orgid"):
        return "organization", names.organizations
    if name.endswith("orgpaths"):
        return "path of a unit", _paths(names.organization_paths)
    if name.startswith(_SERVICE_KEYS):
        return "AWS service", principal_services()
    if name in ("aws:sourcevpc", "aws:ec2instancesourcevpc"):
        return "VPC", _networks(names.resources, "vpc/")
    if name == "aws:sourcevpce":
        return "VPC endpoint", _networks(names.resources, "vpc-endpoint/")
    if name == "aws:username":
        return "user", _user_names(names.identities)
    if name == "aws:tagkeys":
        return "tag key", names.tags
    if name == "kms:viaservice":
        return "AWS service in a Region", _services_in(names.regions or REGIONS[:1])
    if name in _S3_VALUES:
        return "value", _S3_VALUES[name]
    return "kind of caller", _PRINCIPAL_TYPES if name == "aws:principaltype" else ()


def _plain(values: Iterable[str], detail: str) -> Iterator[Offer]:
    for value in dict.fromkeys(values):
        yield value_offer(value, SuggestionKind.VALUE, detail)


def _paths(paths: Iterable[str]) -> Iterator[str]:
    """Every unit above an account, with what lies below it."""
    for path in paths:
        parts = path.strip("/").split("/")
        for length in range(2, len(parts) + 1):
            yield "/".join(parts[:length]) + "/*"


def _networks(arns: Iterable[str], kind: str) -> Iterator[str]:
    for arn in arns:
        fields = split_arn(arn)
        if fields is not None and fields[2] == "ec2" and fields[5].startswith(kind):
            yield fields[5].removeprefix(kind)


def _services_in(regions: Iterable[str]) -> Iterator[str]:
    for region in regions:
        for service in ("s3", "dynamodb", "sqs", "sns", "secretsmanager", "ssm", "ec2", "rds"):
            yield f"{service}.{region}.amazonaws.com"


def _user_names(arns: Iterable[str]) -> Iterator[str]:
    for arn in arns:
        fields = split_arn(arn)
        if fields is not None and fields[5].startswith("user/"):
            yield fields[5].rpartition("/")[2]
