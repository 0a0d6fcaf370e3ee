"""Serves the site with gunicorn, after looking whether the port is free."""

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """`manage.py serve`: LISTEN_ADDRESS, PORT and WORKERS come from the environment."""

    help = "Serve the site on LISTEN_ADDRESS (127.0.0.1) and PORT (8000) with gunicorn."

    def handle(self, *args: Any, **options: Any) -> None:
        """Become gunicorn; raise CommandError when the address cannot be listened on."""
        host, port = settings.LISTEN_ADDRESS, settings.PORT
        refuse_taken_port(host, port)
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104
        self.stdout.write(f"IAM Lab is at http://{shown}:{port}/  (Ctrl+C stops it)")
        self.stdout.flush()
        # One process per worker uses the cores; threads keep a slow reader from holding one up.
        arguments = ["--bind", f"{host}:{port}", "--workers", str(settings.WORKERS)]
        # A question with all its context keys stands in its address: as long as gunicorn can.
        arguments += ["--limit-request-line", "8190"]
        # Loaded before the processes part, the catalog of actions stands in memory once.
        arguments += ["--threads", "4", "--log-level", "warning", "--preload", "iamlab.wsgi"]
        os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])  # noqa: S606


def refuse_taken_port(host: str, port: int) -> None:
    """Raise CommandError with a way out when nobody can listen on `host`:`port`."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise CommandError(
            f"Cannot listen on {host}:{port} ({error.strerror}). "
            f"Choose another port, for example: make run PORT={8001 if port == 8000 else 8000}"
        ) from error
