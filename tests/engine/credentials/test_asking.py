"""What a holder can do at an instant: refused before any policy is read, or decided by policies."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import AuthenticationError, PolicyType, Reason, Trace, Verdict, read_policy
from iamlab.engine.credentials import (
    Timeline,
    TimelineQuestion,
    explain_at,
    request_at,
    revocation_text,
    snapshot_at,
)

from .organizations import (
    ANA,
    DEPLOYER,
    FEDERATED,
    FROM_GITHUB,
    GITHUB,
    GUEST,
    HOME,
    HOUR,
    KEY,
    MINUTE,
    OBJECT,
    READING,
    ROLE_SESSION,
    ROOT,
    ROOT_KEY,
    START,
    USER_SESSION,
    build,
    event,
    organization,
    revoked,
    text_of,
)

READ = TimelineQuestion("s3:GetObject", OBJECT)
LIST_USERS = TimelineQuestion("iam:ListUsers", "*")
AT = START + 90 * MINUTE
"""10:30, half an hour after the sessions began."""


def explain(
    timeline: Timeline, credential: str, at: int = AT, question: TimelineQuestion = READ
) -> Trace:
    return explain_at(timeline, organization(), credential, at, question)


def verdict(*args: Any, **rest: Any) -> Verdict:
    return explain(*args, **rest).decision.verdict


def context(timeline: Timeline, credential: str, at: int = AT, **keys: Any) -> dict[str, Any]:
    question = TimelineQuestion("s3:GetObject", OBJECT, context=keys)
    return dict(request_at(timeline, organization(), credential, at, question).context)


def test_a_working_credential_asks_the_engine() -> None:
    """E1: authenticated, so policies decide."""
    timeline = build(ROLE_SESSION)
    assert verdict(timeline, "AKIAANA") is Verdict.ALLOWED
    assert verdict(timeline, "ASIADEPLOY") is Verdict.ALLOWED


@pytest.mark.parametrize(
    ("credential", "hours", "code"),
    [
        ("ASIADEPLOY", 2, "ExpiredToken"),
        ("ASIADEPLOY", 0, "InvalidClientTokenId"),
        ("AKIAANA", 3, "InvalidClientTokenId"),
        ("AKIAANA", 5, "InvalidClientTokenId"),
    ],
)
def test_a_credential_that_aws_refuses_gets_no_verdict(
    credential: str, hours: int, code: str
) -> None:
    """E1: expired, not yet issued, inactive, deleted: an error, never an IAM decision."""
    timeline = build(
        ROLE_SESSION, events=(event("+3:00", "deactivated"), event("+5:00", "deleted"))
    )
    with pytest.raises(AuthenticationError) as caught:
        explain(timeline, credential, START + hours * HOUR)
    assert caught.value.code == code


def test_the_last_second_of_a_session_is_decided() -> None:
    """S5: the instant of expiry is the first that is refused."""
    timeline = build(ROLE_SESSION)
    assert verdict(timeline, "ASIADEPLOY", START + 2 * HOUR - 1) is Verdict.ALLOWED
    with pytest.raises(AuthenticationError):
        explain(timeline, "ASIADEPLOY", START + 2 * HOUR)


def test_a_revoked_session_is_denied_by_a_policy() -> None:
    """S9: an explicit deny, whose statement tests `aws:TokenIssueTime`."""
    timeline = build(ROLE_SESSION, events=(revoked("+1:30"),))
    assert verdict(timeline, "ASIADEPLOY", AT - 1) is Verdict.ALLOWED
    trace = explain(timeline, "ASIADEPLOY", AT)
    assert trace.decision.verdict is Verdict.EXPLICIT_DENY
    assert f"{HOME}/role/Deployer/inline/AWSRevokeOlderSessions" in {
        item.policy_key for item in trace.decision.matched if item.effect == "Deny"
    }


def test_a_newer_session_of_a_revoked_role_is_unaffected() -> None:
    """S9."""
    newer = ROLE_SESSION | {"id": "ASIANEWER", "issued": "+1:30"}
    timeline = build(newer, events=(revoked("+1:30"),))
    assert verdict(timeline, "ASIANEWER", AT) is Verdict.ALLOWED


def test_the_latest_revocation_counts() -> None:
    """S9: the console writes the same policy anew."""
    newer = ROLE_SESSION | {"id": "ASIANEWER", "issued": "+1:30"}
    timeline = build(newer, events=(revoked("+1:10"), revoked("+1:40")))
    assert verdict(timeline, "ASIANEWER", AT) is Verdict.ALLOWED
    assert verdict(timeline, "ASIANEWER", AT + 10 * MINUTE) is Verdict.EXPLICIT_DENY


def test_a_user_keeps_the_key_when_older_sessions_are_revoked() -> None:
    """S9: a long-term key brings no `aws:TokenIssueTime`."""
    timeline = build(USER_SESSION, FEDERATED, events=(revoked("+1:30", ANA),))
    assert verdict(timeline, "AKIAANA") is Verdict.ALLOWED
    assert verdict(timeline, "ASIAUSER") is Verdict.EXPLICIT_DENY
    assert verdict(timeline, "ASIAGUEST") is Verdict.EXPLICIT_DENY


def test_who_am_i_is_answered_even_when_revoked() -> None:
    """E14: no policy has any effect on `sts:GetCallerIdentity`."""
    timeline = build(ROLE_SESSION, events=(revoked("+1:30"),))
    asked = TimelineQuestion("sts:GetCallerIdentity", "*")
    assert verdict(timeline, "ASIADEPLOY", question=asked) is Verdict.ALLOWED


def test_an_edited_policy_hits_a_session_that_is_running() -> None:
    """S10: permissions are looked up on every request."""
    change = {
        "at": "+1:30",
        "kind": "changed",
        "policy": f"{HOME}/role/Deployer/inline/all",
        "document": text_of({"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}),
    }
    timeline = build(ROLE_SESSION, events=(change,))
    assert verdict(timeline, "ASIADEPLOY", AT - 1) is Verdict.ALLOWED
    assert verdict(timeline, "ASIADEPLOY", AT) is Verdict.IMPLICIT_DENY


def test_a_callers_own_policies_do_not_matter_once_a_role_is_assumed() -> None:
    """S7: Ana loses everything, her session of the role nothing."""
    change = {
        "at": "+1:10",
        "kind": "changed",
        "policy": f"{HOME}/user/ana/inline/all",
        "document": text_of({"Effect": "Deny", "Action": "*", "Resource": "*"}),
    }
    timeline = build(ROLE_SESSION, USER_SESSION, events=(change,))
    assert verdict(timeline, "ASIADEPLOY") is Verdict.ALLOWED
    assert verdict(timeline, "ASIAUSER") is Verdict.EXPLICIT_DENY
    assert verdict(timeline, "AKIAANA") is Verdict.EXPLICIT_DENY


def test_a_session_policy_only_takes_away() -> None:
    """S7."""
    narrow = {
        "name": "queues",
        "document": {"Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]},
    }
    timeline = build(ROLE_SESSION | {"session_policies": [narrow]})
    decision = explain(timeline, "ASIADEPLOY").decision
    assert (decision.verdict, decision.reason) == (Verdict.IMPLICIT_DENY, Reason.NO_SESSION_ALLOW)


def test_a_federated_user_needs_a_session_policy() -> None:
    """E8."""
    timeline = build(FEDERATED)
    assert verdict(timeline, "ASIAGUEST") is Verdict.ALLOWED
    bare = build(FEDERATED | {"session_policies": []})
    assert explain(bare, "ASIAGUEST").decision.reason is Reason.NO_SESSION_ALLOW


def test_a_root_task_is_limited_by_its_policy() -> None:
    """The table before S5: AssumeRoot has fixed task policies."""
    task = {
        "id": "ASIATASK",
        "kind": "AssumeRoot",
        "principal": ROOT,
        "by": "AKIAANA",
        "issued": "+1:20",
        "session_policies": [
            {
                "name": "S3UnlockBucketPolicy",
                "document": text_of(
                    {"Effect": "Allow", "Action": "s3:DeleteBucketPolicy", "Resource": "*"}
                ),
            }
        ],
    }
    timeline = build(task)
    unlock = TimelineQuestion("s3:DeleteBucketPolicy", "arn:aws:s3:::acme")
    assert verdict(timeline, "ASIATASK", question=unlock) is Verdict.ALLOWED
    assert verdict(timeline, "ASIATASK") is Verdict.IMPLICIT_DENY
    assert context(timeline, "ASIATASK")["aws:AssumedRoot"] == "true"


@pytest.mark.parametrize(
    ("session", "action", "code"),
    [
        (USER_SESSION, "iam:ListUsers", "InvalidClientTokenId"),
        (FEDERATED, "iam:ListUsers", "InvalidClientTokenId"),
        (FEDERATED | {"id": "ASIAUSER"}, "IAM:listusers", "InvalidClientTokenId"),
        (USER_SESSION, "sts:GetFederationToken", "AccessDenied"),
        (USER_SESSION, "sts:GetSessionToken", "AccessDenied"),
        (USER_SESSION, "sts:DecodeAuthorizationMessage", "AccessDenied"),
        (FEDERATED, "sts:AssumeRole", "AccessDenied"),
        (ROLE_SESSION, "sts:GetSessionToken", "AccessDenied"),
        (ROLE_SESSION, "sts:GetFederationToken", "AccessDenied"),
        (FROM_GITHUB, "sts:getsessiontoken", "AccessDenied"),
    ],
)
def test_calls_that_are_closed_to_a_kind_of_session(
    session: dict[str, Any], action: str, code: str
) -> None:
    """The table before S5: refused whatever policies say."""
    timeline = build(session)
    with pytest.raises(AuthenticationError) as caught:
        explain(timeline, session["id"], question=TimelineQuestion(action, "*"))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("session", "action", "resource"),
    [
        (USER_SESSION, "sts:GetCallerIdentity", "*"),
        (FEDERATED, "sts:GetCallerIdentity", "*"),
        (USER_SESSION, "sts:AssumeRole", DEPLOYER),
        (USER_SESSION | {"mfa": True}, "iam:ListUsers", "*"),
        (USER_SESSION, "iam:PassRole", DEPLOYER),
        (ROLE_SESSION, "iam:ListUsers", "*"),
        (ROLE_SESSION, "sts:DecodeAuthorizationMessage", "*"),
    ],
)
def test_calls_that_stay_open(session: dict[str, Any], action: str, resource: str) -> None:
    """The table before S5; `iam:PassRole` is a permission and no call (S11)."""
    timeline = build(session)
    question = TimelineQuestion(action, resource)
    assert verdict(timeline, session["id"], question=question) is Verdict.ALLOWED


def test_an_expired_token_is_said_to_be_expired_first() -> None:
    """E1: also for a call that was closed to it."""
    timeline = build(USER_SESSION)
    with pytest.raises(AuthenticationError) as caught:
        explain(timeline, "ASIAUSER", START + 40 * HOUR, LIST_USERS)
    assert caught.value.code == "ExpiredToken"


def test_temporary_credentials_tell_when_they_were_issued() -> None:
    """Section 6: `aws:TokenIssueTime` comes with temporary credentials only."""
    timeline = build(ROLE_SESSION)
    assert context(timeline, "ASIADEPLOY")["aws:TokenIssueTime"] == "2026-03-02T10:00:00Z"
    assert "aws:TokenIssueTime" not in context(timeline, "AKIAANA")


def test_mfa_is_a_matter_of_the_users_session() -> None:
    """X2, section 6: absent with a key, false in a role session, as given with GetSessionToken."""
    with_code, without = USER_SESSION | {"mfa": True}, USER_SESSION | {"id": "ASIANONE"}
    timeline = build(with_code, without, ROLE_SESSION | {"mfa": True})
    key = "aws:MultiFactorAuthPresent"
    assert key not in context(timeline, "AKIAANA")
    assert context(timeline, "ASIAUSER")[key] == "true"
    assert context(timeline, "ASIAUSER")["aws:MultiFactorAuthAge"] == "1800"
    assert context(timeline, "ASIANONE")[key] == "false"
    assert "aws:MultiFactorAuthAge" not in context(timeline, "ASIANONE")
    assert key not in context(timeline, "ASIADEPLOY")  # the engine itself says false
    deny = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {key: "false"}}}
    change = {
        "at": "+1:00",
        "kind": "changed",
        "policy": f"{HOME}/role/Deployer/inline/all",
        "document": text_of(deny),
    }
    changed = build(ROLE_SESSION | {"mfa": True}, events=(change,))
    assert verdict(changed, "ASIADEPLOY") is Verdict.EXPLICIT_DENY


def test_a_sessions_tag_beats_the_roles() -> None:
    """Section 6, S6: whatever its case."""
    timeline = build(ROLE_SESSION | {"tags": {"Team": "web"}}, ROLE_SESSION | {"id": "ASIAPLAIN"})
    tags = {
        name: value
        for name, value in context(timeline, "ASIADEPLOY").items()
        if name.lower() == "aws:principaltag/team"
    }
    assert tags == {"aws:PrincipalTag/Team": "web"}
    assert context(timeline, "ASIAPLAIN")["aws:PrincipalTag/team"] == "ops"


def test_the_chain_is_told_to_policies() -> None:
    """S6: transitive tags and the source identity."""
    first = ROLE_SESSION | {
        "tags": {"project": "moon"},
        "transitive": ["project"],
        "source_identity": "ana",
    }
    second = ROLE_SESSION | {"id": "ASIANEXT", "by": "ASIADEPLOY", "principal": READING}
    keys = context(build(first, second), "ASIANEXT")
    assert keys["aws:PrincipalTag/project"] == "moon"
    assert keys["aws:SourceIdentity"] == "ana"


def test_a_federated_session_tells_its_provider_and_its_user() -> None:
    """Section 6, P9."""
    timeline = build(FROM_GITHUB, FEDERATED)
    assert context(timeline, "ASIABUILD")["aws:FederatedProvider"] == GITHUB
    request = request_at(timeline, organization(), "ASIAGUEST", AT, READ)
    assert (request.principal, request.parent) == (GUEST, ANA)


def test_the_instant_is_the_time_of_the_request() -> None:
    """Section 6: `aws:CurrentTime`."""
    night = {
        "Effect": "Deny",
        "Action": "*",
        "Resource": "*",
        "Condition": {"DateGreaterThan": {"aws:CurrentTime": "2026-03-02T10:30:00Z"}},
    }
    change = {
        "at": "+0:00",
        "kind": "changed",
        "policy": f"{HOME}/user/ana/inline/all",
        "document": text_of({"Effect": "Allow", "Action": "*", "Resource": "*"}, night),
    }
    timeline = build(events=(change,))
    assert verdict(timeline, "AKIAANA", AT) is Verdict.ALLOWED
    assert verdict(timeline, "AKIAANA", AT + 1) is Verdict.EXPLICIT_DENY


def test_what_a_question_states_wins() -> None:
    """X0: in whatever case it is written."""
    timeline = build(ROLE_SESSION)
    keys = context(timeline, "ASIADEPLOY", AT, **{"AWS:tokenissuetime": "2020-01-01T00:00:00Z"})
    assert keys["AWS:tokenissuetime"] == "2020-01-01T00:00:00Z"
    assert "aws:TokenIssueTime" not in keys
    assert keys["aws:SecureTransport"] == "true"


def test_root_keys_act_as_root() -> None:
    """E13."""
    timeline = build(keys=(KEY, ROOT_KEY))
    assert explain(timeline, "AKIAROOT").decision.reason is Reason.ROOT_ALLOW


def test_nothing_is_changed_before_the_first_event() -> None:
    """The organization given is the one before any event."""
    timeline = build(ROLE_SESSION, events=(revoked("+1:30"),))
    before = organization()
    assert snapshot_at(timeline, before, AT - 1) == before
    after = snapshot_at(timeline, before, AT)
    assert after.accounts == before.accounts
    assert {arn for arn in after.identities if after.identities[arn] != before.identities[arn]} == {
        DEPLOYER
    }


def test_a_role_that_a_learner_removed_is_passed_over() -> None:
    """The timeline is drawn with the learner's own copy."""
    timeline = build(events=(revoked("+1:30"),))
    snapshot = organization()
    identities = {arn: item for arn, item in snapshot.identities.items() if arn != DEPLOYER}
    smaller = type(snapshot)(snapshot.accounts, identities, snapshot.resources)
    assert snapshot_at(timeline, smaller, AT) == smaller


def test_the_revocation_is_a_policy_without_findings() -> None:
    """As the IAM console writes it: Deny all for older tokens."""
    document = read_policy(revocation_text(START), PolicyType.IDENTITY)
    assert [item.effect for item in document.statements] == ["Deny"]
    assert document.findings == ()
    assert '"2026-03-02T09:00:00Z"' in document.text
