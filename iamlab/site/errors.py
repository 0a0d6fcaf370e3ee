"""What a visitor sees when something cannot be done: a page, or a notice for htmx."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.cache import patch_vary_headers


def error_response(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """Return the error page of `status` (400, 403, 404, 413, 429 or 500).

    `sentence` replaces the page's own first sentence. An htmx request gets the page's text as a
    notice, which htmx puts into `#notice` whatever the request's own target was.
    """
    wants_notice = _wants_fragment(request)
    template = loader.get_template(f"{status}.html")
    layout = "components/_notice.html" if wants_notice else "error.html"
    # No request and so no context processors: these pages hold when the database does not.
    context = {"layout": layout, "status": status, "sentence": sentence}
    response = HttpResponse(template.render(context), status=status)
    if wants_notice:
        response["HX-Retarget"] = "#notice"
        response["HX-Reswap"] = "innerHTML"
    patch_vary_headers(response, ["HX-Request"])
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return 400, or 413 when the request was refused for its size."""
    return error_response(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return 403 with the sentence of the PermissionDenied, when it has one."""
    return error_response(request, 403, str(exception))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return 403 for a form whose CSRF token is missing, old or not ours."""
    return error_response(
        request, 403, "This form is too old, or your browser refuses cookies, so it was not sent."
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return 404."""
    return error_response(request, 404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Return 429."""
    return error_response(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return 500."""
    return error_response(request, 500)


def _wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page; a boosted link or a restored page wants it all."""
    headers = request.headers
    return "HX-Request" in headers and not (
        "HX-Boosted" in headers or "HX-History-Restore-Request" in headers
    )
