"""The serve command refuses a taken port before it starts anything."""

import socket
from collections.abc import Iterator

import pytest
from django.core.management import CommandError

from iamlab.site.management.commands.serve import refuse_taken_port


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_taken_port_is_refused_with_a_way_out(taken_port: int) -> None:
    with pytest.raises(CommandError, match=rf"127\.0\.0\.1:{taken_port} .* make run PORT=8000"):
        refuse_taken_port("127.0.0.1", taken_port)


def test_free_port_passes(taken_port: int) -> None:
    refuse_taken_port("127.0.0.2", taken_port)
