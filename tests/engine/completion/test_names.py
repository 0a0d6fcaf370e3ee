"""The names of a snapshot: those of the policy's own account first."""

from __future__ import annotations

from iamlab.engine import Account, Attachment, Identity, Policy, PolicyType, Resource, Snapshot
from iamlab.engine.completion import Names, names_of
from tests.engine.completion.places import BUCKET, GROUP, HOME, OTHER, PROVIDER, QUEUE, ROLE, USER

TRUST = Policy(
    f"{HOME}/role/reader/trust",
    "trust",
    PolicyType.TRUST,
    f'{{"Statement": {{"Principal": {{"Federated": "{PROVIDER}"}}}}}}',
)
ARN = f"arn:aws:iam::{HOME}:policy/Read"
READ = Policy(f"{HOME}/policy/Read", "Read", PolicyType.IDENTITY, "{}", arn=ARN)
SNAPSHOT = Snapshot(
    accounts={
        OTHER: Account(OTHER, "development"),
        HOME: Account(
            HOME,
            "production",
            organization_id="o-1",
            organization_path="o-1/r-1/",
            canonical_id="c",
        ),
    },
    identities={
        USER: Identity(USER, tags={"team": "web"}, groups=("developers",)),
        ROLE: Identity(ROLE, policies=(Attachment(READ),), trust=TRUST, tags={"team": "receipts"}),
    },
    resources={
        BUCKET: Resource(BUCKET, OTHER, "acme-receipts", tags={"env": "prod"}),
        QUEUE: Resource(QUEUE, HOME, "uploads"),
    },
)


def test_everything_is_named_the_home_account_first() -> None:
    names = names_of(SNAPSHOT, home=HOME, about=QUEUE)
    assert [account.id for account in names.accounts] == [HOME, OTHER]
    assert names.accounts[0].canonical_id == "c"
    assert names.identities == (ROLE, USER, GROUP)
    assert names.policies == (ARN,)
    assert list(names.resources.items()) == [(QUEUE, "uploads"), (BUCKET, "acme-receipts")]
    assert names.regions == ("eu-west-1",)
    assert names.tags == {"env": ("prod",), "team": ("web", "receipts")}
    assert names.providers == (PROVIDER,)
    assert names.organizations == ("o-1",)
    assert names.organization_paths == ("o-1/r-1/",)
    assert (names.home, names.about) == (HOME, QUEUE)


def test_without_a_home_the_order_is_that_of_the_organization() -> None:
    assert [account.id for account in names_of(SNAPSHOT).accounts] == [OTHER, HOME]


def test_empty_organization_has_no_names() -> None:
    assert names_of(Snapshot()) == Names()
