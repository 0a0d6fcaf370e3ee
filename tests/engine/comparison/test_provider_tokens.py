"""Who is let into a role by the token of an identity provider, compared for all tokens (S4)."""

from __future__ import annotations

from iamlab.engine.comparison import Comparison, Outcome, compare_resource
from tests.engine.comparison.organizations import READER, organization, text

GITHUB = "token.actions.githubusercontent.com"
SUB, AUD = f"{GITHUB}:sub", f"{GITHUB}:aud"
MAIN = "repo:acme/press:ref:refs/heads/main"


def trust(**condition: object) -> str:
    provider = f"arn:aws:iam::222233334444:oidc-provider/{GITHUB}"
    return text(
        {
            "Effect": "Allow",
            "Principal": {"Federated": provider},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": condition,
        }
    )


PINNED = trust(StringEquals={AUD: "sts.amazonaws.com", SUB: MAIN})


def compared(ours: str, theirs: str) -> Comparison:
    return compare_resource(organization(trust=ours), organization(trust=theirs), READER, limit=60)


def test_a_star_in_the_subject_lets_more_tokens_in() -> None:
    loose = trust(StringEquals={AUD: "sts.amazonaws.com"}, StringLike={SUB: f"{MAIN}*"})
    found = compared(loose, PINNED)
    assert found.outcome is Outcome.WIDER
    assert found.witness is not None
    subject = found.witness.request.context[SUB]
    assert isinstance(subject, str)
    assert subject.startswith(MAIN)
    assert subject != MAIN
    assert compared(PINNED, loose).outcome is Outcome.NO_WIDER


def test_an_untested_audience_lets_more_tokens_in() -> None:
    loose = trust(StringEquals={SUB: MAIN})
    assert compared(loose, PINNED).outcome is Outcome.WIDER
    assert compared(PINNED, loose).outcome is Outcome.NO_WIDER


def test_the_same_claims_under_another_operator_are_no_wider() -> None:
    alike = trust(StringLike={AUD: "sts.amazonaws.com", SUB: MAIN})
    assert compared(alike, PINNED).outcome is Outcome.NO_WIDER
    assert compared(PINNED, alike).outcome is Outcome.NO_WIDER


def test_a_saml_provider_is_asked_about_its_own_call() -> None:
    saml = text(
        {
            "Effect": "Allow",
            "Principal": {"Federated": "arn:aws:iam::222233334444:saml-provider/office"},
            "Action": "sts:AssumeRoleWithSAML",
        }
    )
    nobody = text()
    assert compared(saml, nobody).outcome is Outcome.WIDER
    assert compared(nobody, saml).outcome is Outcome.NO_WIDER
