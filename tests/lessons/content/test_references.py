"""Short names of policies: what each means in an organization, and what is refused."""

from __future__ import annotations

import pytest

from iamlab.engine import PolicyType
from iamlab.engine.scenarios import Scenario, build_snapshot, scenario_from_mapping
from lessons.content.references import (
    UnknownPolicy,
    find_place,
    policy_text,
    with_policies,
)

_EMPTY = {"Version": "2012-10-17", "Statement": []}
_NEW = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}'
)
_BUCKET = "arn:aws:s3:::acme-notes"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    reader = {"name": "reader", "trust": _EMPTY, "inline": {"read": _EMPTY}}
    return scenario_from_mapping(
        {
            "title": "Two accounts",
            "organization": {
                "id": "o-k3j9x2m4p7",
                "root": "r-lm34",
                "management_account": "111122223333",
            },
            "guardrails": [
                {"name": "Lock", "type": "scp", "document": _EMPTY, "targets": ["222233334444"]},
                {"name": "Lock", "type": "rcp", "document": _EMPTY, "targets": ["222233334444"]},
            ],
            "accounts": [
                {
                    "id": "222233334444",
                    "name": "production",
                    "parent": "r-lm34",
                    "policies": [
                        {"name": "Work", "document": _EMPTY},
                        {"name": "ReadOnlyAccess", "document": _EMPTY, "aws_managed": True},
                    ],
                    "groups": [{"name": "Devs", "inline": {"own": _EMPTY}}],
                    "users": [{"name": "ana", "inline": {"notes": _EMPTY}}],
                    "roles": [reader, {"name": "writer", "trust": _EMPTY}],
                    "resources": [{"arn": _BUCKET, "name": "notes"}],
                },
                {
                    "id": "333344445555",
                    "name": "development",
                    "parent": "r-lm34",
                    "roles": [reader],
                },
            ],
        }
    )


@pytest.mark.parametrize(
    ("reference", "key", "type_", "name"),
    [
        ("role/writer:trust", "222233334444/role/writer/trust", PolicyType.TRUST, "trust"),
        (
            "production/role/reader:inline/read",
            "222233334444/role/reader/inline/read",
            PolicyType.IDENTITY,
            "read",
        ),
        (
            "333344445555/role/reader:trust",
            "333344445555/role/reader/trust",
            PolicyType.TRUST,
            "trust",
        ),
        (
            "user/ana:inline/notes",
            "222233334444/user/ana/inline/notes",
            PolicyType.IDENTITY,
            "notes",
        ),
        ("group/Devs:inline/own", "222233334444/group/Devs/inline/own", PolicyType.IDENTITY, "own"),
        ("policy/Work", "222233334444/policy/Work", PolicyType.IDENTITY, "Work"),
        (
            "aws/policy/ReadOnlyAccess",
            "aws/policy/ReadOnlyAccess",
            PolicyType.IDENTITY,
            "ReadOnlyAccess",
        ),
        ("scp/Lock", "scp/Lock", PolicyType.SCP, "Lock"),
        ("rcp/Lock", "rcp/Lock", PolicyType.RCP, "Lock"),
        (_BUCKET, f"resource/{_BUCKET}", PolicyType.RESOURCE, "notes"),
        (f"resource/{_BUCKET}", f"resource/{_BUCKET}", PolicyType.RESOURCE, "notes"),
        (
            "222233334444/user/ana/inline/notes",
            "222233334444/user/ana/inline/notes",
            PolicyType.IDENTITY,
            "notes",
        ),
    ],
)
def test_a_short_name_means_the_key_that_snapshots_use(
    scenario: Scenario, reference: str, key: str, type_: PolicyType, name: str
) -> None:
    place = find_place(scenario, reference)
    assert (place.key, place.type, place.name) == (key, type_, name)


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("role/reader:trust", "is in 2 accounts; put the account before it"),
        ("role/nobody:trust", "there is no `role/nobody`"),
        ("user/ana:trust", "a user has no trust policy; only a role has one"),
        ("staging/role/reader:trust", "there is no account `staging`"),
        ("policy/Play", "there is no `policy/Play`"),
        ("policy/ReadOnlyAccess", "there is no `policy/ReadOnlyAccess`"),
        ("aws/policy/Work", "there is no AWS managed policy `Work`"),
        ("scp/Open", "there is no `scp/Open`"),
        ("arn:aws:s3:::acme-plans", "there is no resource `arn:aws:s3:::acme-plans`"),
        ("reader", "is no policy's name"),
        ("role/reader", "is no policy's name"),
        ("role/reader:inline/", "is no policy's name"),
    ],
)
def test_a_name_that_means_no_place_says_why(
    scenario: Scenario, reference: str, message: str
) -> None:
    with pytest.raises(UnknownPolicy, match=message):
        find_place(scenario, reference)


def test_a_place_may_be_empty_as_long_as_its_owner_is_there(scenario: Scenario) -> None:
    for reference in ("user/ana:inline/new", _BUCKET):
        assert policy_text(scenario, find_place(scenario, reference)) is None


@pytest.mark.parametrize(
    "reference",
    [
        *("role/writer:trust", "production/role/reader:inline/read", "user/ana:inline/new"),
        *("group/Devs:inline/own", "policy/Work", "aws/policy/ReadOnlyAccess"),
        *("scp/Lock", "rcp/Lock", _BUCKET, "role/writer:inline/new"),
    ],
)
def test_a_replaced_policy_is_the_one_in_force_and_no_other_changes(
    scenario: Scenario, reference: str
) -> None:
    place = find_place(scenario, reference)
    changed = with_policies(scenario, {place.key: _NEW})
    assert policy_text(changed, place) == _NEW
    before, after = (build_snapshot(item).policies() for item in (scenario, changed))
    if place.key in after:  # an AWS managed policy that nobody has attached is not in force
        assert after[place.key].text == _NEW
    others = after.keys() - {place.key}
    assert others == before.keys() - {place.key}
    assert all(after[key].text == before[key].text for key in others)
