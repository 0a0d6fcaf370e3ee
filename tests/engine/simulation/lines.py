"""Lines of the `simulate` format, built from their parts, and their answers."""

from __future__ import annotations

import json
from typing import Any

from iamlab.engine.simulation import Simulator

ALICE = "arn:aws:iam::111122223333:user/alice"
REPORT = "arn:aws:s3:::reports/2026/q1.csv"
REQUEST = {"principal": ALICE, "action": "s3:GetObject", "resource": REPORT}

Json = dict[str, Any]


def statement(effect: str = "Allow", action: str = "s3:*", **more: Any) -> Json:
    """Return a statement about every resource, unless `Resource` says otherwise."""
    return {"Effect": effect, "Action": action, "Resource": "*", **more}


def document(*statements: Json) -> Json:
    """Return a policy document of the 2012 version."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def policy(name: str, *statements: Json) -> Json:
    """Return a policy as a line gives it."""
    return {"name": name, "document": document(*statements)}


ALLOWING = policy("AllowS3", statement())
EMPTY = policy("Empty")
FULL = policy("FullAWSAccess", statement(action="*"))
OPEN_TO_ALL = policy("open", statement(Principal="*"))


def level(target: str, *policies: Json) -> Json:
    """Return one level of SCPs or RCPs."""
    return {"target": target, "policies": list(policies)}


def line(request: Json | None = None, **layers: Any) -> Json:
    """Return a line; `request` overrides parts of Alice's question, None removes a part."""
    asked = {**REQUEST, **(request or {})}
    return {
        "id": "q1",
        "request": {key: value for key, value in asked.items() if value is not None},
        **layers,
    }


def answer_text(text: str, *, trace: bool = False) -> Json:
    """Return the answer to a text, which must be JSON whatever the text is."""
    result, answered = Simulator(trace=trace).answer(text, 7, 1_780_000_000.0)
    assert answered is ("error" not in result)
    return dict(json.loads(json.dumps(result, allow_nan=False)))


def answer(request: Json | None = None, *, trace: bool = False, **layers: Any) -> Json:
    """Return the answer to a line made of these parts."""
    return answer_text(json.dumps(line(request, **layers)), trace=trace)


def decide(request: Json | None = None, **layers: Any) -> tuple[str, str]:
    """Return decision and reason of a line made of these parts."""
    result = answer(request, **layers)
    assert "error" not in result, result
    return result["decision"], result["reason"]


def fault(text: str) -> str:
    """Return the message of a text that cannot be answered, having checked its form."""
    result = answer_text(text)
    assert set(result) == {"id", "error"}
    assert set(result["error"]) == {"code", "message", "line"}
    assert result["error"]["code"] == "INVALID_REQUEST"
    assert result["error"]["line"] == 7
    return str(result["error"]["message"])
