"""Who is on duty is who was said to be, and knows of it; whoever was first has it; drills count nowhere."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.case import release
from bot.domain.dues import DueKind
from bot.domain.effects import Effect, Tell
from bot.domain.events import CheckInDue, Gesture, GestureMade, TurnDue, WordsArrived
from bot.domain.ids import DAY, HOUR, MINUTE, ChatId, DeskId, Instant, OfficerId, after
from bot.domain.private import Private
from bot.domain.report import is_case_of_its_own
from bot.domain.roles import Deed
from bot.domain.roster import OffSet, ShiftSet
from bot.tick import calm_due
from bot.use_cases.ring import ring_next
from bot.use_cases.rota import change, roster_of
from tests.use_cases.desk import AtDesk, keys, tells
from tests.use_cases.wound import BEGINS, Wound

DESK = DeskId("desk")


async def duty(desk: AtDesk, ahead: int = 0) -> OfficerId | None:
    async with desk.database.transaction() as ledger:
        return (await roster_of(DESK, ledger)).at(after(desk.inbox.world.now(), ahead)).duty


async def _away(desk: AtDesk, begins: int, ends: int) -> list[Effect]:
    now = desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        off = OffSet(OfficerId("on_duty"), after(now, begins), after(now, ends))
        await change(await ledger.desks.load(DESK), [off], ledger, desk.inbox.stamp())
    return await desk.effects()


async def test_nobody_puts_a_colleague_on_duty_by_take(desk: AtDesk) -> None:
    """An officer puts a colleague on duty, by oneself."""
    shown = await desk.commands("on_duty", Deed.TAKE, "+8h Backup")
    if tells(shown, "preview.span"):
        told = await desk.presses("on_duty", tells(shown, "preview.span")[0])
        assert await duty(desk) == "on_duty", (
            await duty(desk),
            [(x.chat, x.key) for x in told if isinstance(x, Tell)],
        )


async def test_the_first_take_it_wins_also_of_two_announcements(desk: AtDesk, clock: Wound) -> None:
    first = tells(await _away(desk, 4 * DAY, 5 * DAY), "gap.coming")[0]
    assert first.chat == "chat-group"
    clock.true = BEGINS + DAY  # Three days before
    for _ in range(3):
        await calm_due(desk.inbox)
    second = next(x for x in tells(await desk.effects(), "gap.coming") if x.chat == "chat-group")
    told = await desk.presses("off_duty", second)
    assert "proposal.done" in keys(told)
    assert await duty(desk, 3 * DAY + HOUR) == "off_duty"
    late = await desk.presses("backup", first)
    assert await duty(desk, 3 * DAY + HOUR) == "off_duty", (
        await duty(desk, 3 * DAY + HOUR),
        keys(late),
        [(x.chat, x.key) for x in late if isinstance(x, Tell)],
    )


async def test_a_cover_undone_by_who_took_it_is_told_to_who_has_it_again(desk: AtDesk) -> None:
    (wanted,) = tells(await desk.changes("on_duty", Deed.COVER, "+3h"), "cover.open")
    told = await desk.presses("backup", wanted)
    assert [x for x in tells(told, "announce.agreed") if x.chat == "chat-on_duty"]
    (undo,) = tells(told, "undo.offer")
    undone = await desk.presses("backup", undo)
    assert await duty(desk) == "on_duty"
    assert [x for x in undone if isinstance(x, Tell) and x.chat == "chat-on_duty"], [
        (x.chat, x.key) for x in undone if isinstance(x, Tell)
    ]


async def _comes_on(desk: AtDesk) -> list[Effect]:
    now = desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        await ledger.dues.set(DueKind.TURN, DESK, now)
    return await desk.happens(TurnDue(DESK, now))


async def _not_there(desk: AtDesk, clock: Wound, asked: int) -> list[Effect]:
    ((at,),) = await desk.rows(f"SELECT due_at FROM dues WHERE kind = 'checked_in' AND subject = 'desk:{asked}'")
    clock.true = int(str(at))
    return await desk.happens(CheckInDue(DESK, asked, Instant(clock.true)))


async def test_who_took_over_by_in_is_not_said_to_be_missing(desk: AtDesk, clock: Wound) -> None:
    assert tells(await _comes_on(desk), "turn.begins")
    assert tells(await _not_there(desk, clock, 1), "turn.still")
    await desk.changes("backup", Deed.IN, "")
    assert await duty(desk) == "backup"
    try:
        told = await _not_there(desk, clock, 2)
    except ValueError:
        return
    missed = tells(told, "turn.missed")
    assert not missed, [(x.chat, dict(x.blanks)["name"].reveal()) for x in missed]


async def test_an_old_button_of_another_does_not_check_in_who_is_on_duty(desk: AtDesk, clock: Wound) -> None:
    (asked,) = tells(await _comes_on(desk), "turn.begins")
    await desk.commands("on_duty", Deed.IN, "")
    clock.true += 8 * HOUR
    await desk.changes("admin", Deed.SHIFT, "Backup +8h at Cambodia")
    assert tells(await _comes_on(desk), "turn.begins")[0].chat == "chat-backup"
    await desk.presses("on_duty", asked)
    assert await desk.rows("SELECT 1 FROM dues WHERE kind = 'checked_in'"), "nobody asks after Backup any more"


async def test_who_comes_on_at_once_by_a_change_of_others_is_asked(desk: AtDesk, clock: Wound) -> None:
    told = await desk.changes("admin", Deed.SHIFT, "Backup +8h at Cambodia")
    assert await duty(desk) == "backup"
    for minutes in (1, 11, 21, 40):
        clock.true = BEGINS + minutes * MINUTE
        await calm_due(desk.inbox)
        told += await desk.effects()
    assert [x for x in told if isinstance(x, Tell) and x.chat == "chat-backup"], [
        (x.chat, x.key) for x in told if isinstance(x, Tell)
    ]


async def test_a_shift_of_somebody_who_cannot_be_on_duty_is_not_said_to_cover(desk: AtDesk, clock: Wound) -> None:
    await _away(desk, HOUR, 2 * HOUR)
    when = datetime.fromtimestamp((BEGINS + HOUR) / 1000, UTC)
    shown = await desk.commands("admin", Deed.SHIFT, f"Paused {when:%H:%M} 1h at Cambodia")
    told = list(shown)
    if tells(shown, "preview.shift"):
        told += await desk.presses("admin", tells(shown, "preview.shift")[0])
    for minutes in range(5, 130, 5):
        clock.true = BEGINS + minutes * MINUTE
        await calm_due(desk.inbox)
        told += await desk.effects()
    async with desk.database.transaction() as ledger:
        covered = not (await roster_of(DESK, ledger)).gaps(Instant(BEGINS + HOUR), Instant(BEGINS + 2 * HOUR))
    said = [(x.chat, x.key) for x in told if isinstance(x, Tell)]
    assert covered or tells(told, "gap.coming") or tells(told, "gap.now") or not tells(told, "announce.shift"), (
        said
    )


async def test_who_is_demoted_after_the_preview_confirms_nothing(desk: AtDesk) -> None:
    (shown,) = tells(await desk.commands("supervisor", Deed.OFF, "On_duty +2h"), "preview.off")
    await desk.changes("admin", Deed.PERSON, "officer Supervisor at Cambodia")
    told = await desk.presses("supervisor", shown)
    assert await duty(desk) == "on_duty", keys(told)


async def test_what_was_merged_and_referred_stays_there_when_the_rest_is_given(desk: AtDesk) -> None:
    """Each half of a merged case has its owner; giving one half does not take the other desk's half away."""
    head = await desk.case()
    await desk.happens(GestureMade(desk.origin("stranger"), Gesture.SOS))
    part = await desk.case("stranger")
    assert "work.done" in keys(await desk.commands("owner", Deed.MERGE, f"{head.code} {part.code}"))
    async with desk.database.transaction() as ledger:
        group = await ledger.chats.load(ChatId("chat-group"))
        await ledger.chats.add(replace(group, id=ChatId("chat-laos"), telegram=Private(-1_000_000_000_002)))
        laos = await ledger.desks.load(DeskId("other"))
        await ledger.desks.keep(replace(laos, chat=ChatId("chat-laos")))
    (offer,) = tells(await desk.commands("owner", Deed.REFER, f"{part.code} Laos"), "preview.refer")
    await desk.presses("elsewhere", offer)
    part = await desk.case("stranger")
    assert (part.owner, part.desk) == ("elsewhere", "other")
    (offer,) = tells(await desk.commands("owner", Deed.GIVE, f"{head.code} Backup"), "preview.give")
    await desk.presses("backup", offer)
    part = await desk.case("stranger")
    assert (part.owner, part.desk) == ("elsewhere", "other")


