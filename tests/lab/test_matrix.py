"""The matrix: cells worked out by hand from the shipped policies, its limits, and bad input."""

from __future__ import annotations

import csv
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from iamlab.engine import Verdict
from iamlab.lab.forms.matrix import MAX_KEYS
from iamlab.lab.matrix import list_columns, list_targets, pick_columns, split_object
from iamlab.lab.matrix.columns import MOST_THAT_MATTER
from iamlab.lab.matrix.drawing import breakable
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.policies import get_policy, save_policy
from iamlab.sandbox.services.scenarios import load_scenario
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.sandbox.services.visitors import Visitor
from tests.sandbox.organizations import organization_files

BUCKET = "arn:aws:s3:::acme-receipts"
DEVELOPMENT = "arn:aws:s3:::acme-receipts-dev"
FUNCTION = "arn:aws:iam::222233334444:role/receipt-reader"
ANA = "arn:aws:iam::333344445555:user/ana"
MFA = "aws:MultiFactorAuthPresent"

Answers = dict[tuple[str, str], tuple[str, str]]


def ask(client: Client, **filters: str) -> Answers:
    """Return verdict and changing keys by principal (its last part) and action."""
    response = client.get("/who-can/", {"actions": "all", "format": "csv", **filters})
    assert response.status_code == 200
    rows = csv.DictReader(StringIO(response.content.decode()))
    return {
        (_short(row["principal"]), row["action"]): (row["verdict"], row["changes with"])
        for row in rows
    }


def _short(principal: str) -> str:
    """Return `production/role/x` as `x`, `root` with its account, anything else as it is."""
    if principal.endswith(":root"):
        return f"root of {principal.split(':')[4]}"
    parts = principal.split("/")
    return parts[1] if len(parts) > 1 else principal


# Who, what, and why by hand, for the object incoming/0192.pdf of acme-receipts.
CELLS = [
    ("production-reader", "s3:GetObject", "allowed"),  # ReadReceipts
    ("production-reader", "s3:PutObject", "implicitDeny"),  # its policies only read
    ("production-reader", "s3:ListBucket", "allowed"),  # ListReceipts
    ("receipts-web", "s3:PutObject", "allowed"),  # StoreUploads covers incoming/*
    ("receipt-reader", "s3:GetObject", "implicitDeny"),  # ReadReceipts lacks the /* (R5)
    ("administrator", "s3:DeleteBucket", "allowed"),  # AdministratorAccess
    ("root of 222233334444", "s3:PutBucketPolicy", "allowed"),  # E13: the owner's root user
    ("ana", "s3:GetObject", "implicitDeny"),  # E10: the bucket's side offers samples/ only
    ("iris", "s3:GetObject", "implicitDeny"),  # E10: nor is management's administrator let in
    ("audit-runner", "s3:GetObject", "explicitDeny"),  # E6: the RCP KeepOutsidersOut
    ("nadia", "s3:DeleteObject", "explicitDeny"),  # the same
    ("anonymous", "s3:GetObject", "explicitDeny"),  # the same: no organization at all
    ("lambda.amazonaws.com", "s3:GetObject", "implicitDeny"),  # the RCP spares services
]


@pytest.mark.parametrize(("who", "action", "verdict"), CELLS)
def test_cell_is_what_the_policies_say(
    acme: Sandbox, stranger: Client, who: str, action: str, verdict: str
) -> None:
    assert ask(stranger, resource=BUCKET)[who, action][0] == verdict


def test_without_tls_the_bucket_denies_every_signed_caller_of_its_account(
    acme: Sandbox, stranger: Client
) -> None:
    answers = ask(stranger, resource=BUCKET, who="222233334444", context="http")
    allowed = {cell for cell, (verdict, _) in answers.items() if verdict != "explicitDeny"}
    # TlsOnly is about s3:* and everybody; only the owner's root user keeps the policy itself (E13).
    assert {cell for cell in allowed if cell[1].startswith("s3:")} == {
        ("root of 222233334444", f"s3:{verb}BucketPolicy") for verb in ("Get", "Put", "Delete")
    }


