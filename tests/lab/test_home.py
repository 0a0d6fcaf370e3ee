"""The start page: its question with the policies that have a say, as forms and as fragments."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from iamlab.lab.listing import list_lines, mark_line
from iamlab.lab.puzzle import KEYS
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder

GROUP, BUCKET = KEYS
ANA = "arn:aws:iam::222233334444:user/ana"
FRED = "arn:aws:iam::222233334444:user/fred"
REPORTING = "arn:aws:sts::222233334444:assumed-role/reporting/fn"
PAYROLL = "arn:aws:s3:::acme-data/payroll/payroll.csv"
REPORT = "arn:aws:s3:::acme-data/reports/q1.csv"
DENY = (SHIPPED / "payroll/policies/bucket-acme-data.json").read_text()
HTMX = {"HX-Request": "true"}


@pytest.fixture
def payroll(db: None) -> Sandbox:
    """The template of the start page's scenario, as shipped."""
    return load_scenario("payroll", read_folder(SHIPPED / "payroll"))[0]


def verdict_of(client: Client, **asked: str | list[str]) -> str:
    """Return the verdict that the start page shows for a question asked by its address."""
    query = urlencode({"show": "1", **asked}, doseq=True)
    response = client.get(f"/?{query}")
    assert response.status_code == 200
    return str(response.context["trace"].decision.verdict)


# By hand: ReadCompanyData allows s3:GetObject on all of acme-data to the group Developers (Ana and
# Fred); the bucket denies payroll/* to whoever is not tagged team=finance; the role has reports/*.
QUESTIONS = [
    (ANA, "s3:GetObject", PAYROLL, [], "explicitDeny"),
    (FRED, "s3:GetObject", PAYROLL, [], "allowed"),
    (ANA, "s3:GetObject", REPORT, [], "allowed"),
    (FRED, "s3:PutObject", PAYROLL, [], "implicitDeny"),
    (ANA, "s3:ListBucket", "arn:aws:s3:::acme-data", [], "implicitDeny"),
    (REPORTING, "s3:GetObject", REPORT, [], "allowed"),
    (REPORTING, "s3:GetObject", PAYROLL, [], "explicitDeny"),
    (ANA, "s3:GetObject", PAYROLL, [BUCKET], "allowed"),
    (FRED, "s3:GetObject", PAYROLL, [GROUP], "implicitDeny"),
    (ANA, "s3:GetObject", PAYROLL, [GROUP], "explicitDeny"),
    (ANA, "s3:GetObject", PAYROLL, [GROUP, BUCKET], "implicitDeny"),
]


@pytest.mark.parametrize(("principal", "action", "resource", "off", "verdict"), QUESTIONS)
def test_answer_is_what_the_policies_in_force_say(
    payroll: Sandbox,
    stranger: Client,
    principal: str,
    action: str,
    resource: str,
    off: list[str],
    verdict: str,
) -> None:
    asked = {"principal": principal, "action": action, "resource": resource}
    assert verdict_of(stranger, **asked, off=off) == verdict


def test_page_opens_with_the_question_and_no_answer(payroll: Sandbox, stranger: Client) -> None:
    response = stranger.get("/")
    page = response.content.decode()
    assert "Can Ana read payroll.csv?" in page
    assert response.context["trace"] is None
    assert "verdict-word" not in page


def test_looking_makes_no_session(payroll: Sandbox, stranger: Client) -> None:
    stranger.get("/")
    assert "sessionid" not in stranger.cookies


def test_prediction_opens_the_answer_and_is_judged(payroll: Sandbox, stranger: Client) -> None:
    assert stranger.get("/", {"predict": "no"}).context["said"] == "right"
    assert stranger.get("/", {"predict": "yes"}).context["said"] == "wrong"


def test_prediction_is_judged_only_about_what_was_predicted(
    payroll: Sandbox, stranger: Client
) -> None:
    mark = stranger.get("/", {"predict": "no"}).context["puzzle"].mark
    again = {"predict": "no", "about": mark}
    assert stranger.get("/", again).context["said"] == "right"
    assert stranger.get("/", {**again, "principal": FRED}).context["said"] == ""


def test_deciding_statement_is_lit_in_its_policy(payroll: Sandbox, stranger: Client) -> None:
    policies = stranger.get("/", {"predict": "no"}).context["puzzle"].policies
    assert [line.number for line in policies[1].lines if line.lit] == list(range(3, 13))
    assert policies[1].verdict == "explicitDeny"
    assert not any(line.lit for line in policies[0].lines)


def test_edit_answers_without_being_kept(payroll: Sandbox, stranger: Client) -> None:
    edited = DENY.replace('"finance" }', '"web" }')
    form = {"form": "1", "show": "1", "on": [GROUP, BUCKET], "text-1": edited}
    response = stranger.post("/", form)
    assert response.context["trace"].decision.verdict == "allowed"
    assert "With your edit" in response.content.decode()
    assert verdict_of(stranger) == "explicitDeny"
    assert Sandbox.objects.count() == 1


def test_line_ends_of_a_browser_are_no_edit(payroll: Sandbox, stranger: Client) -> None:
    form = {"form": "1", "show": "1", "on": [GROUP, BUCKET], "text-1": DENY.strip()}
    form["text-1"] = str(form["text-1"]).replace("\n", "\r\n")
    assert stranger.post("/", form).context["puzzle"].drafts == {}


