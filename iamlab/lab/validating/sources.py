"""Reads policy files as text, or says in a sentence why one cannot be read."""

from __future__ import annotations

import sys
from typing import BinaryIO

from iamlab.engine import MAX_LENGTH

STANDARD_INPUT = "-"

_BYTE_ORDER_MARK = "\ufeff"
_MOST_BYTES_OF_A_CHARACTER = 4
_MOST_BYTES = _MOST_BYTES_OF_A_CHARACTER * (MAX_LENGTH + 1)


class UnusableFileError(Exception):
    """The file gives no text; the message says why."""


def read_text(name: str) -> str:
    """Return the text of a file, or of standard input when the name is `-`.

    A byte order mark is left out. Raises UnusableFileError when the file cannot be read, is no
    UTF-8 text, or is so large that no policy could be in it.
    """
    try:
        content = _read(name)
    except OSError as error:
        raise UnusableFileError(error.strerror or str(error)) from error
    if len(content) > _MOST_BYTES:
        raise UnusableFileError(
            f"the file has more than {_MOST_BYTES:,} bytes; no policy is nearly as long"
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = content[error.start]
        raise UnusableFileError(
            f"the file is not UTF-8 text (byte {error.start} is 0x{wrong:02x})"
        ) from error
    return text.removeprefix(_BYTE_ORDER_MARK)


def _read(name: str) -> bytes:
    if name == STANDARD_INPUT:
        return _read_bounded(sys.stdin.buffer)
    with open(name, "rb") as file:
        return _read_bounded(file)


def _read_bounded(file: BinaryIO) -> bytes:
    return file.read(_MOST_BYTES + 1)