def test_object_key_decides_which_statements_count(acme: Sandbox, stranger: Client) -> None:
    answers = ask(stranger, resource=BUCKET, key="payouts/2026.csv")
    assert answers["finance-reporting", "s3:GetObject"][0] == "allowed"
    assert answers["production-reader", "s3:GetObject"][0] == "explicitDeny"


def test_object_in_the_address_is_split_into_bucket_and_key(
    acme: Sandbox, stranger: Client
) -> None:
    answers = ask(stranger, resource=f"{BUCKET}/samples/cafe.jpg")
    assert answers["ana", "s3:GetObject"][0] == "allowed"
    assert answers["thumbnailer", "s3:GetObject"][0] == "implicitDeny"


def test_cell_that_hangs_on_a_missing_key_is_marked_with_it(
    acme: Sandbox, stranger: Client
) -> None:
    # The Deny of mfa-for-deletion tests `false` with Bool, which a missing key does not match (X0).
    plain = ask(stranger, resource=DEVELOPMENT)
    assert plain["ana", "s3:DeleteBucket"] == ("allowed", MFA)
    assert plain["thumbnailer", "s3:DeleteBucket"] == ("implicitDeny", "")
    assert ask(stranger, resource=DEVELOPMENT, context="no-mfa")["ana", "s3:DeleteBucket"] == (
        "explicitDeny",
        "",
    )
    assert ask(stranger, resource=DEVELOPMENT, context="mfa")["ana", "s3:DeleteBucket"] == (
        "allowed",
        "",
    )


def test_trust_policy_lets_the_service_that_it_names_assume_the_role(
    acme: Sandbox, stranger: Client
) -> None:
    answers = ask(stranger, resource=FUNCTION)
    assert answers["lambda.amazonaws.com", "sts:AssumeRole"][0] == "allowed"
    assert answers["ec2.amazonaws.com", "sts:AssumeRole"][0] == "implicitDeny"


def test_stated_key_is_sent_with_every_request(acme: Sandbox, stranger: Client) -> None:
    stated = ask(stranger, resource=BUCKET, ctx="aws:SecureTransport=false")
    assert stated["production-reader", "s3:GetObject"][0] == "explicitDeny"


def test_page_links_every_cell_to_its_question_in_the_lab(acme: Sandbox, stranger: Client) -> None:
    page = stranger.get("/who-can/", {"resource": DEVELOPMENT, "context": "no-mfa"})
    row = next(
        row
        for group in page.context["groups"]
        for row in group.rows
        if row.asker.name == "user/ana"
    )
    link = row.cells.split('href="')[1].split('"')[0].replace("&amp;", "&")
    query = parse_qs(urlsplit(link).query)
    assert urlsplit(link).path == "/lab/"
    assert query["principal"] == [ANA]
    assert query["action"] == [page.context["heads"][0].column.action]
    assert query["ctx"] == [f"{MFA}=false"]
    assert stranger.get(link).status_code == 200


def test_counts_in_the_legend_add_up(acme: Sandbox, stranger: Client) -> None:
    context = stranger.get("/who-can/").context
    cells = [cell for _, _, cell in context["grid"].cells()]
    assert context["grid"].asked == len(cells)
    for verdict, _, count in context["legend"]:
        found = [cell for cell in cells if cell.decision and cell.decision.verdict is verdict]
        assert count == len(found)


def test_owner_comes_first_and_strangers_last(acme: Sandbox, stranger: Client) -> None:
    titles = [group.title for group in stranger.get("/who-can/").context["groups"]]
    assert titles[0] == "production, 222233334444, the owner"
    assert titles.index("northwind, 444455556666, outside the organization") == 3
    assert titles[-1] == "Without credentials of AWS"


