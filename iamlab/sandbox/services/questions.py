"""Preset questions as the plain data that a template keeps."""

from __future__ import annotations

from typing import Any

from iamlab.engine.scenarios import Document, PassedPolicy, Question

_PASSED = ("session_policies", "endpoint_policies")


def question_as_data(question: Question) -> dict[str, Any]:
    """Return a question as JSON data; a policy that it brings along is `{name, text}`."""
    data = question.model_dump(mode="json", exclude=set(_PASSED))
    for part in _PASSED:
        policies: list[PassedPolicy] = getattr(question, part)
        data[part] = [{"name": item.name, "text": item.document.text} for item in policies]
    return data


def question_from_data(data: dict[str, Any]) -> Question:
    """Return the question that `question_as_data` wrote."""
    passed = {
        part: [
            PassedPolicy(name=item["name"], document=Document(item["text"]))
            for item in data.get(part, [])
        ]
        for part in _PASSED
    }
    return Question.model_validate({**data, **passed})
