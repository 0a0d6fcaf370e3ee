"""Refuses a request body that is too large, before any of it is parsed."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from iamlab.site.errors import error_response

CHUNK = 65_536  # bytes


class BodyLimitMiddleware:
    """Answers 413 to a body over the limit, whatever the view would have done with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or refuse it by its declared length."""
        length = _declared_length(request)
        if length <= _limit(request):
            return self.get_response(request)
        _drain(request, min(length, settings.FILE_UPLOAD_LIMIT))
        return error_response(request, 413)


def _declared_length(request: HttpRequest) -> int:
    """Return the Content-Length in bytes, 0 when there is none or it makes no sense."""
    text = request.META.get("CONTENT_LENGTH") or ""
    return int(text) if text.isascii() and text.isdigit() else 0


def _limit(request: HttpRequest) -> int:
    """Return how many bytes a body of the request's content type may have."""
    if request.content_type == "multipart/form-data":
        return int(settings.FILE_UPLOAD_LIMIT)
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _drain(request: HttpRequest, length: int) -> None:
    """Read up to `length` bytes: a browser shows the answer only once it could send its body."""
    while length > 0:
        chunk = request.read(min(CHUNK, length))
        if not chunk:
            return
        length -= len(chunk)
