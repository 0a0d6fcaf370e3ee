"""The keys of policies, which rows and addresses depend on."""

from __future__ import annotations

from iamlab.engine.scenarios import keys


def test_keys_are_spelled_as_the_rest_of_the_product_stores_them() -> None:
    account = "222233334444"
    assert keys.scp_key("RegionLock") == "scp/RegionLock"
    assert keys.rcp_key("Outsiders") == "rcp/Outsiders"
    assert keys.managed_key(account, "Read") == "222233334444/policy/Read"
    assert keys.aws_managed_key("ReadOnlyAccess") == "aws/policy/ReadOnlyAccess"
    assert keys.inline_key(account, "user", "ana", "own") == "222233334444/user/ana/inline/own"
    assert keys.inline_key(account, "role", "fn", "own") == "222233334444/role/fn/inline/own"
    assert keys.inline_key(account, "group", "Dev", "own") == "222233334444/group/Dev/inline/own"
    assert keys.trust_key(account, "fn") == "222233334444/role/fn/trust"
    assert keys.resource_key("arn:aws:s3:::b") == "resource/arn:aws:s3:::b"
    assert keys.question_key("q", "session", "logs") == "question/q/session/logs"
