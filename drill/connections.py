"""Decides how a connection can be cut without an answer; knows no call and no fault."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

Peer = tuple[str, int]


class Connections:
    """The open connections of one server, by the other side's address."""

    def __init__(self) -> None:
        self._open: dict[Peer, asyncio.Transport] = {}

    def cut(self, peer: Peer) -> None:
        """Resets the connection: the other side sees it end in the middle of its request."""
        if transport := self._open.get(peer):
            transport.abort()

    def cut_all(self) -> None:
        for transport in list(self._open.values()):
            transport.abort()

    def protocol(self) -> type[asyncio.Protocol]:
        """uvicorn's protocol, with its transport known here."""
        connections = self._open

        class Cuttable(H11Protocol):
            _peer: Peer | None = None

            def connection_made(self, transport: Any) -> None:
                found = transport.get_extra_info("peername")
                if found:
                    self._peer = (str(found[0]), int(found[1]))
                    connections[self._peer] = transport
                super().connection_made(transport)

            def connection_lost(self, exc: Exception | None) -> None:
                if self._peer:
                    connections.pop(self._peer, None)
                super().connection_lost(exc)

        return Cuttable
