"""The start page: a question that works, with its policies and its trace."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from iamlab.engine import DocumentError, RequestError, Verdict
from iamlab.lab.answers import Answer
from iamlab.lab.forms.puzzle import PuzzleInput, read_puzzle
from iamlab.lab.puzzle import KEYS, SCENARIO, Puzzle, light, make_puzzle, solve
from iamlab.lab.visitors import visitor_of
from iamlab.sandbox.services.access import open_sandbox
from iamlab.sandbox.services.errors import PrincipalNotFound, ScenarioNotFound
from iamlab.sandbox.services.scenarios import scenario_questions
from iamlab.sandbox.services.snapshots import snapshot_of


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Show the puzzle, and its answer once a prediction is made. Nothing that is sent is kept."""
    try:
        sandbox = open_sandbox(visitor_of(request), SCENARIO)
        presets = scenario_questions(SCENARIO)
    except ScenarioNotFound:
        return render(request, "home/empty.html")
    snapshot = snapshot_of(sandbox)
    sent = read_puzzle(request.POST if request.method == "POST" else request.GET, KEYS)
    puzzle = make_puzzle(snapshot, presets, sent)
    if not (sent.prediction or sent.show):
        return _reply(request, puzzle, sent)
    if not puzzle.readable:
        return _reply(request, puzzle, sent, unreadable=True)
    try:
        answer = solve(snapshot, puzzle)
    except DocumentError:
        return _reply(request, puzzle, sent, unreadable=True)
    except RequestError as error:
        return _reply(request, puzzle, sent, problem=str(error), field=error.field)
    except PrincipalNotFound as error:
        return _reply(request, puzzle, sent, problem=str(error), field="principal")
    return _reply(request, light(puzzle, answer.trace), sent, answer)


def _reply(
    request: HttpRequest,
    puzzle: Puzzle,
    sent: PuzzleInput,
    answer: Answer | None = None,
    *,
    unreadable: bool = False,
    problem: str = "",
    field: str = "",
) -> HttpResponse:
    """Render the page, or for htmx only what changes; a verdict that still stands is not touched.

    A text that cannot be read while somebody types is nothing wrong for htmx (200), and a page
    of its own otherwise (400).
    """
    context = {
        "puzzle": puzzle,
        "sent": sent,
        "answer": answer,
        "trace": answer.trace if answer else None,
        "query": answer.asked.query(SCENARIO) if answer else "",
        "said": _said(puzzle, sent, answer),
        "unreadable": unreadable,
        "problem": problem,
        "field": field,
    }
    is_part = bool(request.headers.get("HX-Request"))
    context["is_part"] = is_part
    wrong = bool(problem) or (unreadable and not is_part)
    template = "home/_reply.html" if is_part else "home/page.html"
    response = render(request, template, context, status=400 if wrong else 200)
    if is_part and (unreadable or problem):
        response["HX-Retarget"] = "#answer-note"
        response["HX-Reswap"] = "innerHTML"
    return response


def _said(puzzle: Puzzle, sent: PuzzleInput, answer: Answer | None) -> str:
    """Return `right` or `wrong` while the answer is about what was predicted, else nothing."""
    if answer is None or not sent.prediction or sent.about not in ("", puzzle.mark):
        return ""
    allowed = answer.trace.decision.verdict is Verdict.ALLOWED
    return "right" if allowed == (sent.prediction == "yes") else "wrong"
