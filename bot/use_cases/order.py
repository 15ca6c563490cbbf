"""A staff command that may be given: which desk it means, and its answer, a refusal or a change to confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.effects import DATED, Choice, Tell
from bot.domain.events import CommandGiven
from bot.domain.guidance import written
from bot.domain.ids import DAY, MINUTE, DeskId, Instant, OfficerId, ProposalId, after, is_code
from bot.domain.people import Chat, ChatKind, Desk, Officer
from bot.domain.private import Private
from bot.domain.roles import Deed, Role
from bot.domain.roster import OffSet, ShiftSet
from bot.domain.said import said
from bot.domain.spans import is_time
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.say import say
from bot.use_cases.speakers import Speaker

_NEAR = 300 * DAY
PREVIEW = 10 * MINUTE
"""How long a change can be confirmed."""
_OF_TIMES = {
    *(Deed.DUTY, Deed.TAKE, Deed.COVER, Deed.SWAP, Deed.SHIFT, Deed.OFF, Deed.GAPS, Deed.AUDIT, Deed.DRILL),
    *(Deed.ROTATE, Deed.OUT, Deed.IN),
}
"""Commands that say when; elsewhere such words are part of a text."""
_BESIDE = 6
"""Words in which a time behind `at` shows itself: what is written may be long."""
_OF_CASES = {Deed.TAKE, Deed.AUDIT}
"""Of these those that may name a case instead, or too."""


@dataclass(frozen=True, slots=True)
class Order:
    """A command, the chat where it was given, and who gave it."""

    event: CommandGiven
    chat: Chat
    who: Speaker
    pointed: Officer | None = None
    """Whose message the command replies to."""
    desks: frozenset[str] = frozenset()
    """What desks are called, so that one whose name begins like a time is told from a time."""

    @property
    def raw(self) -> list[str]:
        """The arguments as they were written, without the desk that they name."""
        return self._parted[0]

    @property
    def _parted(self) -> tuple[list[str], list[str]]:
        """The words before `at DESK`, and the desk's name; `at 8pm` is a time."""
        words = self.event.arguments.reveal().split()
        places = [place for place, one in enumerate(words[:-1]) if one.casefold() == "at"]
        behind = {place: " ".join(words[place + 1 :]).casefold() for place in places}
        known = (one for one in places if behind[one] in self.desks or behind[one][0] == "#")
        cut = next(known, next((one for one in places if not self._is_time(words[one:])), len(words)))
        return words[:cut], words[cut + 1 :]

    def _is_time(self, words: list[str]) -> bool:
        """Whether `at` stands before a time."""
        first, *_ = self.reads(words[:_BESIDE])
        return first.casefold() != "at" and is_time(first)

    @property
    def when(self) -> bool:
        """Whether it is a command that may say when."""
        return self.event.deed in _OF_TIMES

    @property
    def words(self) -> list[str]:
        """The same; dates and times in them as the rules read them."""
        return self.reads(self.raw)

    def reads(self, words: list[str]) -> list[str]:
        """These words of it with their dates and times as the rules read them."""
        deed = self.event.deed
        # `/take 9D84` is a case, whatever else could be read in it.
        if deed not in _OF_TIMES or (deed in _OF_CASES and any(map(is_code, words))):
            return words
        return said(words, self.event.origin.sent_at, self.chat.language, deed is Deed.ROTATE)

    @property
    def named(self) -> str:
        """The desk that stands at the end, `… at DESK`; an officer's command means their own whatever is named."""
        return " ".join(self._parted[1]) if Role.ADMIN in self.who.roles else ""


async def order_of(
    event: CommandGiven, chat: Chat, who: Speaker, shelves: Shelves, pointed: Officer | None = None
) -> Order:
    """What this command says, where the desks are called as they are now."""
    desks = frozenset(" ".join(one.name.split()).casefold() for one in await shelves.desks.all())
    return Order(event, chat, who, pointed, desks)


async def answer(order: Order, key: str, shelves: Shelves, stamp: Stamp, **blanks: str) -> None:
    """Answer in a few words, where the command was given."""
    await say(order.event.origin, key, shelves, stamp, **blanks)


async def desk_meant(
    order: Order, shelves: Shelves, stamp: Stamp, name: str = "", refuses: bool = True
) -> Desk | None:
    """The one desk that this command is about; where that is not clear, the command is refused.

    `name` is what the command says of it without `at`.
    """
    desks = await shelves.desks.all()
    fitting = _fitting(order, desks)
    if name:
        allowed = desks if Role.ADMIN in order.who.roles else fitting
        fitting = [desk for desk in allowed if desk.name.casefold() == name.casefold()]
    if len(fitting) == 1 or not refuses:
        return fitting[0] if len(fitting) == 1 else None
    names = ", ".join(desk.name for desk in desks)
    if (name or order.named) and desks:
        await answer(order, "desk.unknown", shelves, stamp, name=name or order.named, desks=names)
    elif fitting:
        await _which(order, fitting, names, shelves, stamp)
    else:
        await answer(order, "desk.none", shelves, stamp)
    return None


