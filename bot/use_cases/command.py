"""Staff commands: authorised first, then one short function each; a stranger's command is plain words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.effects import ShowRoster, Tell
from bot.domain.events import CaseTaken, CommandGiven, WordsArrived
from bot.domain.ids import DAY, MINUTE, Instant, OfficerId, ProposalId, after
from bot.domain.people import Chat, ChatKind, Desk, Officer
from bot.domain.private import Private
from bot.domain.roles import Deed, may
from bot.domain.roster import RotationSet, ShiftSet, instant_of, wall
from bot.domain.spans import NoSpan, span_of, wall_start
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.join import PREFIX
from bot.use_cases.proposal import settle_latest
from bot.use_cases.receive import receive_words
from bot.use_cases.speakers import desk_of, meet, note_theirs, speaker
from bot.use_cases.take import take_case

PREVIEW = 10 * MINUTE
_Run = Callable[[CommandGiven, Chat, Shelves, Stamp], Awaitable[None]]


async def command(event: CommandGiven, shelves: Shelves, stamp: Stamp) -> None:
    """A staff command; whoever may not give it gets what any unknown text gets (invariant 12)."""
    who = await speaker(event.origin.account, shelves, stamp)
    if not who.staff:
        await receive_words(WordsArrived(event.origin, event.whole), shelves, stamp)
        return
    chat = await meet(event.origin, shelves, stamp)
    await note_theirs(chat, event.origin, shelves)
    if may(who.roles, event.deed):
        await _RUNS[event.deed](event, chat, shelves, stamp)
    else:
        await shelves.outbox.put(
            Tell(chat.id, _not_yours(event.deed), reply_to=event.origin.message_id), stamp.now
        )


def _not_yours(deed: Deed) -> str:
    return "refusal.officers_only" if deed is Deed.TAKE else "refusal.not_yours"


async def _refuse(
    event: CommandGiven, chat: Chat, key: str, shelves: Shelves, stamp: Stamp, **blanks: str
) -> None:
    filled = tuple((name, Private(value)) for name, value in blanks.items())
    await shelves.outbox.put(Tell(chat.id, key, filled, reply_to=event.origin.message_id), stamp.now)


async def _take(event: CommandGiven, _chat: Chat, shelves: Shelves, stamp: Stamp) -> None:
    await take_case(CaseTaken(event.origin, event.arguments.reveal().strip()), shelves, stamp)


async def _confirm(event: CommandGiven, _chat: Chat, shelves: Shelves, stamp: Stamp) -> None:
    await settle_latest(event.origin, shelves, stamp)


async def _help(_event: CommandGiven, chat: Chat, shelves: Shelves, stamp: Stamp) -> None:
    await shelves.outbox.put(Tell(chat.id, "staff.help"), stamp.now)


async def _show(event: CommandGiven, chat: Chat, shelves: Shelves, stamp: Stamp) -> None:
    week = event.deed is Deed.ROSTER
    await shelves.outbox.put(ShowRoster(chat.id, week, event.origin.message_id), stamp.now)


async def _desk(event: CommandGiven, chat: Chat, shelves: Shelves, stamp: Stamp) -> None:
    """`/desk NAME [ZONE] [LANGUAGE]` in the group that shall be the desk."""
    if event.origin.kind is not ChatKind.GROUP:
        await _refuse(event, chat, "desk.in_the_group", shelves, stamp)
        return
    zones = available_timezones()
    words = event.arguments.reveal().split()
    zone = next((word for word in words if word in zones), "UTC")
    language = next((word for word in words if word in stamp.house.languages), chat.language)
    rest = [word for word in words if word not in (zone, language)]
    wrong = next((word for word in rest if "/" in word), None)
    if wrong is not None:
        await _refuse(event, chat, "desk.unknown_zone", shelves, stamp, zone=wrong)
    elif not rest:
        await _refuse(event, chat, "desk.usage", shelves, stamp)
    else:
        known = await desk_of(event.origin, shelves)
        await _propose(
            event,
            chat,
            ProposalKind.DESK,
            shelves,
            stamp,
            desk=known,
            name=" ".join(rest)[:60],
            zone=zone,
            language=language,
        )


async def _person(event: CommandGiven, chat: Chat, shelves: Shelves, stamp: Stamp) -> None:
    """`/person add NAME`: a link that binds whoever opens it first, told in the admin's private chat."""
    words = event.arguments.reveal().split()
    desk = await desk_of(event.origin, shelves)
    if desk is None:
        await _refuse(event, chat, "desk.none", shelves, stamp)
    elif event.origin.kind is not ChatKind.PRIVATE:
        await _refuse(event, chat, "person.in_private", shelves, stamp)
    elif len(words) < 2 or words[0].casefold() != "add":
        await _refuse(event, chat, "person.usage", shelves, stamp)
    else:
        officer = Officer(OfficerId(stamp.dice.token()), desk.id, Private(" ".join(words[1:])[:60]), None)
        invite = PREFIX + stamp.dice.token()
        await shelves.officers.invite(officer, Private(invite))
        link = f"https://t.me/{stamp.house.bot_username}?start={invite}"
        await _refuse(event, chat, "person.link", shelves, stamp, name=officer.name.reveal(), link=link)


def _turn_days(word: str) -> int:
    days = {"daily": 1, "weekly": 7}
    return days.get(word.casefold(), int(word) if word.isdecimal() and 0 < int(word) <= 28 else 0)


