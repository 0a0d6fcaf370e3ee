"""A page to check any policy on, and the reference of all checks."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from iamlab.engine import Finding, PolicyType, Severity
from iamlab.engine.validation import NOWHERE, all_checks, validate
from iamlab.lab.findings import repair_text
from iamlab.lab.forms.checks import FilterForm, OpenForm, PasteForm
from iamlab.lab.reference import (
    TYPE_WORDS,
    check_of,
    neighbors,
    shown_examples,
    theme_title,
    themes,
)
from iamlab.lab.views.findings import too_long
from iamlab.lab.words import Words, words_of
from iamlab.sandbox.services.texts import MAX_TEXT
from iamlab.site.errors import error_response

_LEAST_ROWS, _MOST_ROWS = 12, 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text in the editor of the page; `name` keeps the drafts of several texts apart."""

    text: str
    type: PolicyType
    name: str = ""
    title: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def rows(self) -> int:
        """How many lines the plain text field shows."""
        return min(max(self.text.count("\n") + 1, _LEAST_ROWS), _MOST_ROWS)

    @property
    def in_words(self) -> Words | None:
        """The text in plain words; None while there is none."""
        return words_of(self.text[:MAX_TEXT], self.type) if self.text.strip() else None


@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest) -> HttpResponse:
    """Check any text: an example of the reference, or what somebody pastes. Nothing is kept."""
    if request.method == "POST":
        return _check_pasted(request)
    form = OpenForm(request.GET)
    if not form.is_valid():
        return error_response(request, 400, "The address names no example of ours.")
    data = form.cleaned_data
    if not data["check"]:
        return _show(request, Sheet("", data["type"]))
    check = check_of(data["check"])
    if check is None:
        return error_response(request, 404, "There is no such check.")
    which = data["example"] or "bad"
    example = check.bad if which == "bad" else check.good
    sheet = Sheet(
        example.text,
        example.type,
        f"{check.slug}-{which}",
        f"{check.title}: {which} example",
        validate(example.text, example.type, example.setting),
    )
    return _show(request, sheet)


def _check_pasted(request: HttpRequest) -> HttpResponse:
    form = PasteForm(request.POST)
    if not form.is_valid():
        return error_response(request, 400, form.sentence())
    data = form.cleaned_data
    text, policy_type = data["text"], data["type"]
    if len(text) > MAX_TEXT:
        return _show(request, Sheet(text, policy_type), problem=too_long(text), status=413)
    findings = validate(text, policy_type, NOWHERE)
    done = ""
    if data["repair"] is not None:
        mended = repair_text(text, findings, data["repair"])
        if mended is not None:
            text, done = mended
            findings = validate(text, policy_type, NOWHERE)
    sheet = Sheet(text, policy_type, data["name"], findings=findings)
    return _show(request, sheet, done=done, checked=True)


def _show(request: HttpRequest, sheet: Sheet, status: int = 200, **more: object) -> HttpResponse:
    context = {"sheet": sheet, "types": TYPE_WORDS, "max_length": MAX_TEXT, **more}
    return render(request, "checks/check.html", context, status=status)


@require_safe
def list_checks(request: HttpRequest) -> HttpResponse:
    """List every check, by theme."""
    form = FilterForm(request.GET)
    if not form.is_valid():
        return error_response(request, 400, "The search words are too long.")
    data = form.cleaned_data
    shown = themes(data["q"], data["severity"], data["type"])
    context = {
        "themes": shown,
        "wanted": data,
        "count": sum(len(theme.checks) for theme in shown),
        "total": len(all_checks()),
        "severities": tuple(Severity),
        "types": TYPE_WORDS,
    }
    return render(request, "checks/list.html", context)


@require_safe
def show_check(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one check: why it matters, and its two examples."""
    check = check_of(slug)
    if check is None:
        return error_response(request, 404, "There is no check of that name.")
    before, after = neighbors(check)
    context = {
        "check": check,
        "theme": theme_title(check.theme),
        "examples": shown_examples(check),
        "types": [words for kind, words in TYPE_WORDS.items() if kind in check.types],
        "every_type": len(check.types) == len(PolicyType),
        "before": before,
        "after": after,
    }
    return render(request, "checks/check_page.html", context)
