"""A small organization as data, for tests to change one thing in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

ALLOW_ALL = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
SHIPPED = Path(__file__).parents[3] / "iamlab" / "sandbox" / "scenarios"


@pytest.fixture
def data() -> dict[str, Any]:
    """A management, a production and a development account, and an outsider."""
    return {
        "title": "Acme",
        "organization": {
            "id": "o-a1b2c3d4e5",
            "root": "r-ab12",
            "management_account": "111122223333",
        },
        "units": [
            {"id": "ou-ab12-work1234", "name": "Workloads", "parent": "r-ab12"},
            {"id": "ou-ab12-prod1234", "name": "Prod", "parent": "ou-ab12-work1234"},
        ],
        "guardrails": [
            {
                "name": "FullAWSAccess",
                "type": "scp",
                "document": ALLOW_ALL,
                "targets": ["r-ab12", "ou-ab12-work1234", "222233334444"],
                "aws_managed": True,
            },
            {
                "name": "Outsiders",
                "type": "rcp",
                "document": ALLOW_ALL,
                "targets": ["ou-ab12-prod1234"],
            },
        ],
        "accounts": [
            {"id": "111122223333", "name": "management", "parent": "r-ab12"},
            _production(),
            {
                "id": "333344445555",
                "name": "partner",
                "users": [{"name": "ana"}, {"name": "nadia"}],
            },
        ],
    }


def _production() -> dict[str, Any]:
    return {
        "id": "222233334444",
        "name": "production",
        "parent": "ou-ab12-prod1234",
        "policies": [
            {"name": "Read", "path": "/team/", "document": ALLOW_ALL},
            {"name": "Ceiling", "document": ALLOW_ALL},
            {
                "name": "AdministratorAccess",
                "document": ALLOW_ALL,
                "aws_managed": True,
            },
        ],
        "groups": [{"name": "Developers", "attached": ["Read"], "inline": {"own": ALLOW_ALL}}],
        "users": [
            {
                "name": "ana",
                "id": "AIDAEXAMPLEANA0000000",
                "tags": {"team": "web"},
                "groups": ["Developers"],
                "attached": ["AdministratorAccess"],
                "inline": {"mine": ALLOW_ALL},
                "boundary": "Ceiling",
            }
        ],
        "roles": [
            {
                "name": "fn",
                "path": "/service/",
                "id": "AROAEXAMPLEFN00000000",
                "tags": {"team": "receipts"},
                "trust": TRUST,
                "attached": ["Read"],
                "max_session_duration": 7200,
            }
        ],
        "instance_profiles": [{"name": "web", "role": "fn"}],
        "resources": [
            {
                "arn": "arn:aws:s3:::acme-receipts",
                "policy": ALLOW_ALL,
                "tags": {"team": "receipts"},
                "restrict_public_buckets": True,
            },
            {
                "arn": "arn:aws:sqs:eu-west-1:222233334444:uploads",
                "tags": {"team": "receipts"},
            },
        ],
    }


def files_of(name: str) -> dict[str, str]:
    folder = SHIPPED / name
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(
    scope="module", params=sorted(path.name for path in SHIPPED.iterdir() if path.is_dir())
)
def shipped_files(request: pytest.FixtureRequest) -> dict[str, str]:
    """The texts of one shipped scenario's files by their paths."""
    return files_of(str(request.param))


@pytest.fixture(scope="module")
def acme_files() -> dict[str, str]:
    """The texts of the files of Acme Receipts by their paths."""
    return files_of("acme")
