"""Suggests principals: accounts, users, roles, services and identity providers."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.catalog import principal_services
from iamlab.engine.completion.ranking import sift
from iamlab.engine.completion.scene import Scene
from iamlab.engine.completion.shapes import Offer, SuggestionKind, value_offer
from iamlab.engine.documents import split_arn

_FAMILIAR_SERVICES = (
    "lambda.amazonaws.com",
    "ec2.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "states.amazonaws.com",
    "events.amazonaws.com",
    "codebuild.amazonaws.com",
    "cloudformation.amazonaws.com",
    "cloudfront.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "s3.amazonaws.com",
    "sns.amazonaws.com",
)
_WEB_PROVIDERS = (
    "cognito-identity.amazonaws.com",
    "accounts.google.com",
    "graph.facebook.com",
    "www.amazon.com",
)


def principal_offers(scene: Scene) -> list[Offer]:
    """Return the principals of the kind at the cursor, `AWS` for a bare value."""
    kind = scene.place.path[2] if len(scene.place.path) > 2 else "AWS"
    givers = {
        "AWS": _identities,
        "Service": _services,
        "Federated": _providers,
        "CanonicalUser": _canonical_users,
    }
    giver = givers.get(kind)
    taken = set(scene.siblings())
    offers = [offer for offer in giver(scene) if offer.label not in taken] if giver else []
    return sift(offers, scene.query)


def _identities(scene: Scene) -> Iterator[Offer]:
    for account in scene.names.accounts:
        root = f"arn:aws:iam::{account.id}:root"
        name = account.name or account.id
        words = f"Account {name} as a whole: its own policies decide who in it may."
        yield value_offer(root, SuggestionKind.PRINCIPAL, f"account {name}", words)
    for arn in scene.names.identities:
        fields = split_arn(arn)
        if fields is None:
            continue
        word = fields[5].partition("/")[0]
        if word != "group":  # a group is no principal (P)
            owner = scene.names.account_name(fields[4]) or fields[4]
            yield value_offer(arn, SuggestionKind.PRINCIPAL, word, f"In account {owner}.", rank=1)
    words = "Everybody, in every account; narrow it with a condition."
    yield value_offer("*", SuggestionKind.PRINCIPAL, "anyone", words, rank=2)


def _services(scene: Scene) -> Iterator[Offer]:
    for name in dict.fromkeys((*_FAMILIAR_SERVICES, *principal_services())):
        yield value_offer(name, SuggestionKind.PRINCIPAL, "AWS service")


def _providers(scene: Scene) -> Iterator[Offer]:
    for arn in scene.names.providers:
        kind = "SAML provider" if ":saml-provider/" in arn else "OpenID Connect provider"
        yield value_offer(arn, SuggestionKind.PRINCIPAL, kind, "An identity provider here.")
    for name in _WEB_PROVIDERS:
        yield value_offer(name, SuggestionKind.PRINCIPAL, "identity provider", rank=1)


def _canonical_users(scene: Scene) -> Iterator[Offer]:
    for account in scene.names.accounts:
        if account.canonical_id:
            yield value_offer(account.canonical_id, SuggestionKind.PRINCIPAL, account.name)
