"""Timelines as an author writes them, in the shipped organization: two leaks, and a rotation."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from iamlab.engine import Snapshot
from iamlab.engine.credentials import Names, Timeline, TimelineShape, build_timeline
from iamlab.engine.scenarios import (
    build_snapshot,
    read_scenario,
    resolve_principal,
    resolve_resource,
)
from iamlab.engine.scenarios.yaml_text import load_yaml
from iamlab.sandbox import scenarios

ACME = Path(str(scenarios.__path__[0])) / "acme"
NAMES = Names(resolve_principal, resolve_resource)

LEAK = """
start: 2026-03-02T09:00Z
end: +12:00
keys:
  - {id: AKIALAPTOP, name: Ana’s laptop key, owner: development/user/ana, created: -90d}
  - {id: AKIANEW, name: Ana’s new key, owner: development/user/ana, created: +3:45}
sessions:
  - {id: ASIAREADER, name: Ana reads production, kind: AssumeRole, by: AKIALAPTOP, issued: +1:00,
     principal: production/session/production-reader/ana, duration: "1:00"}
  - {id: ASIATHIEF, name: The thief reads production, kind: AssumeRole, by: AKIALAPTOP,
     issued: +3:30, principal: production/session/production-reader/x1, stolen: true}
  - {id: ASIALATER, name: Ana again, kind: AssumeRole, by: AKIANEW, issued: +6:30,
     principal: production/session/production-reader/ana}
events:
  - {at: +1:30, kind: leaked, credential: ASIAREADER, note: printed in a build log}
  - {at: +2:00, kind: leaked, credential: AKIALAPTOP, note: pushed to a public repository}
  - {at: +4:00, kind: deactivated, credential: AKIALAPTOP}
  - {at: +4:10, kind: revoked, principal: production/role/production-reader}
  - {at: +5:00, kind: used, credential: AKIALAPTOP, note: the thief tries once more}
  - {at: +8:00, kind: deleted, credential: AKIALAPTOP}
  - {at: +9:00, kind: changed, policy: 222233334444/policy/ReadProduction,
     document: {Version: "2012-10-17",
                Statement: {Effect: Allow, Action: "s3:ListBucket", Resource: "*"}}}
ask:
  - {action: "s3:GetObject", resource: "arn:aws:s3:::acme-receipts/2026/03/1.pdf"}
"""

ROTATION = """
start: 2026-03-02T09:00Z
end: +3d
keys:
  - {id: AKIAOLD, name: The old key, owner: development/user/ana, created: -400d}
  - {id: AKIANEW, name: The new key, owner: development/user/ana, created: +4:00}
events:
  - {at: +1d 2:00, kind: deactivated, credential: AKIAOLD}
  - {at: +1d 2:30, kind: rotated, credential: AKIAOLD, to: AKIANEW}
  - {at: +2d, kind: deleted, credential: AKIAOLD}
"""


@cache
def acme() -> Snapshot:
    """Return the shipped organization."""
    files = {
        str(path.relative_to(ACME)): path.read_text()
        for path in ACME.rglob("*")
        if path.suffix in (".yaml", ".json")
    }
    return build_snapshot(read_scenario(files))


def story(text: str) -> Timeline:
    """Return the timeline of a YAML text."""
    shape = TimelineShape.model_validate(load_yaml("story.yaml", text))
    return build_timeline(shape, acme(), NAMES)
