"""The health of the site, for the operator's probes."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from iamlab.engine import catalog_date


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Return {"status": "ok", "catalog": "2026-10-27"}; 503 when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)
    return JsonResponse({"status": "ok", "catalog": catalog_date().isoformat()})
