"""Questions behind a link: the policies as they were asked about, for anyone who has the link."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from iamlab.engine import Snapshot
from iamlab.sandbox.models import Policy, PolicyKind, SharedQuestion
from iamlab.sandbox.services.access import open_sandbox, template_of
from iamlab.sandbox.services.errors import PolicyNotFound, QuestionRefused, SharedNotFound
from iamlab.sandbox.services.policies import edited_texts
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.sandbox.services.texts import check_text, is_storable
from iamlab.sandbox.services.visitors import Visitor

MAX_SHARED = 524_288
"""Characters of a shared question with its policies, as JSON."""

_TOKEN_BYTES = 16
_NULL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # JSON's way to write the null character


def share_question(
    visitor: Visitor, slug: str, question: Mapping[str, Any], drafts: Mapping[str, str]
) -> SharedQuestion:
    """Keep a question with every policy that differs from the scenario, and return its link's row.

    `question` is any JSON data; `drafts` are texts not saved yet, by policy key. The same question
    about the same policies has one link. Raises QuestionRefused, PolicyRefused, PolicyNotFound and
    ScenarioNotFound.
    """
    sandbox = open_sandbox(visitor, slug)
    kinds = dict(
        Policy.objects.filter(
            sandbox=sandbox, key__in=[key for key in drafts if is_storable(key)]
        ).values_list("key", "kind")
    )
    for key, text in drafts.items():
        if key not in kinds:
            raise PolicyNotFound(key)
        check_text(text, PolicyKind(kinds[key]))
    texts = {**({} if sandbox.is_template else edited_texts(sandbox)), **drafts}
    content = _as_json({"scenario": slug, "texts": texts, "question": dict(question)})
    shared, _ = SharedQuestion.objects.get_or_create(
        content_hash=sha256(content.encode()).hexdigest(),
        defaults={
            "token": secrets.token_urlsafe(_TOKEN_BYTES),
            "scenario": slug,
            "texts": texts,
            "question": dict(question),
        },
    )
    return shared


def open_shared(token: str) -> SharedQuestion:
    """Return a shared question; whoever has the link may read it. Raises SharedNotFound."""
    shared = SharedQuestion.objects.filter(pk=token).first() if is_storable(token) else None
    if shared is None:
        raise SharedNotFound
    return shared


def shared_snapshot(shared: SharedQuestion) -> Snapshot:
    """Return the organization that the question was asked about. Raises ScenarioNotFound.

    What was not edited comes from the scenario as it is today.
    """
    return snapshot_of(template_of(shared.scenario), shared.texts)


def _as_json(content: Mapping[str, object]) -> str:
    try:
        text = json.dumps(content, sort_keys=True, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise QuestionRefused("This question cannot be kept: it is not plain data.") from error
    if not is_storable(text) or _NULL.search(text):
        raise QuestionRefused("This question cannot be kept: it holds characters that are none.")
    if len(text) > MAX_SHARED:
        raise QuestionRefused(
            f"This question is too long to share: {len(text):,} characters with its policies, "
            f"{MAX_SHARED:,} at most."
        )
    return text
