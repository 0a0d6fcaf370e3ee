"""Settings come from the environment, and hold without it."""

import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from iamlab.settings import Environment, database, kept_secret


def test_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / ".secret-key"
    first = kept_secret(path)
    assert len(first) >= 50
    assert kept_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_two_places_have_two_secrets(tmp_path: Path) -> None:
    assert kept_secret(tmp_path / "a") != kept_secret(tmp_path / "b")


def test_sqlite_is_the_default_and_waits_for_its_turn(tmp_path: Path) -> None:
    config = database("", tmp_path)
    assert config["ENGINE"] == "django.db.backends.sqlite3"
    assert config["NAME"] == str(tmp_path / "db.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_database_url_selects_postgresql(tmp_path: Path) -> None:
    config = database("postgres://tara:secret@db.example:5432/lab", tmp_path)
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["HOST"], config["NAME"], config["USER"]) == ("db.example", "lab", "tara")
    assert "OPTIONS" not in config


def test_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    monkeypatch.setenv("ALLOWED_HOSTS", '["lab.example"]')
    environment = Environment(_env_file=None)
    assert environment.port == 8123
    assert environment.allowed_hosts == ["lab.example"]
    assert environment.debug is False


@pytest.mark.parametrize("port", ["0", "65536", "eighty"])
def test_senseless_port_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(ValidationError, match="port"):
        Environment(_env_file=None)
