"""The error of a timeline that AWS would not let happen, with every fault and its field."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.errors import RequestError

Location = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: `location` is a path such as `("sessions", 0, "duration")`."""

    location: Location
    message: str

    @property
    def field(self) -> str:
        """The path as text, such as `sessions[0].duration`."""
        text = ""
        for part in self.location:
            text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
        return text


class CredentialError(RequestError):
    """Credentials or events that contradict AWS's rules or one another; `field` is the first's."""

    code = "INVALID_TIMELINE"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        message = "\n".join(f"{fault.field}: {fault.message}" for fault in faults)
        super().__init__(faults[0].field, message)
        self.faults = faults
