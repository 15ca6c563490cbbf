"""Finds who speaks: the chat behind an event, and the roles of the account that wrote or pressed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain import language
from bot.domain.cues import hear
from bot.domain.dues import DueKind
from bot.domain.events import Origin
from bot.domain.ids import ChatId, Instant, after
from bot.domain.people import Chat, ChatKind, Desk, Officer
from bot.domain.private import Private
from bot.domain.roles import Role
from bot.ports import Message, Purpose, Shelves, Side, Stamp


@dataclass(frozen=True, slots=True)
class Speaker:
    """An account, its roles, and where it is an officer."""

    roles: frozenset[Role]
    officer: Officer | None = None
    chat: Chat | None = None

    @property
    def staff(self) -> bool:
        """Whether the account is anything but a stranger."""
        return self.roles != frozenset({Role.STRANGER})


async def meet(origin: Origin, shelves: Shelves, stamp: Stamp, words: str = "") -> Chat:
    """The chat of an event, made known if it is new; notes that it was heard, and in which language."""
    heard_at = Instant(min(origin.sent_at, stamp.now))
    known = await shelves.chats.by_telegram(origin.chat)
    if known is None:
        spoken = language.guess(words, origin.language_hint, stamp.house.languages, _tongue(words))
        known = Chat(ChatId(stamp.dice.token()), origin.chat, origin.kind, spoken, heard_at)
        await shelves.chats.add(known)
        if origin.kind is ChatKind.PRIVATE:
            await shelves.dues.set(DueKind.CHAT, known.id, after(heard_at, stamp.house.kept.chat))
    chat = replace(
        known,
        heard_at=Instant(max(heard_at, known.heard_at)),
        reachable=True,
        newest=max(known.newest, origin.message_id),
        language=_language(known, words, stamp),
    )
    await shelves.chats.keep(chat)
    return chat


def _language(chat: Chat, words: str, stamp: Stamp) -> str:
    """A language that was chosen by hand stays; otherwise the words decide anew."""
    if chat.language_chosen or not words:
        return chat.language
    return language.of_words(words, _tongue(words), stamp.house.languages) or chat.language


def _tongue(words: str) -> str:
    heard = hear(words)
    return (heard.tongue or "") if heard.sure else ""


async def note_theirs(chat: Chat, origin: Origin, shelves: Shelves, purpose: Purpose = Purpose.WORDS) -> None:
    """Remember the person's own message, so that Hide can remove it."""
    if origin.press is None and origin.message_id:
        await shelves.messages.note(Message(chat.id, origin.message_id, Side.THEIRS, purpose, origin.sent_at))


async def speaker(account: Private[int], shelves: Shelves, stamp: Stamp) -> Speaker:
    """The roles of an account; whoever is not known is a stranger."""
    chat = await shelves.chats.by_telegram(account)
    officer = await shelves.officers.by_chat(chat.id) if chat else None
    roles = set[Role]()
    if account.reveal() in stamp.house.admins:
        roles.add(Role.ADMIN)
    if officer is not None:
        roles.add(Role.PAUSED if officer.paused else Role.OFFICER)
    if officer is not None and officer.supervisor and not officer.paused:
        roles.add(Role.SUPERVISOR)
    return Speaker(frozenset(roles or {Role.STRANGER}), officer, chat)


async def admins(shelves: Shelves, stamp: Stamp) -> list[Chat]:
    """The private chats of the admins who ever wrote to the bot; to others it cannot write first."""
    found = [await shelves.chats.by_telegram(Private(account)) for account in sorted(stamp.house.admins)]
    return [chat for chat in found if chat is not None]


async def names_of(desk: Desk, shelves: Shelves) -> str:
    """Of everybody of the desk, for who named nobody that is."""
    officers = [one for one in await shelves.officers.of_desk(desk.id) if not one.removed]
    return ", ".join(one.name.reveal() for one in officers) or "–"
