"""The names that a sandbox holds: whom and what a policy written in it may mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from iamlab.engine.documents import split_arn
from iamlab.engine.evaluation import Identity, Snapshot

_PROVIDER = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:(?:oidc|saml)-provider/[^\s\"*?$]+")


@dataclass(frozen=True, slots=True)
class NamedAccount:
    """An account: its ID, its name, and its canonical user ID for Amazon S3, if known."""

    id: str
    name: str = ""
    canonical_id: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What can be named.

    `identities` are the ARNs of users, roles and groups, `policies` those of managed policies,
    `resources` names by ARN, `tags` values by tag key, `providers` ARNs of identity providers.
    `home` is the ID of the account that the policy belongs to and `about` the ARN of the resource
    that it hangs on, both perhaps empty.
    """

    accounts: tuple[NamedAccount, ...] = ()
    identities: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    resources: Mapping[str, str] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    providers: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    organization_paths: tuple[str, ...] = ()
    home: str = ""
    about: str = ""

    def account_name(self, account_id: str) -> str:
        """Return the name of an account here, or an empty text."""
        return next((item.name for item in self.accounts if item.id == account_id), "")


NO_NAMES = Names()


def names_of(snapshot: Snapshot, *, home: str = "", about: str = "") -> Names:
    """Collect the names of an organization, those of the account `home` before others.

    Regions come from the ARNs of resources, the most used first; identity providers from the
    trust policies that name them.
    """
    accounts = sorted(snapshot.accounts.values(), key=lambda account: account.id != home)
    identities = sorted(
        dict.fromkeys(_identities(snapshot.identities)), key=lambda arn: _account_of(arn) != home
    )
    resources = sorted(snapshot.resources.values(), key=lambda resource: resource.account != home)
    regions = Counter(filter(None, (_region_of(resource.arn) for resource in resources)))
    return Names(
        accounts=tuple(NamedAccount(item.id, item.name, item.canonical_id) for item in accounts),
        identities=tuple(identities),
        policies=_distinct(policy.arn for policy in snapshot.policies().values()),
        resources={item.arn: item.name for item in resources},
        regions=tuple(region for region, _ in regions.most_common()),
        tags=_tags(snapshot),
        providers=tuple(dict.fromkeys(_providers(snapshot.identities.values()))),
        organizations=_distinct(account.organization_id for account in accounts),
        organization_paths=_distinct(account.organization_path for account in accounts),
        home=home,
        about=about,
    )


def _identities(identities: Mapping[str, Identity]) -> Iterable[str]:
    for arn, identity in identities.items():
        yield arn
        for group in identity.groups:
            yield f"arn:aws:iam::{_account_of(arn)}:group/{group}"


def _providers(identities: Iterable[Identity]) -> Iterable[str]:
    for identity in identities:
        if identity.trust is not None:
            yield from _PROVIDER.findall(identity.trust.text)


def _tags(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    tagged = [identity.tags for identity in snapshot.identities.values()]
    tagged += [resource.tags for resource in snapshot.resources.values()]
    for tags in tagged:
        for key, value in tags.items():
            found.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in sorted(found.items())}


def _distinct(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _account_of(arn: str) -> str:
    fields = split_arn(arn)
    return fields[4] if fields else ""


def _region_of(arn: str) -> str:
    fields = split_arn(arn)
    return fields[3] if fields else ""
