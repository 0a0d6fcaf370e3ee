"""The words and lines of a proposal: what changes, what that opens, what is decided then."""

from __future__ import annotations

from dataclasses import replace

from iamlab.engine import LAYER_TITLES, Verdict
from iamlab.engine.repair import Opened, Proposal
from iamlab.lab.differences import DiffLine, compare_texts

_PASSED = "question/"


def changed_lines(old: str, new: str) -> tuple[DiffLine, ...]:
    """Return only the lines that differ, without the white space that all of them begin with."""
    found = [line for line in compare_texts(old, new).lines if line.kind in ("removed", "added")]
    widths = [len(line.text) - len(line.text.lstrip()) for line in found if line.text.strip()]
    margin = min(widths, default=0)
    return tuple(replace(line, text=line.text[margin:]) for line in _whole(found))


def _whole(lines: list[DiffLine]) -> list[DiffLine]:
    """Show an added object from its first brace to its last.

    Line by line, it begins with the end of the object before it, which only got a comma.
    """
    first = lines[0] if lines else None
    if first is None or any(line.kind == "removed" for line in lines) or len(lines) < 3:
        return lines
    if first.text.strip() not in ("},", "],"):
        return lines
    last = lines[-1]
    end = replace(last, text=first.text.rstrip(","), new=(last.new or 0) + 1)
    return [*lines[1:], end]


def caption_of(name: str, lines: tuple[DiffLine, ...]) -> str:
    """Return the policy's name, with the number of the first line that changes."""
    if not lines:
        return name
    first = lines[0]
    return f"{name}, line {first.old or first.new}"


def opens_sentence(opens: Opened, *, changes_policy: bool) -> str:
    """Return what else a proposal opens, as a sentence that its examples can follow."""
    if not changes_policy:
        return "Changes no policy, so it opens nothing."
    if opens.count == 0:
        looked = (
            f"{opens.considered:,} looked at" if opens.complete else f"a sample of {opens.asked:,}"
        )
        return f"Opens no other request of {looked}."
    noun = "request" if opens.count == 1 else "requests"
    end = ":" if opens.count <= len(opens.examples) else ", for example:"
    if opens.complete:
        return f"Opens {opens.count:,} more {noun} of {opens.considered:,} looked at{end}"
    return (
        f"Opens {opens.count:,} more {noun} in a sample of {opens.asked:,} "
        f"({opens.considered:,} looked at){end}"
    )


def blocked_by(proposal: Proposal) -> str:
    """Return the layer that still blocks after a proposal alone; nothing when none does."""
    if proposal.verdict_after is Verdict.ALLOWED:
        return ""
    title = LAYER_TITLES[proposal.layer_after].removeprefix("The ")
    return title if title.isupper() or title.startswith("VPC") else title[:1].lower() + title[1:]


def obstacle_of(key: str, document: str) -> str:
    """Return why a proposal cannot be applied on the page; nothing when it can."""
    if document:
        return "A new policy has to be made first; here is its text."
    if key.startswith(_PASSED):
        return "This policy comes with the question and cannot be edited here."
    return ""
