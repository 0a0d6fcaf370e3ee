"""Only a principal of this organization may ask, and whoever else is named in a clear sentence."""

from __future__ import annotations

import pytest

from iamlab.engine import RequestError
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.errors import PrincipalNotFound
from iamlab.sandbox.services.principals import find_principal
from iamlab.sandbox.services.snapshots import snapshot_of
from tests.sandbox.organizations import ALICE_ARN, PARTNER, ROLE_ARN, SHOP


@pytest.mark.parametrize(
    ("text", "principal"),
    [
        (ALICE_ARN, ALICE_ARN),
        (f"  {ALICE_ARN} ", ALICE_ARN),
        ("shop/user/user0", ALICE_ARN),
        ("shop/role/runner", ROLE_ARN),
        ("shop/root", f"arn:aws:iam::{SHOP}:root"),
        ("partner/user/outsider", f"arn:aws:iam::{PARTNER}:user/outsider"),
        (
            f"arn:aws:sts::{SHOP}:assumed-role/runner/s",
            f"arn:aws:sts::{SHOP}:assumed-role/runner/s",
        ),
        ("lambda.amazonaws.com", "lambda.amazonaws.com"),
        ("anonymous", "anonymous"),
    ],
)
def test_principals_of_the_organization_may_ask(text: str, principal: str, shop: Sandbox) -> None:
    assert find_principal(snapshot_of(shop), text) == principal


@pytest.mark.parametrize(
    ("principal", "sentence"),
    [
        ("arn:aws:iam::444455556666:user/zoe", "account 444455556666, which this practice"),
        ("arn:aws:iam::444455556666:root", "account 444455556666, which this practice"),
        ("arn:aws:sts::444455556666:assumed-role/r/s", "account 444455556666, which this"),
        (
            f"arn:aws:iam::{SHOP}:user/zoe",
            "Account shop of this practice organization has no user “zoe”",
        ),
        (f"arn:aws:iam::{SHOP}:user/user0", "has no user “user0”"),  # its path is /team/
        (f"arn:aws:iam::{SHOP}:role/service/ghost", "has no role “ghost”"),
        (f"arn:aws:sts::{SHOP}:assumed-role/ghost/s", "has no role “ghost”"),
        (
            f"arn:aws:sts::{PARTNER}:assumed-role/runner/s",
            "Account partner .* has no role “runner”",
        ),
    ],
)
def test_a_principal_of_another_organization_is_named_clearly(
    principal: str, sentence: str, shop: Sandbox
) -> None:
    with pytest.raises(PrincipalNotFound, match=sentence) as caught:
        find_principal(snapshot_of(shop), principal)
    assert caught.value.code == "PRINCIPAL_NOT_FOUND"
    assert principal in str(caught.value)


@pytest.mark.parametrize("text", ["", "zoe", "shop/user/zoe", "elsewhere/user/user0"])
def test_a_short_name_that_means_nobody_is_refused(text: str, shop: Sandbox) -> None:
    with pytest.raises(RequestError):
        find_principal(snapshot_of(shop), text)
