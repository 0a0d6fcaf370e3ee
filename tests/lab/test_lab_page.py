"""The lab page as plain HTML: what it shows, for which question, and what it says to bad input."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils.html import escape

from iamlab.lab.questions import preset_question
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import scenario_questions
from iamlab.sandbox.services.snapshots import snapshot_of

READER = "arn:aws:sts::222233334444:assumed-role/receipt-reader/fn"
RECEIPT = "arn:aws:s3:::acme-receipts/incoming/0192.pdf"
RECEIPT_QUESTION = {"principal": READER, "action": "s3:GetObject", "resource": RECEIPT}
ANA = "arn:aws:iam::333344445555:user/ana"
DELETION = {
    "principal": ANA,
    "action": "s3:DeleteBucket",
    "resource": "arn:aws:s3:::acme-receipts-dev",
}
ALLOWED, EXPLICIT, IMPLICIT = (
    f'class="verdict" id="verdict" data-verdict="{word}"'
    for word in ("allowed", "explicitDeny", "implicitDeny")
)


def page(client: Client, query: Mapping[str, object] | None = None, status: int = 200) -> str:
    response = client.get(f"/lab/?{urlencode(query or {}, doseq=True)}")
    assert response.status_code == status
    return response.content.decode()


def test_opens_with_the_scenarios_first_question_and_its_policy(
    acme: Sandbox, stranger: Client
) -> None:
    text = page(stranger)
    assert IMPLICIT in text
    assert 'data-policy="222233334444/policy/ReceiptAccess"' in text
    assert "ReadReceipts" in text


def test_a_visit_keeps_nothing(acme: Sandbox, stranger: Client) -> None:
    page(stranger)
    assert "sessionid" not in stranger.cookies
    assert Sandbox.objects.count() == 1


def test_every_preset_answers_at_its_own_address(acme: Sandbox, stranger: Client) -> None:
    snapshot = snapshot_of(acme)
    verdicts = set()
    for preset in scenario_questions("acme"):
        query = preset_question(snapshot, preset).query("acme")
        response = stranger.get(f"/lab/?{query}")
        assert response.status_code == 200, preset.id
        verdicts.add(response.context["trace"].decision.reason)
    assert len(verdicts) >= 12


def test_menu_has_twelve_to_twenty_questions_of_every_kind(acme: Sandbox, stranger: Client) -> None:
    presets = stranger.get("/lab/").context["presets"]
    kinds = {question.kind for question in scenario_questions("acme")}
    assert 12 <= len(presets) <= 20
    assert len({preset.topic for preset in presets}) == len(kinds)


def test_every_policy_of_the_tree_is_a_link(acme: Sandbox, stranger: Client) -> None:
    text = page(stranger)
    for key in snapshot_of(acme).policies():
        assert f'data-key="{escape(key)}"' in text, key


def test_way_to_the_open_policy_stands_open(acme: Sandbox, stranger: Client) -> None:
    text = page(stranger, {"policy": "333344445555/user/ana/inline/none"}, 404)
    assert "no policy" in text
    text = page(stranger, {"policy": "333344445555/policy/OwnDevelopment"})
    row = text[: text.index('aria-current="page"', text.index('id="tree"'))]
    assert "<details open>" in row[row.index('id="tree"') :]


def test_a_short_name_asks_as_its_arn(acme: Sandbox, stranger: Client) -> None:
    response = stranger.get("/lab/", {**RECEIPT_QUESTION, "principal": "receipt-reader"})
    assert response.status_code == 422
    short = {**RECEIPT_QUESTION, "principal": "production/session/receipt-reader/fn"}
    response = stranger.get("/lab/", short)
    assert response.context["answer"].asked.principal == READER


def test_light_without_scripts_lists_the_lines(acme: Sandbox, stranger: Client) -> None:
    key = "222233334444/policy/ReceiptAccess"
    text = page(stranger, {**RECEIPT_QUESTION, "policy": key, "light": "15-23"})
    assert text.count('class="line lit"') == 9
    assert 'class="show-main" type="radio" name="pane" value="main" checked' in text


def test_leaving_a_layer_out_changes_the_answer_and_says_so(
    acme: Sandbox, stranger: Client
) -> None:
    notebook = {
        "principal": ANA,
        "action": "sagemaker:CreateNotebookInstance",
        "resource": "arn:aws:sagemaker:eu-west-1:333344445555:notebook-instance/demo",
    }
    with_scp = stranger.get("/lab/", notebook).context["trace"]
    without = stranger.get("/lab/", {**notebook, "off": ["scp"]})
    assert with_scp.decision.layer == "scp"
    assert without.context["trace"].decision.layer != "scp"
    assert "Left out of this question: Service control policies" in without.content.decode()


def test_an_unknown_layer_is_harmless(acme: Sandbox, stranger: Client) -> None:
    assert IMPLICIT in page(stranger, {**RECEIPT_QUESTION, "off": ["nonsense", "scp/NoSuchPolicy"]})


# ---------- Condition keys ----------


def rows(client: Client, query: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    answer = client.get(f"/lab/?{urlencode(query, doseq=True)}").context["answer"]
    return {row.key: (row.kind, row.value) for row in answer.rows}


def test_rows_are_the_keys_in_play_with_their_inputs(acme: Sandbox, stranger: Client) -> None:
    found = rows(stranger, DELETION)
    assert found["aws:MultiFactorAuthPresent"] == ("bool", "")
    assert found["aws:PrincipalOrgID"] == ("text", "o-a1b2c3d4e5")
    # X0 fills it in from the principal, so it is not the learner's to type.
    assert "aws:PrincipalIsAWSService" not in found


def test_a_missing_key_is_offered(acme: Sandbox, stranger: Client) -> None:
    assert "Not in the request:" in page(stranger, DELETION)


def test_a_key_of_the_address_is_sent(acme: Sandbox, stranger: Client) -> None:
    assert ALLOWED in page(stranger, DELETION)
    assert EXPLICIT in page(stranger, {**DELETION, "ctx": "aws:MultiFactorAuthPresent=false"})


def test_a_key_without_a_value_is_taken_away(acme: Sandbox, stranger: Client) -> None:
    api = {**RECEIPT_QUESTION, "principal": "production/session/receipts-api-task/task"}
    assert EXPLICIT in page(stranger, {**api, "ctx": "aws:SecureTransport=false"})
    assert rows(stranger, {**api, "ctx": "aws:SecureTransport"})["aws:SecureTransport"] == (
        "bool",
        "",
    )


def test_several_values_of_one_key(acme: Sandbox, stranger: Client) -> None:
    found = rows(stranger, {**RECEIPT_QUESTION, "ctx": ["aws:TagKeys=a", "aws:TagKeys=b"]})
    assert found["aws:TagKeys"] == ("lines", "a\nb")


def test_a_tag_key_may_hold_an_equals_sign(acme: Sandbox, stranger: Client) -> None:
    response = stranger.get("/lab/", {**RECEIPT_QUESTION, "ctx": "aws:PrincipalTag/a%3Db=c=d"})
    asked = response.context["answer"].asked
    assert asked.context == {"aws:PrincipalTag/a=b": ("c=d",)}
    assert stranger.get(f"/lab/?{asked.query('acme')}").context["answer"].asked == asked


@pytest.mark.parametrize(
    ("shown", "value", "expected"),
    [("true", "true", {}), ("true", "false", {"aws:SecureTransport": ("false",)})],
)
def test_a_row_that_was_not_touched_follows_the_practice_context(
    acme: Sandbox, stranger: Client, shown: str, value: str, expected: dict[str, object]
) -> None:
    form = {"key": "aws:SecureTransport", "value": value, "shown": shown}
    asked = stranger.get("/lab/", {**RECEIPT_QUESTION, **form}).context["answer"].asked
    assert asked.context == expected


# ---------- Bad input ----------


def test_unknown_action_suggests_the_right_one(acme: Sandbox, stranger: Client) -> None:
    text = page(stranger, {**RECEIPT_QUESTION, "action": "s3:ListObjectsV2"}, 422)
    assert "AWS has no action" in text
    assert 'data-action="s3:ListBucket"' in text
    assert 'value="s3:ListObjectsV2"' in text


@pytest.mark.parametrize(
    "principal",
    [
        "arn:aws:iam::999988887777:user/mallory",
        "arn:aws:iam::333344445555:user/nobody",
        "arn:aws:iam::12:user/ana",
        "nobody",
        "arn:",
        "\U0001f511" * 40,
        "*",
    ],
)
def test_a_principal_that_is_not_here_is_said_at_the_field(
    acme: Sandbox, stranger: Client, principal: str
) -> None:
    response = stranger.get("/lab/", {**RECEIPT_QUESTION, "principal": principal})
    assert response.status_code == 422
    assert response.context["outcome"].errors["principal"]
    assert f'value="{escape(principal)}"' in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"principal": "\x00"}, "principal"),
        ({"principal": "x" * 3000}, "principal"),
        ({"action": "s3"}, "action"),
        ({"action": "s3:*"}, "action"),
        ({"action": "x" * 300}, "action"),
        ({"action": ""}, "action"),
        ({"resource": "no arn"}, "resource"),
        ({"resource": "\x00"}, "resource"),
        ({"account": "12"}, "account"),
        ({"ctx": "nocolon=1"}, "context"),
        ({"ctx": "aws:SourceIp=\x00"}, "context"),
        ({"ctx": [f"aws:PrincipalTag/{n}=1" for n in range(101)]}, "context"),
        ({"ctx": "aws:PrincipalTag/a=" + "x" * 5000}, "context"),
        ({"key": ["aws:SourceIp"], "value": []}, "context"),
        ({"off": "\x00"}, "context"),
    ],
)
def test_bad_input_is_said_at_its_field(
    acme: Sandbox, stranger: Client, changes: dict[str, object], place: str
) -> None:
    query = urlencode({**RECEIPT_QUESTION, **changes}, doseq=True)
    response = stranger.get(f"/lab/?{query}")
    assert response.status_code == 422
    assert response.context["outcome"].errors[place]


@pytest.mark.parametrize("scenario", ["nowhere", "\x00", "../etc", "x" * 500])
def test_an_unknown_scenario_is_a_404(acme: Sandbox, stranger: Client, scenario: str) -> None:
    page(stranger, {"scenario": scenario}, 404)


def test_a_policy_that_is_not_with_the_question_is_refused(acme: Sandbox, stranger: Client) -> None:
    text = page(stranger, {**RECEIPT_QUESTION, "with": "question/no/session/such"}, 422)
    assert "There is no session policy" in text


def test_typed_markup_is_text(acme: Sandbox, stranger: Client) -> None:
    text = page(stranger, {**RECEIPT_QUESTION, "action": "<script>alert(1)</script>"}, 422)
    assert "<script>alert" not in text
