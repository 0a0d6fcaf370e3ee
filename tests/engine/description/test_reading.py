"""The plain words are never wrong: read back, a sentence matches what its statement matches."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import event, given, note, settings
from hypothesis import strategies as st

from iamlab.engine import PolicyType
from iamlab.engine.description import describe_policy
from tests.engine.description.reading.asking import Asker
from tests.engine.description.reading.reader import read_sentence
from tests.engine.description.reading.statements import (
    ASKED_RESOURCES,
    naming,
    policies,
    questions,
)


@settings(max_examples=600, deadline=None)
@given(data=st.data(), drawn=policies())
def test_sentence_matches_what_its_statement_matches(
    data: st.DataObject, drawn: tuple[PolicyType, dict[str, Any]]
) -> None:
    kind, document = drawn
    text = json.dumps(document)
    said = describe_policy(text, kind).statements[0]
    note(said.text)
    matches = read_sentence(said.sentence, said.notes, naming=naming(kind))
    asker = Asker(text, kind, ASKED_RESOURCES)
    for caller, action, resource, context in data.draw(
        st.lists(questions(kind, text), min_size=6, max_size=6)
    ):
        answer = asker.ask(caller, action, resource, context)
        if answer is not None:
            expected = answer.matched[0]
            event(f"{kind.value}: {'matches' if expected else 'does not match'}")
            assert matches(answer.question) == expected, answer.question
