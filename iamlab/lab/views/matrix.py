"""Who can do what to a resource: the page, one cell's note, and the answers as a file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import StringIO
from time import perf_counter
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from iamlab.engine import Authorizer, EngineError, Snapshot, Trace
from iamlab.lab.forms.matrix import CONTEXTS, MatrixForm, QuestionForm
from iamlab.lab.matrix import (
    AskerGroup,
    Column,
    Grid,
    Practice,
    fill_grid,
    find_standouts,
    list_askers,
    list_columns,
    list_targets,
    pick_columns,
)
from iamlab.lab.matrix.columns import group_columns
from iamlab.lab.matrix.drawing import WORDS, draw_columns, draw_rows
from iamlab.lab.matrix.paging import list_pages, page_of, page_of_groups
from iamlab.lab.matrix.targets import is_bucket
from iamlab.lab.questions import LabQuestion
from iamlab.lab.visitors import visitor_of
from iamlab.sandbox.services.access import open_sandbox
from iamlab.sandbox.services.errors import PrincipalNotFound, ScenarioNotFound
from iamlab.sandbox.services.principals import find_principal
from iamlab.sandbox.services.snapshots import authorizer_of

DEFAULT_SCENARIO = "acme"
COLUMNS_PER_PAGE = 40
ROWS_PER_PAGE = 200
_NARROW = 14
"""Columns that fit a wide window; more of them scroll inside their own box."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What the filters chose: the organization, what is asked of it, and by whom."""

    scenario: str
    authorizer: Authorizer
    resource: str
    columns: tuple[Column, ...]
    groups: tuple[AskerGroup, ...]
    practice: Practice
    fitting: int

    @property
    def has_objects(self) -> bool:
        """Whether the resource is a bucket, so that an object can be named."""
        return is_bucket(self.resource)

    @property
    def snapshot(self) -> Snapshot:
        """The organization that is asked about."""
        return self.authorizer.snapshot

    @property
    def title(self) -> str:
        """The name of the resource."""
        known = self.snapshot.resources.get(self.resource)
        return (known.name if known else "") or self.resource.rpartition(":")[2]


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Show every principal by every action on a resource; `format=csv` sends it as a file."""
    scenario, authorizer = _open(request)
    snapshot = authorizer.snapshot
    first = next(iter(snapshot.resources), next(iter(snapshot.identities), ""))
    form = MatrixForm(request.GET, snapshot, first)
    everyone = list_askers(snapshot, str(form.data["resource"]))
    form.offer_groups(everyone)
    page = {"form": form, "scenario": scenario, "is_default": scenario == DEFAULT_SCENARIO}
    if not form.is_valid():
        return render(request, "matrix/page.html", page, status=400)
    selection = _select(scenario, authorizer, form, everyone)
    if request.GET.get("format") == "csv":
        return _as_file(selection)
    page |= _answers(selection, form)
    page["here"] = _query(request)
    return render(request, "matrix/page.html", page)


@require_safe
def cell(request: HttpRequest) -> HttpResponse:
    """Show one answer of a matrix in a few lines, with a link to its trace."""
    scenario, authorizer = _open(request)
    form = QuestionForm(request.GET)
    if not form.is_valid():
        return render(request, "matrix/_refusal.html", {"sentence": form.sentence()}, status=400)
    asked, stated = form.cleaned_data, form.cleaned_data["ctx"]
    try:
        principal = find_principal(authorizer.snapshot, asked["principal"])
        practice = Practice(authorizer.snapshot, {}, stated)
        trace = authorizer.explain(practice.request(principal, asked["action"], asked["resource"]))
    except (EngineError, PrincipalNotFound) as error:
        return render(request, "matrix/_refusal.html", {"sentence": str(error)}, status=400)
    context = {
        name: (item,) if isinstance(item, str) else tuple(item) for name, item in stated.items()
    }
    question = LabQuestion(principal, trace.action, trace.resource, context=context)
    query = question.query(scenario)
    return render(request, "matrix/_cell.html", {"trace": trace, "query": query} | _words(trace))


def _open(request: HttpRequest) -> tuple[str, Authorizer]:
    """Return the scenario and who answers in the visitor's copy of it. Raises Http404."""
    scenario = request.GET.get("scenario") or DEFAULT_SCENARIO
    try:
        sandbox = open_sandbox(visitor_of(request), scenario[:100].replace("\x00", ""))
    except ScenarioNotFound as error:
        raise Http404(str(error)) from error
    return scenario, authorizer_of(sandbox)


