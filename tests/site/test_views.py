"""The health check tells a working database from one that is gone."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from iamlab.engine import catalog_date


@pytest.mark.django_db
def test_health_is_ok_when_the_database_answers(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "catalog": catalog_date().isoformat()}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_health_is_503_when_the_database_does_not(client: Client) -> None:
    def refuse(*arguments: object) -> None:
        raise OperationalError("unable to open database file")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "database unavailable"}