def test_actions_that_matter_hold_each_level_for_bucket_and_objects(acme: Sandbox) -> None:
    policies = snapshot_of(acme).policies()
    columns = list_columns(list_targets(BUCKET, ""))
    picked = pick_columns(columns, policies.values(), policies[f"resource/{BUCKET}"])
    assert len(picked) <= MOST_THAT_MATTER
    names = {column.action for column in picked}
    assert {"s3:ListBucket", "s3:DeleteBucket", "s3:PutBucketPolicy"} <= names
    assert {"s3:GetObject", "s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging"} <= names


def test_statement_that_decides_most_stands_out_with_its_lines(
    acme: Sandbox, stranger: Client
) -> None:
    first = stranger.get("/who-can/").context["standouts"][0]
    assert first.label == "OnlyOurOrganizationReachesData"
    assert first.verdict is Verdict.EXPLICIT_DENY
    # Northwind's user, role and root user, and somebody anonymous: four rows of cells.
    assert first.count == 4 * len(stranger.get("/who-can/").context["heads"])
    text = get_policy(Sandbox.objects.get(scenario="acme"), first.key).text.split("\n")
    lines = text[first.first_line - 1 : first.last_line]
    assert (lines[0].strip(), lines[-1].strip()) == ("{", "},")
    assert any("OnlyOurOrganizationReachesData" in line for line in lines)


def test_many_actions_come_in_pages(acme: Sandbox, stranger: Client) -> None:
    first = stranger.get("/who-can/", {"actions": "all"}).context
    second = stranger.get("/who-can/", {"actions": "all", "page": "2"}).context
    assert len(first["heads"]) == 40
    shown = {head.column for head in first["heads"]}
    assert shown.isdisjoint({head.column for head in second["heads"]})
    assert stranger.get("/who-can/", {"actions": "all", "page": "999"}).status_code == 200


def test_cell_note_names_the_statement_and_its_lines(acme: Sandbox, stranger: Client) -> None:
    note = stranger.get(
        "/who-can/cell/",
        {
            "principal": "arn:aws:sts::222233334444:assumed-role/production-reader/lab",
            "action": "s3:GetObject",
            "resource": f"{BUCKET}/incoming/0192.pdf",
        },
    ).content.decode()
    assert "Allowed" in note
    assert "ReadReceipts</a>, lines 10 to 18 of ReadProduction" in note
    assert "Open the trace" in note


def test_number_of_queries_does_not_grow_with_the_organization(
    db: None, stranger: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for slug, users in (("small", 2), ("large", 60)):
        load_scenario(slug, organization_files(users=users))
        with django_assert_max_num_queries(20):
            assert stranger.get("/who-can/", {"scenario": slug}).status_code == 200
        with django_assert_max_num_queries(2):  # the picture is kept
            assert stranger.get("/who-can/", {"scenario": slug}).status_code == 200


def test_matrix_is_of_the_visitor_s_own_copy(
    acme: Sandbox, stranger: Client, alice: Client
) -> None:
    visitor = Visitor(user_id=int(alice.session["_auth_user_id"]))
    key = f"resource/{BUCKET}"
    state = get_policy(acme, key)
    text = state.text.replace('"aws:SecureTransport": "false"', '"aws:SecureTransport": "true"')
    save_policy(visitor, "acme", key, text, state.version)
    asked = ("production-reader", "s3:GetObject")
    assert ask(alice, resource=BUCKET)[asked][0] == "explicitDeny"
    assert ask(stranger, resource=BUCKET)[asked][0] == "allowed"


BAD = [
    {"resource": "arn:aws:s3:::somebody-else"},
    {"resource": "\x00"},
    {"actions": "most"},
    {"who": "999999999999"},
    {"context": "x"},
    {"ctx": "no equals sign"},
    {"ctx": "=value"},
    {"ctx": "key="},
    {"ctx": "\n".join(f"key{number}=1" for number in range(MAX_KEYS + 1))},
    {"ctx": f"aws:SourceIp={'1' * 5000}"},
    {"key": "x" * 2000},
    {"page": "0"},
    {"page": "x"},
]


@pytest.mark.parametrize("filters", BAD, ids=str)
def test_bad_filter_is_refused_with_the_page(
    acme: Sandbox, stranger: Client, filters: dict[str, str]
) -> None:
    response = stranger.get("/who-can/", filters)
    assert response.status_code == 400
    assert "<form" in response.content.decode()


def test_refused_context_is_kept_and_explained_beside_its_field(
    acme: Sandbox, stranger: Client
) -> None:
    page = stranger.get("/who-can/", {"ctx": "aws:SourceIp 1.2.3.4"}).content.decode()
    assert "is not of the form key=value" in page
    assert ">aws:SourceIp 1.2.3.4</textarea>" in page


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"principal": "nobody", "action": "s3:GetObject", "resource": BUCKET},
        {"principal": ANA, "action": "", "resource": BUCKET},
        {"principal": "arn:aws:iam::999999999999:user/x", "action": "s3:A", "resource": BUCKET},
        {"principal": ANA, "action": "s3:GetObject", "resource": "x" * 5000},
        {"principal": ANA, "action": "s3:GetObject", "resource": BUCKET, "ctx": "broken"},
    ],
    ids=str,
)
def test_bad_cell_is_refused_with_a_sentence(
    acme: Sandbox, stranger: Client, question: dict[str, str]
) -> None:
    response = stranger.get("/who-can/cell/", question)
    assert response.status_code == 400
    assert "<p>" in response.content.decode()


