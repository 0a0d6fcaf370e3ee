"""Policy documents of a scenario: a JSON text as written, in a file or in place, or a mapping."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainValidator, ValidationInfo


@dataclass(frozen=True, slots=True)
class Document:
    """A policy's JSON text, and the file that it came from (None when it was written inline)."""

    text: str
    file: str | None = None


def _read_document(value: object, info: ValidationInfo) -> Document:
    if isinstance(value, Document):
        return value
    if isinstance(value, str) and value.lstrip().startswith("{"):
        return Document(value.strip())
    if isinstance(value, str):
        files: Mapping[str, str] = info.context or {}
        if value not in files:
            raise ValueError(f"there is no file `{value}`")
        return Document(files[value], value)
    if isinstance(value, Mapping):
        return Document(_as_json(value))
    raise ValueError("give the path of a JSON file, or the document itself")


def _as_json(document: Mapping[object, object]) -> str:
    try:
        return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"the document cannot be written as JSON: {error}") from error


DocumentField = Annotated[Document, PlainValidator(_read_document)]
"""A document in a file's shape; the files are the validation context."""
