"""Values to keep: synthetic people, and a strategy that makes any value of a given kind."""

import types
import typing
from dataclasses import is_dataclass
from enum import Enum
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from bot.domain.case import Case, CaseState
from bot.domain.ids import CaseId, ChatId, DeskId, Instant, OfficerId, ProposalId
from bot.domain.people import Chat, ChatKind, Desk, Officer
from bot.domain.private import Private
from bot.domain.triage import UNKNOWN
from bot.ports import Proposal, ProposalKind

NOW = Instant(1_790_000_000_000)
DESK = Desk(DeskId("desk-1"), "Cambodia", "Asia/Phnom_Penh", "ko", None, NOW)


def chat(number: int = 1, **more: Any) -> Chat:
    """A requester's private chat; its Telegram id is 700000000 and the number."""
    return Chat(ChatId(f"chat-{number}"), Private(700_000_000 + number), ChatKind.PRIVATE, "ko", NOW, **more)


def case(number: int = 1, requester: str = "chat-1", **more: Any) -> Case:
    """A new case of this requester."""
    known: dict[str, Any] = {"state": CaseState.NEW} | more
    return Case(
        id=CaseId(f"case-{number}"),
        code=f"C{number:03}",
        desk=None,
        requester=ChatId(requester),
        level=UNKNOWN.level,
        rules=UNKNOWN.rules,
        opened_at=NOW,
        heard_at=NOW,
        **known,
    )


def officer(number: int = 1, chat_id: str | None = None) -> Officer:
    """An officer of the desk, who has joined if there is a chat."""
    joined = ChatId(chat_id) if chat_id else None
    return Officer(OfficerId(f"officer-{number}"), DESK.id, Private(f"Officer {number}"), joined)


def proposal(number: int = 1, account: str = "chat-1") -> Proposal:
    return Proposal(
        ProposalId(f"proposal-{number}"),
        ChatId(account),
        ChatId(account),
        ProposalKind.DESK,
        Instant(NOW + number),
        name=Private("Cambodia"),
        zone="Asia/Phnom_Penh",
        language="ko",
    )


_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=40),
    int: st.integers(-(2**52), 2**52),
    bool: st.booleans(),
    float: st.floats(-180, 180),
    type(None): st.none(),
}


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of this kind, whatever it is made of."""
    if isinstance(kind, NewType):
        return any_of(kind.__supertype__)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.fixed_dictionaries({name: any_of(hint) for name, hint in hints.items()}).map(
            lambda values: kind(**values)
        )
    return _container(kind, get_origin(kind), get_args(kind))


def _container(kind: Any, origin: Any, inner: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if origin is Private:
        return st.builds(Private, any_of(inner[0]))
    if origin in (Union, types.UnionType, typing.Union):
        return st.one_of(*(any_of(one) for one in inner))
    if origin is frozenset:
        return st.frozensets(any_of(inner[0]), max_size=4)
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(any_of(inner[0]), max_size=4).map(tuple)
    if origin is tuple:
        return st.tuples(*(any_of(one) for one in inner))
    raise NotImplementedError(kind)