def test_switch_that_is_off_is_not_sent_by_a_form(payroll: Sandbox, stranger: Client) -> None:
    response = stranger.post("/", {"form": "1", "show": "1", "on": [GROUP]})
    assert response.context["trace"].decision.verdict == "allowed"
    assert response.context["puzzle"].asked.off == (BUCKET,)


def test_picked_resource_wins_over_the_typed_one(payroll: Sandbox, stranger: Client) -> None:
    assert verdict_of(stranger, resource=PAYROLL, pick=REPORT) == "allowed"


def test_fragment_holds_the_answer_and_what_follows_from_it(
    payroll: Sandbox, stranger: Client
) -> None:
    form = {"form": "1", "predict": "no", "on": [GROUP, BUCKET], "principal": FRED}
    part = stranger.post("/", form, headers=HTMX).content.decode()
    assert "<html" not in part
    assert 'id="answer"' in part
    assert "Can Fred read payroll.csv?" in part
    assert "data-light-auto" in part


def test_text_that_cannot_be_read_leaves_the_last_answer_alone(
    payroll: Sandbox, stranger: Client
) -> None:
    form = {"form": "1", "show": "1", "on": [GROUP, BUCKET], "text-1": DENY.replace('"Deny",', "x")}
    response = stranger.post("/", form, headers=HTMX)
    assert response.status_code == 200
    assert response["HX-Retarget"] == "#answer-note"
    part = response.content.decode()
    assert "can’t be read yet" in part
    assert 'id="answer"' not in part
    assert "line 5" in part


def test_unreadable_policy_that_is_not_in_force_stops_nothing(
    payroll: Sandbox, stranger: Client
) -> None:
    response = stranger.post("/", {"form": "1", "show": "1", "on": [GROUP], "text-1": "{"})
    assert response.context["trace"].decision.verdict == "allowed"


HOSTILE = {
    "empty": "",
    "broken": '{"Version": "2012-10-17", "Statement": [{"Effect" "Allow"}]}',
    "number": "12",
    "list": "[]",
    "deep": "[" * 1000 + "]" * 1000,
    "null character": "\x00",
    "half a pair": "\ud800",
    "too long": '{"Version": "2012-10-17", "Statement": []}' + " " * 140_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_bad_text_is_refused_with_its_finding_and_kept(
    payroll: Sandbox, stranger: Client, text: str
) -> None:
    pairs = [("form", "1"), ("show", "1"), ("on", GROUP), ("on", BUCKET)]
    body = urlencode([*pairs, ("text-1", text.encode("utf-8", "surrogatepass"))])
    response = stranger.post("/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert response.context["puzzle"].policies[1].findings


def test_statement_that_is_not_evaluated_is_named_and_the_rest_answers(
    payroll: Sandbox, stranger: Client
) -> None:
    # G10: an ill-formed statement is left out; without the Deny, the group's Allow is what counts.
    text = '{"Version": "2012-10-17", "Statement": {"Effect": [], "Action": {}}}'
    form = {"form": "1", "show": "1", "on": [GROUP, BUCKET], "text-1": text}
    context = stranger.post("/", form).context
    assert context["trace"].decision.verdict == "allowed"
    assert context["puzzle"].policies[1].findings


def test_two_megabytes_are_refused(payroll: Sandbox, stranger: Client) -> None:
    body = "form=1&text-1=" + "x" * 2_000_000
    response = stranger.post("/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("principal", "arn:aws:iam::999999999999:user/mallory"),
        ("principal", "arn:aws:iam::222233334444:user/nobody"),
        ("principal", "nonsense"),
        ("principal", "\x00"),
        ("action", "s3:GetObjekt"),
        ("action", "nonsense"),
        ("resource", "not an arn"),
        ("resource", "\x00"),
    ],
)
def test_bad_question_is_refused_with_a_sentence_and_kept(
    payroll: Sandbox, stranger: Client, field: str, value: str
) -> None:
    response = stranger.get("/", {"show": "1", field: value})
    assert response.status_code == 400
    assert response.context["field"] == field
    assert "This cannot be asked." in response.content.decode()
    assert getattr(response.context["puzzle"].asked, field) == "".join(value.split())


def test_hostile_text_is_escaped(payroll: Sandbox, stranger: Client) -> None:
    hostile = "</textarea><script>alert(1)</script>"
    form = {"form": "1", "show": "1", "on": [GROUP, BUCKET], "text-0": hostile}
    page = stranger.post("/", {**form, "resource": hostile}).content.decode()
    assert "<script>alert" not in page


def test_page_says_what_to_do_where_nothing_is_loaded(db: None, stranger: Client) -> None:
    response = stranger.get("/")
    assert response.status_code == 200
    assert "load_scenarios" in response.content.decode()


def test_answer_costs_few_queries(
    payroll: Sandbox, stranger: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    stranger.get("/")
    with django_assert_max_num_queries(4):
        stranger.get("/", {"predict": "no"})


def test_listing_marks_keys_strings_and_wildcards() -> None:
    assert mark_line('  "Action": "s3:*",') == (
        '  <span class="key">&quot;Action&quot;</span>: '
        '<span class="str">&quot;s3:<span class="glob">*</span>&quot;</span>,'
    )
    assert mark_line("<b>") == "&lt;b&gt;"
    assert [line.lit for line in list_lines("a\nb\nc", 2, 3)] == [False, True, True]
