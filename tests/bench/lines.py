"""Lines of the `simulate` format for the benchmarks: a thousand different questions."""

from __future__ import annotations

import json
from typing import Any

from . import organizations

_ACTIONS = 30
_RESOURCES = 50
_USERS = 20


def distinct_lines() -> list[str]:
    """Return 1,000 lines of about 8 KB on which no question stands twice.

    Each carries 26 statements, a boundary and three levels of SCPs, the same text on all.
    """
    policies = _policies()
    asked = organizations.requests(_USERS)
    actions = sorted({request.action for request in asked})[:_ACTIONS]
    resources = organizations.resources(_RESOURCES)
    return [
        json.dumps(
            {
                "id": number,
                "request": {
                    "principal": organizations.user_arn(number % _USERS),
                    "action": actions[(number // _USERS) % len(actions)],
                    "resource": resources[(number * 7 + number // _USERS) % len(resources)],
                    "resource_account": organizations.ACCOUNT,
                    "context": {"aws:SecureTransport": "true", "aws:PrincipalTag/team": "web"},
                },
            }
            | policies
        )
        for number in range(1000)
    ]


def _policies() -> dict[str, Any]:
    statements = organizations.identity_statements(0)
    return {
        "identity_policies": [_policy("Mine", organizations.document(statements))],
        "permissions_boundary": _policy("Boundary", organizations.boundary_text()),
        "service_control_policies": [
            {
                "target": level.target,
                "policies": [_policy(policy.name, policy.text) for policy in level.policies],
            }
            for level in organizations.scp_levels()
        ],
    }


def _policy(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "document": json.loads(text)}
