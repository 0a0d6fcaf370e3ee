"""What becomes of an anonymous learner's copies when they sign up or sign in."""

from __future__ import annotations

from django.db import transaction

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.access import find_own, lock_sandbox, raise_revision
from iamlab.sandbox.services.errors import PolicyNotFound
from iamlab.sandbox.services.policies import add_version, edited_texts, find_policy
from iamlab.sandbox.services.visitors import Visitor

_NOTE = "Saved before you signed in"


def adopt_sandboxes(visitor_key: str, user_id: int) -> int:
    """Give the session's sandboxes to a person and return how many there were.

    Where the person has a copy of the same scenario already, that one stays in force, and what was
    edited in the session's joins its policies' lists of versions, to be restored from there.
    """
    with transaction.atomic():
        anonymous = list(Sandbox.objects.filter(visitor_key=visitor_key).order_by("pk"))
        for sandbox in anonymous:
            lock_sandbox(sandbox)
            own = find_own(Visitor(user_id=user_id), sandbox.scenario)
            if own is None:
                sandbox.owner_id, sandbox.visitor_key = user_id, None
                sandbox.save(update_fields=["owner", "visitor_key"])
            else:
                _merge(sandbox, own)
                sandbox.delete()
    return len(anonymous)


def _merge(source: Sandbox, target: Sandbox) -> None:
    """Add the edited texts of one copy to the other as versions that are not in force."""
    lock_sandbox(target)
    for key, text in edited_texts(source).items():
        try:
            policy = find_policy(target, key)
        except PolicyNotFound:
            continue  # the copies were made from different states of the scenario
        if not policy.versions.filter(text=text).exists():
            add_version(policy, text, in_force=False, note=_NOTE)
    raise_revision(target)
