"""Decides what a file is that came with a call; knows nothing of what is done with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart request."""

    name: str
    content: bytes
    mime_type: str = "application/octet-stream"
