"""The shape of `request` in a line of the `simulate` format, version 1."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, StrictBool, StrictFloat, StrictInt, StrictStr

from iamlab.engine.evaluation import CredentialState

FORMAT_VERSION = 1

Scalar = StrictStr | StrictBool | StrictInt | StrictFloat


class RequestShape(BaseModel):
    """What is asked; `context` may be null for an empty one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    principal: StrictStr
    action: StrictStr
    resource: StrictStr
    resource_account: StrictStr | None = None
    context: dict[str, Scalar | list[Scalar]] | None = None
    parent: StrictStr | None = None
    credentials: CredentialState = CredentialState.ACTIVE