async def _named(words: list[str], desk: Desk, shelves: Shelves) -> tuple[list[Officer], str]:
    """The officers that these words name, and the first word that names nobody."""
    officers = await shelves.officers.of_desk(desk.id)
    found: list[Officer] = []
    for word in words:
        plain = word.lstrip("@").casefold()
        matching = [
            one
            for one in officers
            if plain in one.name.reveal().casefold().split() or plain == one.name.reveal().casefold()
        ]
        if len(matching) != 1:
            return found, word
        found.append(matching[0])
    return found, ""


async def _rotate(event: CommandGiven, chat: Chat, shelves: Shelves, stamp: Stamp) -> None:
    """`/rotate daily|weekly|N NAME NAME … [start HH:MM]`."""
    desk = await desk_of(event.origin, shelves)
    words = event.arguments.reveal().replace(",", " ").split()
    days = _turn_days(words[0]) if words else 0
    if desk is None or not days:
        await _refuse(event, chat, "rotate.usage" if desk else "desk.none", shelves, stamp)
        return
    starts_at: Instant | None = _morning(stamp.now, desk.zone)
    names = words[1:]
    if len(names) > 1 and names[-2].casefold() == "start":
        starts_at = wall_start(names[-1], stamp.now, desk.zone)
        names = names[:-2]
    officers, nobody = await _named(names, desk, shelves)
    if nobody or not officers or starts_at is None:
        await _refuse(event, chat, "rotate.who" if nobody else "rotate.usage", shelves, stamp, word=nobody)
        return
    while starts_at > stamp.now:
        starts_at = after(starts_at, -DAY)
    rotation = RotationSet(tuple(one.id for one in officers), starts_at, days, desk.zone)
    await _propose(
        event,
        chat,
        ProposalKind.ROTATE,
        shelves,
        stamp,
        desk=desk,
        rotation=rotation,
        name=", ".join(one.name.reveal() for one in officers),
    )


def _morning(now: Instant, zone: str) -> Instant:
    """08:00 of today in the desk's zone, the usual hour of a change of shift."""
    moment = wall(now, zone).replace(hour=8, minute=0, second=0, microsecond=0, tzinfo=None)
    return instant_of(moment.replace(tzinfo=ZoneInfo(zone)))


async def _shift(event: CommandGiven, chat: Chat, shelves: Shelves, stamp: Stamp) -> None:
    """`/shift NAME SPAN`: one officer for one span, before any rotation."""
    desk = await desk_of(event.origin, shelves)
    words = event.arguments.reveal().split()
    if desk is None or len(words) < 2:
        await _refuse(event, chat, "shift.usage" if desk else "desk.none", shelves, stamp)
        return
    officers, nobody = await _named(words[:1], desk, shelves)
    span = span_of(words[1:], stamp.now, desk.zone)
    if nobody:
        await _refuse(event, chat, "rotate.who", shelves, stamp, word=nobody)
    elif isinstance(span, NoSpan):
        await _refuse(event, chat, f"shift.{span.value}", shelves, stamp, word=" ".join(words[1:]))
    else:
        shift = ShiftSet(officers[0].id, span.starts_at, span.ends_at)
        await _propose(
            event,
            chat,
            ProposalKind.SHIFT,
            shelves,
            stamp,
            desk=desk,
            shift=shift,
            name=officers[0].name.reveal(),
        )


async def _propose(
    event: CommandGiven,
    chat: Chat,
    kind: ProposalKind,
    shelves: Shelves,
    stamp: Stamp,
    *,
    desk: Desk | None,
    name: str,
    zone: str = "",
    language: str = "",
    rotation: RotationSet | None = None,
    shift: ShiftSet | None = None,
) -> None:
    """Keep the change and show it; nothing is applied before it is confirmed."""
    who = await speaker(event.origin.account, shelves, stamp)
    account = who.chat.id if who.chat else chat.id
    proposal = Proposal(
        ProposalId(stamp.dice.token(8)),
        account,
        chat.id,
        kind,
        after(stamp.now, PREVIEW),
        desk.id if desk else None,
        Private(name),
        zone,
        language,
        rotation,
        shift,
    )
    await shelves.proposals.put(proposal)
    moments: tuple[tuple[str, Instant], ...] = ()
    if shift is not None:
        moments = (("from_at", shift.starts_at), ("to_at", shift.ends_at))
    if rotation is not None:
        moments = (("from_at", rotation.starts_at),)
    days = str(rotation.turn_days) if rotation else ""
    blanks = {
        "name": name,
        "zone": zone or (desk.zone if desk else "UTC"),
        "language": language,
        "days": days,
    }
    await shelves.outbox.put(
        Tell(
            chat.id,
            f"preview.{kind.value}",
            tuple((key, Private(value)) for key, value in blanks.items()),
            moments,
            desk.zone if desk else "UTC",
            event.origin.message_id,
            proposal.id,
        ),
        stamp.now,
    )


_RUNS: dict[Deed, _Run] = {
    Deed.DESK: _desk,
    Deed.PERSON: _person,
    Deed.ROTATE: _rotate,
    Deed.SHIFT: _shift,
    Deed.DUTY: _show,
    Deed.ROSTER: _show,
    Deed.TAKE: _take,
    Deed.CONFIRM: _confirm,
    Deed.HELP: _help,
}