def short(id: OfficerId | DeskId) -> str:
    """Enough of an id to tell one from another, short enough to stand behind a button."""
    return f"#{id[:10]}"


async def _which(order: Order, desks: Sequence[Desk], names: str, shelves: Shelves, stamp: Stamp) -> None:
    """Each desk as a button that says the command once more, with the desk."""
    said = " ".join(order.words)
    asked = tuple(Choice(f"{said} at {short(one.id)}".strip(), Private(one.name)) for one in desks)
    blanks = (("desks", Private(names)),)
    under = order.event.origin.message_id if order.event.origin.press is None else None
    told = Tell(order.chat.id, "desk.which", blanks, reply_to=under, chooses=order.event.deed, choices=asked)
    await shelves.outbox.put(told, stamp.now)


def _fitting(order: Order, desks: Sequence[Desk]) -> list[Desk]:
    """In this order: the desk that an admin names, the group's, the officer's own, the only one."""
    if order.named:
        named, prefix = order.named.casefold(), order.named.removeprefix("#")
        pressed = named.startswith("#")
        return [one for one in desks if one.name.casefold() == named or (pressed and one.id.startswith(prefix))]
    if order.event.origin.kind is ChatKind.GROUP:
        return [desk for desk in desks if desk.chat == order.chat.id]
    if order.who.officer is not None and Role.OFFICER in order.who.roles:
        return [desk for desk in desks if desk.id == order.who.officer.desk]
    return list(desks)


def draft(order: Order, kind: ProposalKind, stamp: Stamp) -> Proposal:
    """A change of this kind by who gave the command; the command puts in what is to be changed."""
    account = order.who.chat.id if order.who.chat else order.chat.id
    return Proposal(
        ProposalId(stamp.dice.token(8)), account, order.chat.id, kind, expires_at=after(stamp.now, PREVIEW)
    )


async def propose(order: Order, proposal: Proposal, shelves: Shelves, stamp: Stamp, mark: str = "") -> None:
    """Keep the change and show it; nothing is applied before it is confirmed. `mark`: a blank that says more."""
    await shelves.proposals.put(proposal)
    desk = await shelves.desks.load(proposal.desk) if proposal.desk else None
    case = await shelves.cases.load(proposal.case) if proposal.case else None
    blanks = {
        "code": Private(case.code if case else ""),
        "closing": Private(f"closing.{proposal.closing.value}" if proposal.closing else ""),
        "change": Private(proposal.change),
        "entry": Private(written(proposal.guide) if proposal.guide else ""),
        "name": proposal.name or Private(""),
        "desk": Private(desk.name if desk else ""),
        "answer": proposal.words if proposal.behind else Private(""),
        "zone": Private(proposal.zone),
        **dated(moments_of(proposal), stamp.now),
        "language": Private(proposal.language),
        **({mark: Private(mark)} if mark else {}),
    }
    preview = Tell(
        order.chat.id,
        _preview(proposal),
        tuple(blanks.items()),
        moments_of(proposal),
        proposal.zone,
        order.event.origin.message_id,
        proposal.id,
        rotation=proposal.rotation,
        weekly=proposal.hours.weekly if proposal.hours else None,
    )
    await shelves.outbox.put(preview, stamp.now)


def _preview(proposal: Proposal) -> str:
    """The key of the text that shows it."""
    if proposal.kind is ProposalKind.DESK and proposal.desk is not None:
        return "preview.desk_again"
    if proposal.hours is not None and proposal.hours.weekly.always:
        return "preview.hours_always"
    if proposal.rotation is not None and not proposal.rotation.officers:
        return "preview.rotate_off"
    if proposal.behind is not None:
        return "preview.rotate_both"
    if proposal.kind is ProposalKind.ASK_COVER and proposal.to is None:
        return "preview.ask_desk"
    return f"preview.{proposal.kind.value}"


def dated(moments: Sequence[tuple[str, Instant]], now: Instant) -> dict[str, Private[str]]:
    """A day so far away that without its year it might be taken for another one is shown with it."""
    far = any(abs(at - now) > _NEAR for _, at in moments)
    return {DATED: Private("year")} if far else {}


def moments_of(proposal: Proposal) -> tuple[tuple[str, Instant], ...]:
    """From when, and to when, the change holds."""
    if proposal.at is not None:
        return (("time", proposal.at),)
    if proposal.kind is ProposalKind.ASK_SWAP:
        mine, theirs = proposal.shifts
        own = (("from_at", mine.starts_at), ("to_at", mine.ends_at))
        return (*own, ("begins_at", theirs.starts_at), ("ends_at", theirs.ends_at))
    one = proposal.shift or proposal.off
    spans: list[ShiftSet | OffSet] = [one] if one is not None else [*proposal.shifts, *proposal.offs]
    if spans:
        return (("from_at", min(span.starts_at for span in spans)), ("to_at", max(span.ends_at for span in spans)))
    rotations = [one for one in (proposal.rotation, proposal.behind) if one is not None]
    return tuple(zip(("from_at", "begins_at"), (one.starts_at for one in rotations), strict=False))
