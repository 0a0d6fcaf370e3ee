"""Which sandbox a visitor may read and write: their own copies, and the templates to read."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.copying import copy_rows, empty_sandbox
from iamlab.sandbox.services.errors import SandboxNotFound, ScenarioNotFound
from iamlab.sandbox.services.visitors import Visitor


def template_of(slug: str) -> Sandbox:
    """Return the scenario's starting state, shared by all. Raises ScenarioNotFound."""
    template = Sandbox.objects.filter(scenario=_storable(slug), is_template=True).first()
    if template is None:
        raise ScenarioNotFound(slug)
    return template


def _storable(slug: str) -> str:
    """Return a slug that a database can be asked for: PostgreSQL takes no NUL."""
    return slug.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def find_own(visitor: Visitor, slug: str) -> Sandbox | None:
    """Return the visitor's own copy of the scenario, if there is one."""
    if not visitor.known:
        return None
    return Sandbox.objects.filter(scenario=_storable(slug), **visitor.ownership()).first()


def open_sandbox(visitor: Visitor, slug: str) -> Sandbox:
    """Return what the visitor sees of a scenario: their copy, else the template, to read only.

    Raises ScenarioNotFound.
    """
    return open_with_template(visitor, slug)[0]


def open_with_template(visitor: Visitor, slug: str) -> tuple[Sandbox, Sandbox]:
    """Return what `open_sandbox` does and the template, which can be the same, in one query.

    Raises ScenarioNotFound.
    """
    mine = Q(**visitor.ownership()) if visitor.known else Q(pk__in=())
    seen = Sandbox.objects.filter(mine | Q(is_template=True), scenario=_storable(slug))
    sandboxes = list(seen.order_by("is_template"))
    if not sandboxes:
        raise ScenarioNotFound(slug)
    return sandboxes[0], sandboxes[-1]


def own_sandbox(visitor: Visitor, slug: str) -> Sandbox:
    """Return the visitor's own copy, made now if this is their first write.

    Raises ScenarioNotFound, and VisitorUnknown when there is nothing to own it by.
    """
    ownership = visitor.ownership()
    own = find_own(visitor, slug)
    if own is not None:
        return own
    try:
        with transaction.atomic():
            template = template_of(slug)
            own = Sandbox.objects.create(
                scenario=slug,
                title=template.title,
                summary=template.summary,
                content_hash=template.content_hash,
                **ownership,
            )
            copy_rows(template, own)
    except IntegrityError:
        own = find_own(visitor, slug)  # the visitor's other tab was first
        if own is None:
            raise
    return own


def get_sandbox(visitor: Visitor, sandbox_id: int) -> Sandbox:
    """Return a sandbox by its number if the visitor may read it.

    Raises SandboxNotFound for a stranger's exactly as for one that does not exist.
    """
    sandbox = Sandbox.objects.filter(pk=sandbox_id).first()
    if sandbox is None or not (sandbox.is_template or visitor.owns(sandbox)):
        raise SandboxNotFound
    return sandbox


def replace_rows(template: Sandbox, sandbox: Sandbox) -> None:
    """Make the locked sandbox a fresh copy of the template; all its edits go."""
    empty_sandbox(sandbox)
    copy_rows(template, sandbox)
    sandbox.title, sandbox.summary = template.title, template.summary
    sandbox.content_hash = template.content_hash
    sandbox.save(update_fields=["title", "summary", "content_hash"])


def lock_sandbox(sandbox: Sandbox) -> None:
    """Make other writers of this sandbox wait until the transaction ends.

    An UPDATE that changes nothing takes the row's lock on every database; SELECT FOR UPDATE does
    not. Afterward the sandbox has its latest revision. Raises SandboxNotFound if it is gone.
    """
    if not Sandbox.objects.filter(pk=sandbox.pk).update(revision=F("revision")):
        raise SandboxNotFound
    sandbox.refresh_from_db(fields=["revision"])


def raise_revision(sandbox: Sandbox) -> None:
    """Note that the locked sandbox was written, so that nothing computed from it is used again."""
    sandbox.revision += 1
    sandbox.updated_at = timezone.now()
    sandbox.save(update_fields=["revision", "updated_at"])