def _select(
    scenario: str, authorizer: Authorizer, form: MatrixForm, everyone: Sequence[AskerGroup]
) -> Selection:
    chosen = form.cleaned_data
    policies = authorizer.snapshot.policies()
    fitting = columns = list_columns(list_targets(chosen["resource"], chosen["key"]))
    if chosen["actions"] != "all":
        identity = authorizer.snapshot.identities.get(chosen["resource"])
        own = identity.trust if identity else policies.get(f"resource/{chosen['resource']}")
        columns = pick_columns(columns, policies.values(), own)
    who = chosen["who"]
    return Selection(
        scenario,
        authorizer,
        chosen["resource"],
        columns,
        tuple(group for group in everyone if not who or group.id == who),
        Practice(authorizer.snapshot, CONTEXTS[chosen["context"]][1], chosen["ctx"]),
        len(fitting),
    )


def _answers(selection: Selection, form: MatrixForm) -> dict[str, object]:
    """Return what the page shows of the answers, a page of columns and of rows at a time."""
    page = form.cleaned_data["page"] or 1
    columns = page_of(selection.columns, page, COLUMNS_PER_PAGE)
    rows = form.cleaned_data["rows"] or 1
    start = perf_counter()
    grid = _ask(
        replace(
            selection, columns=columns, groups=page_of_groups(selection.groups, rows, ROWS_PER_PAGE)
        )
    )
    spent = perf_counter() - start
    return {
        "selection": selection,
        "heads": draw_columns(columns),
        "head_groups": group_columns(columns),
        "groups": draw_rows(grid, selection.scenario, selection.practice.overrides),
        "grid": grid,
        "legend": [(verdict, word, grid.counts.get(verdict, 0)) for verdict, word in WORDS.items()],
        "milliseconds": max(1, round(spent * 1000)),
        "standouts": find_standouts(grid, selection.snapshot),
        "is_wide": len(columns) > _NARROW,
        "column_pages": list_pages(len(selection.columns), page, COLUMNS_PER_PAGE, "page"),
        "row_pages": list_pages(
            sum(len(group.askers) for group in selection.groups), rows, ROWS_PER_PAGE, "rows"
        ),
    }


def _ask(selection: Selection) -> Grid:
    return fill_grid(
        selection.authorizer, selection.groups, selection.columns, selection.practice.request
    )


def _query(request: HttpRequest) -> str:
    """Return the filters in force as a query without the pages."""
    pairs = [
        (name, value)
        for name, values in request.GET.lists()
        if name not in ("page", "rows", "format")
        for value in values
    ]
    return urlencode(pairs)


def _words(trace: Trace) -> dict[str, str]:
    """Return who asks for what, as a cell's note says it."""
    return {"who": trace.caller.noun, "name": trace.resource.rpartition(":")[2] or trace.resource}


def _as_file(selection: Selection) -> HttpResponse:
    """Return all answers as CSV, a line for each."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["principal", "action", "resource", "verdict", "reason", "changes with"])
    for asker, column, item in _ask(selection).cells():
        decision = item.decision
        writer.writerow(
            [
                asker.principal,
                column.action,
                column.target.arn,
                decision.verdict if decision else "",
                decision.reason if decision else item.refusal,
                _harmless(" ".join(item.changes)),
            ]
        )
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    name = slugify(selection.title) or "resource"
    response["Content-Disposition"] = f'attachment; filename="who-can-{name}.csv"'
    return response


def _harmless(text: str) -> str:
    """Return a text from a policy such that a spreadsheet takes it for text, not for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
