"""On bounded universes of callers a comparison of a resource says what asking everybody says."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine import (
    Account,
    Attachment,
    Authorizer,
    Identity,
    Level,
    Policy,
    PolicyType,
    Request,
    Resource,
    Snapshot,
    Verdict,
)
from iamlab.engine.catalog import find_action, fits
from iamlab.engine.comparison import Comparison, Outcome, compare_access, compare_resource
from iamlab.engine.errors import EngineError
from tests.engine.comparison.organizations import (
    ACCOUNT,
    ANA,
    BUCKET,
    FULL,
    PARTNER,
    READER,
    SESSION,
    text,
)
from tests.examples import examples

GET, PUT = "s3:GetObject", "s3:PutObject"
ORGANIZATION = "o-a1b2c3d4e5"
BOB = f"arn:aws:iam::{PARTNER}:user/bob"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
THEIR_BUCKET = "arn:aws:s3:::partner-data"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
PEOPLE = [ANA, SESSION, BOB, ROOT, "anonymous", "lambda.amazonaws.com"]


def world(
    *,
    resources: dict[str, tuple[str, str | None]],
    trusting: str | None = None,
    rcp: str | None = None,
    ana: str | None = None,
    job: str | None = None,
) -> Snapshot:
    """Return two accounts; `resources` are ARNs with their account and policy."""

    def held(policy: str | None) -> tuple[Attachment, ...]:
        found = Policy(f"p{policy}", "p", PolicyType.IDENTITY, policy or text())
        return (Attachment(found),)

    levels: tuple[Level, ...] = ()
    if rcp is not None:
        levels = (Level("r-ab12", "root", (Policy("rcp/x", "x", PolicyType.RCP, rcp),)),)
    role = Policy("t", "t", PolicyType.TRUST, trusting or text())
    return Snapshot(
        accounts={
            ACCOUNT: Account(ACCOUNT, "own", organization_id=ORGANIZATION, rcp_levels=levels),
            PARTNER: Account(PARTNER, "partner"),
        },
        identities={
            ANA: Identity(ANA, policies=held(ana)),
            READER: Identity(READER, policies=held(job), trust=role),
            BOB: Identity(BOB, policies=held(text(FULL))),
        },
        resources={
            arn: Resource(
                arn,
                account,
                arn,
                None if policy is None else Policy(arn, "own", PolicyType.RESOURCE, policy),
            )
            for arn, (account, policy) in resources.items()
        },
    )


principals = st.sampled_from(
    [
        "*",
        {"AWS": "*"},
        {"AWS": ACCOUNT},
        {"AWS": PARTNER},
        {"AWS": ANA},
        {"AWS": READER},
        {"AWS": SESSION},
        {"AWS": [ANA, BOB]},
        {"AWS": [READER, SESSION, ROOT]},
        {"Service": "lambda.amazonaws.com"},
    ]
)
conditions = st.sampled_from(
    [
        {},
        {},
        {},
        {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}},
        {"StringNotEquals": {"aws:PrincipalOrgID": ORGANIZATION}},
        {"StringEquals": {"aws:PrincipalAccount": [ACCOUNT]}},
        {"StringNotEqualsIfExists": {"aws:PrincipalAccount": [ACCOUNT, PARTNER]}},
        {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:*"}},
        {"ArnNotLike": {"aws:PrincipalArn": [READER, BOB]}},
        {"StringLike": {"aws:PrincipalArn": "*/bob"}},
        {"Bool": {"aws:PrincipalIsAWSService": "true"}},
        {"Bool": {"aws:SecureTransport": "false"}},
        {"Null": {"aws:PrincipalArn": "true"}},
    ]
)


def statements(
    actions: list[object], targets: list[object] | None, *, named: bool = True
) -> st.SearchStrategy[dict[str, object]]:
    @st.composite
    def made(draw: st.DrawFn) -> dict[str, object]:
        effect = draw(st.sampled_from(["Allow", "Allow", "Deny"]))
        found: dict[str, object] = {"Effect": effect, "Action": draw(st.sampled_from(actions))}
        if named:
            negated = draw(st.integers(0, 5)) == 0
            found["NotPrincipal" if negated else "Principal"] = draw(principals)
        if targets is not None:
            found["Resource"] = draw(st.sampled_from(targets))
        condition = draw(conditions)
        if condition:
            found["Condition"] = condition
        return found

    return made()


def policies(
    actions: list[object], targets: list[object] | None, *, named: bool = True
) -> st.SearchStrategy[str]:
    items = st.lists(statements(actions, targets, named=named), max_size=3)
    return items.map(lambda found: text(*found))


def asked(candidate: Snapshot, reference: Snapshot, requests: list[Request]) -> bool:
    """Tell whether the candidate alone allows one of the requests."""
    ours, theirs = Authorizer(candidate), Authorizer(reference)

    def allows(side: Authorizer, request: Request) -> bool:
        try:
            return side.decide(request).verdict is Verdict.ALLOWED
        except EngineError:
            return False

    return any(allows(ours, item) and not allows(theirs, item) for item in requests)


def requests(people: list[str], actions: list[str], targets: list[str]) -> list[Request]:
    found = []
    for person, action, target, secure in product(people, actions, targets, ["true", "false"]):
        about = find_action(action)
        if about is None or not fits(about, target):
            continue
        context = {"aws:SecureTransport": secure}
        if person in (ANA, SESSION, ROOT):
            context["aws:PrincipalOrgID"] = ORGANIZATION
        found.append(Request(person, action, target, context=context))
    return found


def check(found: Comparison, wider: bool) -> None:
    assert found.outcome is not Outcome.UNKNOWN, found.reason
    if wider:
        assert found.outcome is Outcome.WIDER


BUCKET_TARGETS: list[object] = [BUCKET, f"{BUCKET}/*", f"{BUCKET}/a*", [BUCKET, f"{BUCKET}/*"], "*"]
bucket_policies = policies([GET, "s3:*", [GET, PUT]], BUCKET_TARGETS)
held_policies = policies([GET, "s3:*", PUT], BUCKET_TARGETS, named=False)


@given(bucket_policies, bucket_policies, held_policies, held_policies)
@examples(12)
def test_buckets(candidate: str, reference: str, ana: str, job: str) -> None:
    ours, theirs = (
        world(resources={BUCKET: (ACCOUNT, policy)}, ana=ana, job=job)
        for policy in (candidate, reference)
    )
    universe = requests(PEOPLE, [GET, PUT, "s3:ListBucket"], [BUCKET, f"{BUCKET}/a", f"{BUCKET}/b"])
    check(compare_resource(ours, theirs, BUCKET, limit=60), asked(ours, theirs, universe))


rcps = policies(["*", "s3:*", GET], ["*", f"{BUCKET}/*"]).map(
    lambda found: found.replace('"Allow"', '"Deny"')
)


@given(held_policies, held_policies, st.one_of(st.none(), rcps), st.one_of(st.none(), rcps))
@examples(12)
def test_people_under_rcps(
    candidate: str, reference: str, rcp: str | None, other: str | None
) -> None:
    shared = {BUCKET: (ACCOUNT, None)}
    ours = world(resources=dict(shared), ana=candidate, rcp=rcp)
    theirs = world(resources=dict(shared), ana=reference, rcp=other)
    universe = requests([ANA], [GET, PUT], [f"{BUCKET}/a", f"{BUCKET}/b", "arn:aws:s3:::other/a"])
    check(compare_access(ours, theirs, ANA, limit=60), asked(ours, theirs, universe))


@given(bucket_policies, bucket_policies, held_policies, held_policies, st.sampled_from(PEOPLE[:4]))
@examples(12)
def test_several_buckets(
    own: str, partners: str, candidate: str, reference: str, person: str
) -> None:
    partners = partners.replace(BUCKET, THEIR_BUCKET)
    wide = text(FULL)
    ours = world(
        resources={BUCKET: (ACCOUNT, own), THEIR_BUCKET: (PARTNER, partners)},
        ana=wide,
        job=candidate,
    )
    theirs = world(
        resources={BUCKET: (ACCOUNT, own), THEIR_BUCKET: (PARTNER, None)}, ana=wide, job=reference
    )
    targets = [f"{bucket}/{key}" for bucket in (BUCKET, THEIR_BUCKET) for key in "ab"]
    universe = requests([person], [GET, PUT], [*targets, BUCKET, THEIR_BUCKET])
    check(compare_access(ours, theirs, person, limit=60), asked(ours, theirs, universe))


key_policies = policies(["kms:*", "kms:Decrypt", ["kms:Encrypt", "kms:Decrypt"]], ["*"])
key_rights = policies(["kms:*", "kms:Decrypt"], ["*", KEY], named=False)


@given(key_policies, key_policies, key_rights)
@examples(12)
def test_keys(candidate: str, reference: str, ana: str) -> None:
    ours, theirs = (
        world(resources={KEY: (ACCOUNT, policy)}, ana=ana) for policy in (candidate, reference)
    )
    universe = requests(PEOPLE, ["kms:Decrypt", "kms:Encrypt"], [KEY])
    check(compare_resource(ours, theirs, KEY, limit=60), asked(ours, theirs, universe))


trust_policies = policies(["sts:AssumeRole", "sts:*"], None)
role_rights = policies(["sts:AssumeRole", "sts:*"], ["*", READER], named=False)


@given(trust_policies, trust_policies, role_rights)
@examples(12)
def test_roles(candidate: str, reference: str, ana: str) -> None:
    ours, theirs = (
        world(resources={}, trusting=policy, ana=ana) for policy in (candidate, reference)
    )
    universe = requests(PEOPLE, ["sts:AssumeRole"], [READER])
    check(compare_resource(ours, theirs, READER, limit=60), asked(ours, theirs, universe))
