"""The lists that the question's fields offer."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from iamlab.lab.options import MAX_OPTIONS
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import load_scenario
from tests.sandbox.organizations import organization_files


def offered(client: Client, path: str, **query: str) -> list[str]:
    response = client.get(path, query)
    assert response.status_code == 200
    return re.findall('data-value="([^"]+)"', response.content.decode())


def test_principals_are_users_sessions_and_root_of_each_account(
    acme: Sandbox, stranger: Client
) -> None:
    found = offered(stranger, "/lab/principals/")
    assert "development/user/ana" in found
    assert "production/session/receipt-reader/lab" in found
    assert "management/root" in found
    assert "northwind/user/nadia" in found
    assert "anonymous" in found
    assert "production/oidc-provider/token.actions.githubusercontent.com" in found


def test_every_offered_principal_can_be_asked(acme: Sandbox, stranger: Client) -> None:
    for principal in offered(stranger, "/lab/principals/"):
        if "oidc-provider" in principal:
            continue  # an identity provider only vouches for AssumeRoleWithWebIdentity
        query = {"principal": principal, "action": "s3:ListAllMyBuckets", "resource": "*"}
        assert stranger.get("/lab/", query).status_code == 200, principal


def test_principals_are_found_by_every_word(acme: Sandbox, stranger: Client) -> None:
    assert offered(stranger, "/lab/principals/", q="DEV ana") == ["development/user/ana"]
    assert offered(stranger, "/lab/principals/", q="states amazon") == ["states.amazonaws.com"]


def test_hundreds_of_users_are_found_by_typing(db: None, stranger: Client) -> None:
    load_scenario("shop", organization_files(users=200))
    text = stranger.get("/lab/principals/", {"scenario": "shop"}).content.decode()
    assert text.count("/user/") <= 2 * MAX_OPTIONS
    assert "more; type to find them" in text


def test_actions_say_what_they_do_and_those_that_fit_come_first(
    acme: Sandbox, stranger: Client
) -> None:
    query = {"q": "GetObject", "resource": "arn:aws:s3:::acme-receipts/a.pdf"}
    text = stranger.get("/lab/actions/", query).content.decode()
    assert "Fit the resource" in text
    assert "Read. retrieve objects" in text
    assert text.index('data-value="s3:GetObject"') < text.index("Other actions")


def test_resources_that_fit_the_action_come_first(acme: Sandbox, stranger: Client) -> None:
    found = offered(stranger, "/lab/resources/", action="s3:GetObject")
    objects = [arn for arn in found if "/" in arn and arn.startswith("arn:aws:s3:::")]
    assert found[: len(objects)] == objects
    assert "arn:aws:s3:::acme-receipts/incoming/0192.pdf" in objects


@pytest.mark.parametrize(
    ("action", "first"),
    [("s3:ListBucket", "arn:aws:s3:::acme-receipts"), ("s3:ListAllMyBuckets", "*")],
)
def test_first_resource_fits(acme: Sandbox, stranger: Client, action: str, first: str) -> None:
    assert offered(stranger, "/lab/resources/", action=action)[0] == first


def test_roles_are_offered_to_actions_on_roles(acme: Sandbox, stranger: Client) -> None:
    found = offered(stranger, "/lab/resources/", action="sts:AssumeRole")
    assert found[0].startswith("arn:aws:iam::")
    assert "arn:aws:iam::222233334444:role/deployer" in found


def test_context_of_a_question_is_its_rows(acme: Sandbox, stranger: Client) -> None:
    query = {
        "principal": "development/user/ana",
        "action": "s3:DeleteBucket",
        "resource": "arn:aws:s3:::acme-receipts-dev",
    }
    response = stranger.get("/lab/context/", query)
    assert response.status_code == 200
    assert 'value="aws:MultiFactorAuthPresent"' in response.content.decode()
    assert stranger.get("/lab/context/", {**query, "action": "s3:No"}).status_code == 422


@pytest.mark.parametrize("path", ["principals", "actions", "resources"])
@pytest.mark.parametrize("words", ["zzzz qqqq", "***", "\U0001f511", "%", "<b>"])
def test_words_that_find_nothing_are_answered(
    acme: Sandbox, stranger: Client, path: str, words: str
) -> None:
    response = stranger.get(f"/lab/{path}/", {"q": words})
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["principals", "actions", "resources"])
def test_bad_words_are_refused(acme: Sandbox, stranger: Client, path: str) -> None:
    assert stranger.get(f"/lab/{path}/", {"q": "\x00"}).status_code == 400
    assert stranger.get(f"/lab/{path}/", {"q": "x" * 300}).status_code == 400


@pytest.mark.parametrize("path", ["principals", "resources", "context"])
def test_unknown_scenario_is_a_404(acme: Sandbox, stranger: Client, path: str) -> None:
    assert stranger.get(f"/lab/{path}/", {"scenario": "nowhere"}).status_code == 404