async def test_a_real_case_merged_into_a_drill_still_counts(desk: AtDesk, clock: Wound) -> None:
    await desk.changes("admin", Deed.DRILL, "now at Cambodia")
    await calm_due(desk.inbox)
    drill = await desk.case("admin")
    assert drill.drill
    clock.true += MINUTE
    await desk.happens(GestureMade(desk.origin("stranger"), Gesture.SOS))
    real = await desk.case("stranger")
    told = await desk.commands("on_duty", Deed.MERGE, f"{drill.code} {real.code}")
    assert is_case_of_its_own(await desk.case("stranger")), keys(told)


async def test_the_cases_of_another_desks_event_are_not_taken_along(desk: AtDesk) -> None:
    """A bug: a case that was routed away kept its event, and took the old desk's cases with it."""
    await desk.happens(GestureMade(desk.origin("stranger"), Gesture.SOS))
    theirs, own = await desk.case("stranger"), await desk.case()
    async with desk.database.transaction() as ledger:
        case = await ledger.cases.load(theirs.id)
        await ledger.cases.keep(replace(case, incident=theirs.id))
        laos = await ledger.desks.load(DeskId("other"))
        group = await ledger.chats.load(ChatId("chat-group"))
        await ledger.chats.add(replace(group, id=ChatId("chat-laos"), telegram=Private(-1_000_000_000_002)))
        await ledger.desks.keep(replace(laos, chat=ChatId("chat-laos"), routes=("nation:KR",)))
        mine = release(await ledger.cases.load(own.id), desk.inbox.world.now())
        await ring_next(replace(mine, incident=theirs.id), ledger, desk.inbox.stamp())
    await desk.happens(
        WordsArrived(desk.origin("requester"), Private("I am a Korean citizen, my nationality is South Korea"))
    )
    routed = await desk.case()
    assert routed.desk == "other"
    await desk.commands("elsewhere", Deed.TAKE_ALL, routed.code)
    assert (await desk.case("stranger")).desk == "desk", "taken away by an officer whom it never rang"


async def test_who_goes_off_duty_gives_up_this_turn_and_not_the_next_one_that_is_theirs_too(desk: AtDesk) -> None:
    now = desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        (_, ends, who), *_ = (await roster_of(DESK, ledger)).spans(now, after(now, 8 * DAY))
    assert who == "on_duty"
    async with desk.database.transaction() as ledger:
        await ledger.rosters.append(DESK, ShiftSet(OfficerId("on_duty"), ends, after(ends, DAY)), now)
    (preview,) = tells(await desk.commands("on_duty", Deed.OUT, ""), "preview.off")
    assert dict(preview.moments) == {"from_at": now, "to_at": ends}
