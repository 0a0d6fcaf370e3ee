"""Edits of Resource and NotResource that make a statement cover the asked resource (R1 to R6)."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from iamlab.engine.documents import ArnFields, Entry, split_arn
from iamlab.engine.evaluation.explanation.diagnosis import similarity
from iamlab.engine.matching import compile_glob, compile_resource
from iamlab.engine.repair.narrowness import is_unknown, is_useless, names_its_actions
from iamlab.engine.repair.shapes import Draft, Kind
from iamlab.engine.repair.situation import Situation, label_of, root_of
from iamlab.engine.repair.spots import Spot

_ALMOST = 0.85
_LONGEST = 512
_MOST_ENTRIES = 200
_VERSION = "2012-10-17"
_FIELDS = ("prefix", "partition", "service", "Region", "account")


def resource_drafts(spot: Spot) -> Iterator[Draft]:
    """Yield edits after which the statement covers the resource; none that would need a `*`."""
    target = spot.situation.case.target
    source = spot.statement.source
    if target == "*":
        return
    if source.resources is not None:
        corrections = [
            item for entry in source.resources[:_MOST_ENTRIES] for item in _corrections(spot, entry)
        ]
        yield from corrections or _additions(spot)
    elif source.not_resources is not None:
        naming = [
            item
            for item in source.not_resources
            if compile_resource(item.text, variables=False).matches(target, spot.situation.context)
        ]
        if len(source.not_resources) > 1 and [item.text for item in naming] == [target]:
            title = f"Take `{target}` out of what {label_of(spot.statement)} leaves out"
            yield spot.draft(Kind.RESOURCE, title, spot.editor.remove(naming[0].span))
    yield from _version(spot)


def folder_of(situation: Situation) -> str:
    """Return the pattern of the folder that an object lies in, or of all objects of its bucket."""
    path = situation.key.rpartition("/")[0]
    bucket = situation.case.target.partition("/")[0]
    return f"{bucket}/{path}/*" if path else f"{bucket}/*"


def _corrections(spot: Spot, entry: Entry) -> Iterator[Draft]:
    situation = spot.situation
    wanted, got = split_arn(entry.text), split_arn(situation.case.target)
    if got is None:
        return
    if wanted is None:
        if similarity(entry.text, situation.case.target) > _ALMOST:
            yield _correct(spot, entry, situation.case.target, "Complete the ARN")
        return
    if wanted[2] == got[2] == "s3" and is_useless(situation, spot.statement, entry.text):
        yield from _bucket_or_object(spot, entry, wanted, got)
    elif is_unknown(situation, entry.text):
        yield from _misspelled(spot, entry, wanted, got)


def _bucket_or_object(
    spot: Spot, entry: Entry, wanted: ArnFields, got: ArnFields
) -> Iterator[Draft]:
    """Put objects in the place of their bucket, or the bucket in the place of its objects (R5)."""
    if not compile_glob(wanted[5].partition("/")[0]).matches(got[5].partition("/")[0]):
        return
    target = spot.situation.case.target
    if not spot.situation.key:
        yield _correct(spot, entry, target, "Name the bucket instead of its objects")
        return
    yield _correct(spot, entry, target, "Name the object instead of its bucket")
    folder = folder_of(spot.situation)
    yield _correct(spot, entry, folder, f"Name {_folder_words(folder)} instead of the bucket")


def _misspelled(spot: Spot, entry: Entry, wanted: ArnFields, got: ArnFields) -> Iterator[Draft]:
    """Correct an ARN that names nothing we know and differs little from what is asked for."""
    target = spot.situation.case.target
    differing = [
        name
        for name, one, other in zip(_FIELDS, wanted[:5], got[:5], strict=True)
        if not compile_glob(one).matches(other)
    ]
    if differing and compile_glob(wanted[5]).matches(got[5]) and wanted[5] != "*":
        mended = ":".join((*got[:5], wanted[5]))
        yield _correct(spot, entry, mended, f"Correct the {' and '.join(differing)} of the ARN")
    elif compile_glob(wanted[5].lower()).matches(got[5].lower()):
        yield _correct(spot, entry, target, "Write the name in the same upper and lower case")
    elif "*" not in entry.text and wanted[:5] == got[:5] and _is_slip(wanted[5], got[5]):
        yield _correct(spot, entry, target, "Correct the name in the ARN")


def _is_slip(one: str, other: str) -> bool:
    """Tell whether two names differ by a slip of the hand, with the same beginning and end."""
    longest = max(len(one), len(other))
    return SequenceMatcher(None, one, other).ratio() > _ALMOST and longest < _LONGEST


def _correct(spot: Spot, entry: Entry, text: str, title: str) -> Draft:
    return spot.draft(Kind.RESOURCE_NAME, title, spot.editor.replace(entry.span, text))


def _additions(spot: Spot) -> Iterator[Draft]:
    if not names_its_actions(spot.layer, spot.statement):
        return
    situation = spot.situation
    place = spot.statement.source.element_spans["Resource"]
    label = label_of(spot.statement)
    target = situation.case.target
    title = f"Add this {situation.noun} to the resources of {label}"
    yield spot.draft(Kind.RESOURCE, title, spot.editor.add_item(place, target))
    if "/" in situation.key:
        folder = folder_of(situation)
        title = f"Add {_folder_words(folder)} to the resources of {label}"
        yield spot.draft(Kind.FOLDER, title, spot.editor.add_item(place, folder))


def _version(spot: Spot) -> Iterator[Draft]:
    """Switch variables on in a document whose Version leaves them off (G2)."""
    if not any("${" in pattern.source for pattern in spot.statement.patterns):
        return
    editor, root = root_of(spot.policy)
    if root is None:
        return
    version = root.get("Version")
    title = f"Set the Version to `{_VERSION}`, so that `${{…}}` is a variable"
    if version is None:
        edits = editor.add_first_member(root.span, "Version", _VERSION)
    elif version.text != _VERSION:
        edits = editor.replace(version.span, _VERSION)
    else:
        return
    yield spot.draft(Kind.VERSION, title, edits)


def _folder_words(folder: str) -> str:
    path = folder.partition("/")[2].removesuffix("*")
    return f"the folder `{path}`" if path else "the objects of the bucket"
