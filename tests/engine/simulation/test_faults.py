"""Lines that cannot be answered: each is an error with a path, and none of them raises."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .lines import ALICE, ALLOWING, REQUEST, answer, answer_text, fault, line

ASKED = json.dumps(REQUEST)
DEEPEST = 100_000


def broken(request: dict[str, Any] | None = None, **layers: Any) -> str:
    """Return the message of a line made of these parts."""
    return fault(json.dumps(line(request, **layers)))


@pytest.mark.parametrize("field", ["principal", "action", "resource"])
def test_three_fields_of_the_request_are_required(field: str) -> None:
    assert broken({field: None}) == f"request.{field}: is required"


def test_request_is_required() -> None:
    assert fault('{"id": "q1"}') == "request: is required"


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"action": "GetObject"}, "request.action: "),
        ({"action": "s3:Get*"}, "request.action: "),
        ({"principal": "alice"}, "request.principal: "),
        ({"principal": "arn:aws:iam::111122223333:group/web"}, "request.principal: "),
        ({"principal": "arn:aws:iam::1234:user/alice"}, "request.principal: "),
        ({"resource": "reports/q1.csv"}, "request.resource: "),
        ({"resource_account": "1234"}, "request.resource_account: "),
        ({"resource_account": ""}, "request.resource_account: "),
        ({"principal": 5}, "request.principal: must be a text"),
        ({"action": ["s3:GetObject"]}, "request.action: must be a text"),
        ({"context": "aws:SourceIp"}, "request.context: must be an object"),
        ({"context": []}, "request.context: must be an object"),
        ({"context": {"a": {}}}, "request.context.a: must be a text, a number, a boolean or"),
        ({"context": {"a": [["x"]]}}, "request.context.a: must be a text, a number, a boolean or"),
        ({"context": {"a": [None]}}, "request.context.a: must be a text, a number, a boolean or"),
        ({"principle": ALICE}, "request.principle: is not a key of `request`; known: principal,"),
    ],
)
def test_faults_of_the_request_begin_with_their_path(
    request_: dict[str, Any], message: str
) -> None:
    assert broken(request_).startswith(message)


def test_context_value_may_not_be_null() -> None:
    text = f'{{"request": {ASKED[:-1]}, "context": {{"a": null}}}}}}'
    assert fault(text).startswith("request.context.a: must be a text")


@pytest.mark.parametrize("value", ["null", "[]", '"s3:GetObject"', "7"])
def test_request_must_be_an_object(value: str) -> None:
    assert fault(f'{{"request": {value}}}') == "request: must be an object"


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ({"identity_policies": ALLOWING}, "identity_policies: must be a list"),
        ({"identity_policies": ["x"]}, "identity_policies[0]: must be an object"),
        ({"identity_policies": [ALLOWING, {}]}, "identity_policies[1].document: is required"),
        (
            {"identity_policies": [{"name": 5, "document": {}}]},
            "identity_policies[0].name: must be a text",
        ),
        (
            {"session_policies": [{"name": None, "document": {}}]},
            "session_policies[0].name: must be a text",
        ),
        (
            {"resource_policy": {"name": "b", "documents": {}}},
            "resource_policy.documents: is not a key of this format; known: `name` and `document`",
        ),
        ({"permissions_boundary": False}, "permissions_boundary: must be an object"),
        ({"permissions_boundary": "x"}, "permissions_boundary: must be an object"),
        ({"service_control_policies": [[]]}, "service_control_policies[0]: must be an object"),
        (
            {"service_control_policies": [{"target": "r-root"}]},
            "service_control_policies[0].policies: is required",
        ),
        (
            {"resource_control_policies": [{"target": 5, "policies": []}]},
            "resource_control_policies[0].target: must be a text",
        ),
        (
            {"service_control_policies": [{"target": "r", "policies": [ALLOWING, 5]}]},
            "service_control_policies[0].policies[1]: must be an object",
        ),
        ({"boundary": ALLOWING}, "boundary: is not a key of this format; known: version, id, "),
    ],
)
def test_faults_of_the_layers_begin_with_their_path(layers: dict[str, Any], message: str) -> None:
    assert broken(**layers).startswith(message)


@pytest.mark.parametrize(
    ("layers", "path"),
    [
        ({"identity_policies": [ALLOWING, {"document": []}]}, "identity_policies[1].document"),
        ({"permissions_boundary": {"document": "{}"}}, "permissions_boundary.document"),
        ({"session_policies": [{"document": {"Statement": 5}}]}, "session_policies[0].document"),
        ({"resource_policy": {"document": {"Statement": ["x"]}}}, "resource_policy.document"),
        (
            {"service_control_policies": [{"policies": []}, {"policies": [{"document": None}]}]},
            "service_control_policies[1].policies[0].document",
        ),
        (
            {"resource_control_policies": [{"policies": [{"document": 7}]}]},
            "resource_control_policies[0].policies[0].document",
        ),
        ({"endpoint_policies": [{"document": True}]}, "endpoint_policies[0].document"),
    ],
)
def test_documents_that_cannot_be_read_are_errors(layers: dict[str, Any], path: str) -> None:
    assert broken(**layers).startswith(f"{path}: ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f'{{"id": 1, "id": 2, "request": {ASKED}}}', "id: stands twice"),
        (f'{{"request": {ASKED}, "request": {ASKED}}}', "request: stands twice"),
        (
            f'{{"request": {ASKED}, "endpoint_policies": [], "endpoint_policies": []}}',
            "endpoint_policies: stands twice",
        ),
        (
            f'{{"request": {ASKED[:-1]}, "action": "s3:PutObject"}}}}',
            "request: the key `action` stands twice in one object",
        ),
        (
            f'{{"request": {ASKED[:-1]}, "context": {{"a": "1", "a": "1"}}}}}}',
            "request: the key `a` stands twice in one object",
        ),
        (
            f'{{"request": {ASKED[:-1]}, "context": {{"aws:x": "1", "AWS:X": "1"}}}}}}',
            "request.context: `aws:x` stands there twice, in two spellings",
        ),
        (
            f'{{"request": {ASKED}, "identity_policies": '
            '[{"name": "a", "name": "b", "document": {}}]}',
            "identity_policies[0].name: stands twice",
        ),
        (
            f'{{"request": {ASKED}, "service_control_policies": '
            '[{"policies": [], "policies": []}]}',
            "service_control_policies[0].policies: stands twice",
        ),
        (
            f'{{"request": {ASKED}, "resource_policy": '
            '{"document": {"Statement": [], "Statement": []}}}',
            "resource_policy.document: ",
        ),
    ],
)
def test_key_that_stands_twice_is_an_error(text: str, message: str) -> None:
    assert fault(text).startswith(message)


def test_error_keeps_the_id_of_the_line() -> None:
    assert answer({"action": "x"})["id"] == "q1"
    twice = f'{{"id": "q9", "request": {ASKED}, "request": {ASKED}}}'
    assert answer_text(twice)["id"] == "q9"


def test_id_that_stands_twice_is_not_given_back() -> None:
    assert answer_text(f'{{"id": 1, "id": 2, "request": {ASKED}}}')["id"] is None


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "null", "[]", "[1, 2]", '"text"', "{", '{"id"', '{"id":', '{"id": 1', '{"id": 1,',
        '{"id": 1,}', '{"id": 1} 2', "{'id': 1}", '{"id": 1 "request": 2}', '{"id": 01}',
        '{"id": "tab\tin text"}', '{"id": "\\ud8"}', '{"id": "\\x"}', "\x00", '{"id":\u00a01}',
    ],
)  # fmt: skip
def test_text_that_is_no_object_is_an_error(text: str) -> None:
    assert fault(text).startswith("line: is not a JSON object: ")
    assert answer_text(text)["id"] is None


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize(
    "pattern",
    [
        f'{{"id": %s, "request": {ASKED}}}',
        f'{{"request": {ASKED[:-1]}, "context": {{"a": %s}}}}}}',
        f'{{"request": {ASKED}, "permissions_boundary": {{"document": {{"Id": %s}}}}}}',
    ],
)
def test_numbers_that_json_does_not_have_are_errors(number: str, pattern: str) -> None:
    assert fault(pattern % number) == f"line: is not a JSON object: {number} is not JSON"


@pytest.mark.parametrize("number", ["1" + "0" * 5000, "1e999", "-1e999"])
def test_id_that_is_too_great_a_number_is_an_error(number: str) -> None:
    assert fault(f'{{"id": {number}, "request": {ASKED}}}') == "id: is too great a number"


@pytest.mark.parametrize("value", ["{}", "[]", '["q1"]', '{"a": 1e999}'])
def test_id_must_be_a_scalar(value: str) -> None:
    text = f'{{"id": {value}, "request": {ASKED}}}'
    assert fault(text) == "id: must be a text, a number, a boolean or null"


@pytest.mark.parametrize("value", ["2", "0", "1.0", '"1"', "true", "null", "{}"])
def test_other_versions_of_the_format_are_errors(value: str) -> None:
    assert fault(f'{{"version": {value}, "request": {ASKED}}}').startswith("version: must be 1")


def test_version_of_the_format_may_be_given() -> None:
    assert answer(version=1, identity_policies=[ALLOWING])["decision"] == "allowed"


@pytest.mark.parametrize("depth", [70, *range(900, 1010, 7), DEEPEST])
@pytest.mark.parametrize(
    "pattern",
    [
        "%s",
        f'{{"id": %s, "request": {ASKED}}}',
        f'{{"request": {ASKED[:-1]}, "context": {{"a": %s}}}}}}',
        f'{{"request": {ASKED}, "identity_policies": %s}}',
        f'{{"request": {ASKED}, "permissions_boundary": {{"document": {{"Statement": %s}}}}}}',
        f'{{"request": {ASKED}, "service_control_policies": '
        '[{"policies": [{"document": {"Condition": %s}}]}]}',
    ],
)
@pytest.mark.parametrize(("opener", "closer"), [("[", "]"), ('{"a":', "}")])
def test_deep_nesting_is_an_error_at_every_depth(
    depth: int, pattern: str, opener: str, closer: str
) -> None:
    assert fault(pattern.replace("%s", opener * depth + "1" + closer * depth))


def test_brackets_that_are_never_closed_are_an_error() -> None:
    assert fault('{"id": ' + "[" * DEEPEST)


def test_line_beyond_the_limit_is_an_error() -> None:
    text = json.dumps(line(identity_policies=[{"name": "x" * 5_000_000, "document": {}}]))
    assert fault(text) == f"line: has {len(text)} characters; 4194304 is the most"


def test_line_below_the_limit_is_answered() -> None:
    assert (
        answer(identity_policies=[{**ALLOWING, "name": "x" * 4_000_000}])["decision"] == "allowed"
    )
