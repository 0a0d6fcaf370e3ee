"""Checks of what stands in Action and NotAction."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.catalog import service_exists, suggest_actions
from iamlab.engine.documents import Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.matching import expand_action
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject


@check(
    "INVALID_ACTION",
    Severity.ERROR,
    tier=1,
    types=EVERY_TYPE,
    title="The service has no such action",
    why="An action that AWS does not know matches nothing, so what it should allow stays denied "
    "and what it should deny stays allowed.",
    bad=example(allow("s3:GetObjects", "arn:aws:s3:::acme-receipts/*")),
    good=example(allow("s3:GetObject", "arn:aws:s3:::acme-receipts/*")),
)
def invalid_action(subject: Subject) -> Iterator[Found]:
    """Find actions of a known service that the service does not have."""
    for statement, name, entry in subject.entries("Action", "NotAction"):
        service, colon, _ = entry.text.partition(":")
        if not colon or not service_exists(service) or expand_action(entry.text):
            continue
        near = suggest_actions(entry.text, limit=1)
        message = f"{show(service)} has no action {show(entry.text)}."
        repair = None
        if near:
            message += f" Did you mean `{near[0]}`?"
            repair = subject.replace(f"Use {near[0]}", entry.span, near[0])
        yield Found(message, entry.span, statement.path_to(name, entry), repair)
