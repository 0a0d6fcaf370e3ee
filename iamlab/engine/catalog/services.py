"""Services: which exist, what they are called, and which honor resource control policies."""

from __future__ import annotations

import datetime
from functools import cache

from iamlab.engine.catalog import source
from iamlab.engine.catalog.shapes import Service


@cache
def services() -> tuple[Service, ...]:
    """Return every service, in the order of the prefixes."""
    return tuple(Service(prefix, name) for prefix, name in source.service_names().items())


def service_exists(prefix: str) -> bool:
    """Tell whether AWS has a service with this action prefix; letter case is ignored (A1)."""
    return prefix.isascii() and prefix.lower() in source.service_names()


def service_name(prefix: str) -> str | None:
    """Return the display name of a service prefix, such as `Amazon S3`; None when unknown."""
    if not prefix.isascii():
        return None
    return source.service_names().get(prefix.lower())


def rcp_supports(service_prefix: str) -> bool:
    """Tell whether resource control policies reach this service (E6)."""
    return service_prefix.isascii() and service_prefix.lower() in source.rcp_services()


def catalog_date() -> datetime.date:
    """Return the day (UTC) on which the facts were collected from AWS's documentation."""
    return source.data_date()


def catalog_version() -> str:
    """Return the version of the facts, such as `0.1.202610271`."""
    return source.data_version()
