"""What every page's template may read besides its own data."""

import datetime

from django.http import HttpRequest

from iamlab.engine import catalog_date


def catalog(request: HttpRequest) -> dict[str, datetime.date]:
    """Return the day of the action catalog, which the footer names."""
    return {"catalog_date": catalog_date()}
