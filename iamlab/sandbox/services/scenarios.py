"""Starting organizations: from their files to the templates that learners copy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from iamlab.engine.scenarios import Question, ScenarioError, read_scenario
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.access import lock_sandbox, raise_revision, template_of
from iamlab.sandbox.services.copying import empty_sandbox
from iamlab.sandbox.services.errors import ScenarioRefused
from iamlab.sandbox.services.questions import question_as_data, question_from_data
from iamlab.sandbox.services.writing import write_organization

SHIPPED = Path(__file__).resolve().parent.parent / "scenarios"


def load_scenario(slug: str, files: Mapping[str, str]) -> tuple[Sandbox, bool]:
    """Make or renew the scenario's template; return it, and whether it changed.

    `files` are the texts of the folder's files by their relative paths. The same files again change
    nothing; other files replace the template and leave learners' copies alone. Raises
    ScenarioRefused with every problem found.
    """
    content_hash = _hash_files(files)
    template = Sandbox.objects.filter(scenario=slug, is_template=True).first()
    if template is not None and template.content_hash == content_hash:
        return template, False
    try:
        scenario = read_scenario(files)
    except ScenarioError as error:
        raise ScenarioRefused(f"The scenario “{slug}” has faults.\n{error}") from error
    with transaction.atomic():
        if template is None:
            template = Sandbox.objects.create(scenario=slug, is_template=True)
        lock_sandbox(template)
        empty_sandbox(template)
        template.title, template.summary = scenario.title, scenario.summary
        template.content_hash = content_hash
        template.questions = [question_as_data(question) for question in scenario.questions]
        template.start = {} if scenario.start is None else scenario.start.model_dump(mode="json")
        template.save()
        write_organization(template, scenario)
        raise_revision(template)
    return template, True


def load_shipped_scenarios(folder: Path = SHIPPED) -> list[tuple[Sandbox, bool]]:
    """Load every scenario in `folder`, as `load_scenario` does; its folder's name is the slug."""
    return [
        load_scenario(path.parent.name, read_folder(path.parent))
        for path in sorted(folder.glob("*/organization.yaml"))
    ]


def read_folder(folder: Path) -> dict[str, str]:
    """Return the texts of a scenario folder's YAML and JSON files by their relative paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".yaml", ".json") and path.is_file()
    }


def list_scenarios() -> list[Sandbox]:
    """Return the templates by title."""
    return list(Sandbox.objects.filter(is_template=True).order_by("title"))


def scenario_questions(slug: str) -> list[Question]:
    """Return the scenario's preset questions in their order. Raises ScenarioNotFound."""
    return [question_from_data(data) for data in template_of(slug).questions]


def scenario_start(slug: str) -> dict[str, str]:
    """Return the `policy` key and `question` ID to begin with, or {}. Raises ScenarioNotFound."""
    start: dict[str, str] = template_of(slug).start
    return start


def _hash_files(files: Mapping[str, str]) -> str:
    return sha256(json.dumps(dict(files), sort_keys=True).encode()).hexdigest()