@pytest.mark.parametrize("slug", ["nowhere", "x" * 500, "\x00", "<b>"])
def test_unknown_scenario_is_not_found(acme: Sandbox, stranger: Client, slug: str) -> None:
    assert stranger.get("/who-can/", {"scenario": slug}).status_code == 404


def test_posting_is_not_allowed(acme: Sandbox, stranger: Client) -> None:
    assert stranger.post("/who-can/").status_code == 405


def test_hostile_text_is_escaped(acme: Sandbox, stranger: Client) -> None:
    hostile = '"><script>alert(1)</script>'
    page = stranger.get("/who-can/", {"key": hostile, "ctx": f"k={hostile}"}).content.decode()
    assert "<script>alert" not in page


def test_names_break_at_capitals_and_after_slashes() -> None:
    assert breakable("role/<b>") == "role/&lt;b&gt;"
    assert breakable("GetObject") == "Get<wbr>Object"
    assert breakable("user/ana") == "user/<wbr>ana"
    assert breakable("GetConfiguration") == "Get<wbr>Config&shy;uration"


def test_only_objects_are_split() -> None:
    assert split_object(f"{BUCKET}/a/b.pdf") == (BUCKET, "a/b.pdf")
    assert split_object(BUCKET) == (BUCKET, "")
    assert split_object(FUNCTION) == (FUNCTION, "")


def test_matrix_stops_asking_when_the_time_is_up(
    acme: Sandbox, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Policies of thousands of statements must not keep the server busy for minutes."""
    monkeypatch.setattr("iamlab.lab.matrix.grid.MAX_SECONDS", 0)
    answers = ask(stranger, resource=BUCKET)
    assert {verdict for verdict, _ in answers.values()} == {""}
    page = stranger.get("/who-can/", {"resource": BUCKET}).content.decode()
    assert "Not asked: the policies are so long" in page


def test_a_condition_key_is_no_formula_of_a_spreadsheet(acme: Sandbox, alice: Client) -> None:
    policy = "222233334444/policy/ReceiptAccess"
    text = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*",'
        ' "Resource": "*", "Condition": {"StringEquals": {"=HYPERLINK(1):x": "a"}}}]}'
    )
    state = get_policy(acme, policy)
    place = {"scenario": "acme", "policy": policy, "base_version": state.version}
    assert alice.post("/lab/policy/save/", {**place, "text": text}).status_code == 302
    changing = {keys for _, keys in ask(alice, resource=BUCKET).values() if "HYPERLINK" in keys}
    assert changing
    assert all(keys.startswith("'=") for keys in changing)
