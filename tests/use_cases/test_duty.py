"""Officers and their duty: away, cover, swap, in and out, gaps that are said, turns that are checked in to."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.dues import JOURNAL, DueKind
from bot.domain.effects import DATED, AnswerPress, Effect, ShowCases, Tell, Which
from bot.domain.events import (
    AnchorDue,
    CheckInDue,
    Event,
    GapDue,
    ProposalAnswered,
    TurnDue,
    WordsArrived,
)
from bot.domain.gaps import BEFORE, BEYOND
from bot.domain.ids import DAY, HOUR, ChatId, DeskId, Instant, OfficerId, after
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.roster import Published, RotationSet, ShiftSet
from bot.domain.wall import wall
from bot.use_cases.rota import change, publish, roster_of
from handlers.loading import load_view
from handlers.render import render
from tests.handlers.updates import WORDS
from tests.use_cases.desk import AtDesk, at_desk, keys
from tests.use_cases.wound import Wound

DESK = DeskId("desk")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    async with at_desk(tmp_path) as made:
        yield made


def tells(effects: list[Effect], key: str) -> list[Tell]:
    return [one for one in effects if isinstance(one, Tell) and one.key == key]


async def answers(desk: AtDesk, who: str, told: Tell, accepted: bool = True) -> list[Effect]:
    assert told.proposal is not None
    return await desk.happens(ProposalAnswered(desk.origin(who, press=True), told.proposal, accepted))


async def confirms(desk: AtDesk, who: str, effects: list[Effect]) -> list[Effect]:
    (shown,) = [one for one in effects if isinstance(one, Tell) and one.key.startswith("preview.")]
    return await answers(desk, who, shown)


async def duty(desk: AtDesk, ahead: int = 0) -> OfficerId | None:
    async with desk.database.transaction() as ledger:
        return (await roster_of(DESK, ledger)).at(after(desk.inbox.world.now(), ahead)).duty


async def test_who_goes_away_leaves_a_gap_that_is_said_at_once_and_somebody_takes_it_by_one_tap(
    desk: AtDesk,
) -> None:
    told = await confirms(desk, "on_duty", await desk.commands("on_duty", Deed.OFF, "+2h"))
    assert "proposal.done" in keys(told)
    (group,) = [one for one in tells(told, "gap.now") if one.proposal]
    assert [one for one in tells(told, "gap.now") if one.chat == "chat-admin"]
    assert group.chat == "chat-group"
    assert await duty(desk) is None
    taken = await answers(desk, "off_duty", group)
    assert "proposal.done" in keys(taken)
    assert await duty(desk) == "off_duty"
    assert "proposal.gone" in keys(await answers(desk, "supervisor", group)), "the first has it"


async def test_a_change_is_taken_back_by_one_tap_within_ten_minutes(desk: AtDesk) -> None:
    told = await confirms(desk, "on_duty", await desk.commands("on_duty", Deed.OFF, "+2h"))
    (undo,) = tells(told, "undo.offer")
    assert await duty(desk) is None
    undone = await answers(desk, "on_duty", undo)
    assert tells(undone, "announce.undone")
    assert await duty(desk) == "on_duty"
    async with desk.database.transaction() as ledger:
        events = await ledger.rosters.of_desk(DESK)
    assert any(type(one).__name__ == "OffSet" for one in events), "what was decided is only ever appended to"


async def test_nothing_is_applied_before_it_is_confirmed(desk: AtDesk) -> None:
    before = await desk.rows("SELECT COUNT(*) FROM roster_events")
    for deed, words in ((Deed.OFF, "+2h"), (Deed.COVER, "+2h"), (Deed.IN, ""), (Deed.TAKE, "fri 20-08")):
        await desk.commands("backup", deed, words)
    assert await desk.rows("SELECT COUNT(*) FROM roster_events") == before


async def test_only_who_leads_sends_others_away(desk: AtDesk) -> None:
    assert "refusal.not_yours" in keys(await desk.commands("on_duty", Deed.OFF, "+2h Backup"))
    assert tells(await desk.commands("supervisor", Deed.OFF, "Backup +2h"), "preview.off")
    assert tells(await desk.commands("admin", Deed.OFF, "+2h Backup at Cambodia"), "preview.off")


async def test_cover_is_asked_of_all_or_of_one_and_whoever_accepts_has_it(desk: AtDesk) -> None:
    asked = await desk.changes("on_duty", Deed.COVER, "+3h")
    (wanted,) = tells(asked, "cover.open")
    assert wanted.chat == "chat-group"
    assert await duty(desk) == "on_duty", "until somebody accepts"
    assert "proposal.for_others" in keys(await answers(desk, "on_duty", wanted))
    await answers(desk, "backup", wanted)
    assert await duty(desk) == "backup"
    one = await desk.changes("backup", Deed.COVER, "+1h Supervisor")
    (only,) = tells(one, "cover.wanted")
    assert only.chat == "chat-supervisor"
    assert "proposal.for_others" in keys(await answers(desk, "off_duty", only))
    assert tells(await answers(desk, "supervisor", only, accepted=False), "cover.refused")
    assert await duty(desk) == "backup"


async def test_what_is_not_ones_own_is_not_covered(desk: AtDesk) -> None:
    assert "cover.not_yours" in keys(await desk.commands("backup", Deed.COVER, "+3h"))


async def test_a_swap_moves_both_spans_when_the_other_accepts_and_not_before(desk: AtDesk) -> None:
    now = desk.inbox.world.now()
    theirs_by_hand = ShiftSet(OfficerId("backup"), after(now, 2 * DAY), after(now, 4 * DAY))
    async with desk.database.transaction() as ledger:
        await ledger.rosters.append(DESK, theirs_by_hand, now)
    mine, theirs = "+1h", _day(after(now, 3 * DAY))
    told = await desk.changes("on_duty", Deed.SWAP, f"{mine} Backup {theirs} 10-12")
    (wanted,) = tells(told, "swap.wanted")
    assert await duty(desk) == "on_duty"
    await answers(desk, "backup", wanted)
    assert await duty(desk) == "backup"
    assert await duty(desk, _at(theirs, 11) - desk.inbox.world.now()) == "on_duty"


def _day(instant: Instant) -> str:
    return f"{wall(instant, 'UTC'):%Y-%m-%d}"


def _at(day: str, hour: int) -> int:
    return int(datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=UTC).timestamp() * 1000)


async def test_what_is_not_both_sides_own_is_not_swapped(desk: AtDesk) -> None:
    for words in ("+1h Supervisor +2h", "Supervisor +1h +2h", "+1h +2h Supervisor"):
        assert "swap.not_theirs" in keys(await desk.commands("backup", Deed.SWAP, words)), words
    assert "swap.usage" in keys(await desk.commands("backup", Deed.SWAP, "+1h"))
    assert "swap.usage" in keys(await desk.commands("backup", Deed.SWAP, "Supervisor"))


async def test_in_checks_in_and_out_leaves_the_rest_of_the_turn(desk: AtDesk) -> None:
    assert "turn.checked_in" in keys(await desk.commands("on_duty", Deed.IN, ""))
    taken = await desk.commands("off_duty", Deed.IN, "")
    await confirms(desk, "off_duty", taken)
    assert await duty(desk) == "off_duty"
    assert "out.not_on_duty" in keys(await desk.commands("on_duty", Deed.OUT, ""))
    told = await confirms(desk, "off_duty", await desk.commands("off_duty", Deed.OUT, ""))
    assert await duty(desk) == "on_duty", "whose turn it is by the rotation has it again"
    assert not tells(told, "gap.now")
    told = await confirms(desk, "on_duty", await desk.commands("on_duty", Deed.OUT, ""))
    assert await duty(desk) is None
    assert {one.chat for one in tells(told, "gap.now")} == {"chat-group", "chat-admin"}


async def test_a_pause_that_uncovers_a_turn_is_said_at_once(desk: AtDesk) -> None:
    told = await desk.changes("admin", Deed.PERSON, "pause On_duty at Cambodia")
    assert tells(told, "gap.now")


async def test_gaps_says_when_and_who_cannot_be_rung(desk: AtDesk) -> None:
    assert tells(await desk.commands("on_duty", Deed.GAPS, ""), "gaps.none")
    await confirms(desk, "on_duty", await desk.commands("on_duty", Deed.OFF, "tomorrow"))
    (found,) = tells(await desk.commands("admin", Deed.GAPS, "at Cambodia"), "gaps.found")
    assert found.moments
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.load((await ledger.officers.load(OfficerId("backup"))).chat)  # type: ignore[arg-type]
        await ledger.chats.keep(replace(chat, reachable=False))
    (lost,) = tells(await desk.commands("on_duty", Deed.GAPS, ""), "gaps.unreachable")
    assert "Backup" in dict(lost.blanks)["name"].reveal()


async def test_each_day_the_admins_read_whom_no_ring_would_reach(desk: AtDesk) -> None:
    now = desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.load(ChatId("chat-backup"))
        await ledger.chats.keep(replace(chat, reachable=False))
        await ledger.dues.set(DueKind.ANCHOR, JOURNAL, now)
    told = tells(await desk.happens(AnchorDue(now)), "gaps.unreachable")
    assert [one.chat for one in told] == ["chat-admin"]
    assert "Backup" in dict(told[0].blanks)["name"].reveal()


async def test_a_gap_is_announced_seven_days_three_days_a_day_and_two_hours_before(
    tmp_path: Path,
) -> None:
    clock = Wound(round(datetime(2026, 6, 1, 12, tzinfo=UTC).timestamp() * 1000))
    async with at_desk(tmp_path, clock) as desk:
        begins = after(Instant(clock.true), 8 * DAY)
        async with desk.database.transaction() as ledger:
            await change(await ledger.desks.load(DESK), [_ends(begins)], ledger, desk.inbox.stamp())
        assert not tells(await desk.effects(), "gap.coming"), "it is too far off"
        said = []
        while (due_at := await _gap_row(desk)) < begins:
            clock.true = due_at
            told = await desk.happens(GapDue(DESK, due_at))
            for one in tells(told, "gap.coming"):
                assert one.moments[0] == ("from_at", begins)
                said.append((begins - due_at, one.chat, bool(one.proposal)))
        wanted = [(lead, chat, chat == "chat-group") for lead in BEFORE for chat in ("chat-group", "chat-admin")]
        assert said == wanted, "each once, and the desk has a button"


def _ends(instant: Instant) -> RotationSet:
    return RotationSet((), instant, 1, "UTC")


async def _gap_row(desk: AtDesk) -> Instant:
    ((due_at,),) = await desk.rows("SELECT due_at FROM dues WHERE kind = 'gap' AND subject = 'desk'")
    assert isinstance(due_at, int)
    return Instant(due_at)


async def test_what_came_due_while_nobody_served_is_announced_though_a_change_comes_first(tmp_path: Path) -> None:
    clock = Wound(round(datetime(2026, 6, 1, 12, tzinfo=UTC).timestamp() * 1000))
    async with at_desk(tmp_path, clock) as desk:
        begins = after(Instant(clock.true), 8 * DAY)
        async with desk.database.transaction() as ledger:
            await change(await ledger.desks.load(DESK), [_ends(begins)], ledger, desk.inbox.stamp())
        clock.true = await _gap_row(desk) + 5 * HOUR
        told = await confirms(desk, "off_duty", await desk.commands("off_duty", Deed.TAKE, "+1h"))
        assert [one.chat for one in tells(told, "gap.coming")] == ["chat-group", "chat-admin"]


async def test_who_came_on_while_nobody_served_is_asked_though_other_things_come_first(tmp_path: Path) -> None:
    """The announcement of a gap that came due, and a change of the roster."""
    clock = Wound(round(datetime(2026, 6, 1, 12, tzinfo=UTC).timestamp() * 1000))
    async with at_desk(tmp_path, clock) as desk:
        now = Instant(clock.true)
        async with desk.database.transaction() as ledger:
            await ledger.dues.set(DueKind.GAP, DESK, now)
            await ledger.dues.set(DueKind.TURN, DESK, now)
        clock.true += HOUR
        await desk.happens(GapDue(DESK, now))
        await confirms(desk, "off_duty", await desk.commands("off_duty", Deed.TAKE, "tomorrow"))
        assert [one.chat for one in tells(await desk.happens(TurnDue(DESK, now)), "turn.begins")] == [
            "chat-on_duty"
        ]


async def test_a_gap_that_comes_nearer_is_told_whole(desk: AtDesk) -> None:
    """From in eight days on nobody was on duty, which was no news yet; now it is from in six days on."""
    now = desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        known = await ledger.desks.load(DESK)
        await change(known, [_ends(after(now, 8 * DAY))], ledger, desk.inbox.stamp())
    assert not tells(await desk.effects(), "gap.coming")
    async with desk.database.transaction() as ledger:
        await change(known, [_ends(after(now, 6 * DAY))], ledger, desk.inbox.stamp())
    told = tells(await desk.effects(), "gap.coming")
    assert {one.chat for one in told} == {"chat-group", "chat-admin"}
    assert all(dict(one.moments)["to_at"] >= after(now, 13 * DAY) for one in told)


async def test_the_admins_are_told_once_of_new_rules_for_clocks(desk: AtDesk) -> None:
    """Also where nothing new is to be published, and not again at every change."""
    stamp = desk.inbox.stamp()
    async with desk.database.transaction() as ledger:
        known = await ledger.desks.load(DESK)
        await publish(known, ledger, stamp)
        events = await ledger.rosters.of_desk(DESK)
        (told,) = [one for one in events if isinstance(one, Published)]
        # As if turns had been told by other rules: the second an hour later than they begin by those of now.
        other = (told.starts[0], after(told.starts[1], HOUR), *told.starts[2:])
        await ledger.rosters.append(DESK, replace(told, starts=other), stamp.now)
    said = []
    for _ in range(4):
        async with desk.database.transaction() as ledger:
            await publish(known, ledger, stamp)
        said += tells(await desk.effects(), "roster.clocks")
    assert [(one.chat, one.moments[0][1]) for one in said] == [("chat-admin", other[1])]


async def test_who_comes_on_is_asked_and_asked_again_and_then_others_know(desk: AtDesk) -> None:
    now = desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        await ledger.dues.set(DueKind.TURN, DESK, now)
    (asked,) = tells(await desk.happens(TurnDue(DESK, now)), "turn.begins")
    assert asked.chat == "chat-on_duty"
    assert asked.sounds
    told: list[Effect] = []
    for asks in (1, 2):
        ((due,),) = await desk.rows(f"SELECT due_at FROM dues WHERE subject = 'desk:{asks}'")  # noqa: S608
        assert isinstance(due, int)
        event: Event = CheckInDue(DESK, asks, Instant(due))
        told = await desk.happens(event)
        assert bool(tells(told, "turn.still")) is (asks == 1)
    assert {one.chat for one in tells(told, "turn.missed")} >= {"chat-backup", "chat-supervisor", "chat-admin"}


async def test_who_checks_in_is_not_asked_again(desk: AtDesk) -> None:
    now = desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        await ledger.dues.set(DueKind.TURN, DESK, now)
    (asked,) = tells(await desk.happens(TurnDue(DESK, now)), "turn.begins")
    assert "turn.checked_in" in keys(await answers(desk, "on_duty", asked))
    assert not await desk.rows("SELECT 1 FROM dues WHERE kind = 'checked_in'")


@pytest.mark.parametrize("answers_the_person", [False, True])
async def test_who_works_on_a_case_is_there(desk: AtDesk, answers_the_person: bool) -> None:
    """Found at the drill: who had taken and answered five cases was reported to the admins as not there."""
    await desk.happens(WordsArrived(desk.origin("stranger"), Private("help, they beat us")))
    code, now = (await desk.case("stranger")).code, desk.inbox.world.now()
    if answers_the_person:
        await desk.commands("on_duty", Deed.TAKE, code)
    async with desk.database.transaction() as ledger:
        await ledger.dues.set(DueKind.TURN, DESK, now)
    (asked,) = tells(await desk.happens(TurnDue(DESK, now)), "turn.begins")
    if answers_the_person:
        words = replace(desk.origin("on_duty"), reply_code=code)
        await desk.happens(WordsArrived(words, Private("where are you?")))
    else:
        await desk.commands("on_duty", Deed.TAKE, code)
    ((due,),) = await desk.rows("SELECT due_at FROM dues WHERE subject = 'desk:1'")
    assert isinstance(due, int)
    assert not await desk.happens(CheckInDue(DESK, 1, Instant(due)))
    assert "turn.checked_in" in keys(await answers(desk, "on_duty", asked)), "its button thanks them all the same"


async def test_what_is_open_moves_to_who_comes_on_only_when_they_accept(desk: AtDesk) -> None:
    now = desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        await ledger.dues.set(DueKind.TURN, DESK, now)
    (digest,) = tells(await desk.happens(TurnDue(DESK, now)), "turn.digest")
    assert (await desk.case()).code in dict(digest.blanks)["codes"].reveal()
    assert (await desk.case()).owner == "owner"
    assert "proposal.for_others" in keys(await answers(desk, "backup", digest))
    assert (await desk.case()).owner == "owner"
    assert "turn.taken_over" in keys(await answers(desk, "on_duty", digest))
    assert (await desk.case()).owner == "on_duty"


async def test_who_comes_on_reads_what_each_open_case_waits_for(desk: AtDesk) -> None:
    code = (await desk.case()).code
    await desk.commands("owner", Deed.WINDOW, f"{code} 02:00-04:00")
    await desk.commands("owner", Deed.PROMISE, f"{code} 2h")
    now = desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        await ledger.dues.set(DueKind.TURN, DESK, now)
    (left,) = [one for one in await desk.happens(TurnDue(DESK, now)) if isinstance(one, ShowCases)]
    assert (left.chat, left.which) == ("chat-on_duty", Which.LEFT)
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.load(left.chat)
        view = await load_view(left, chat, ledger, now)
    text = str(render(left, view, chat, WORDS, repeat=False).calls[0].arguments["text"])
    for part in (code, "L2", "the person waits for an answer", "safe hours: 02:00-04:00", "Next promise"):
        assert part in text, text


async def test_every_tap_is_answered(desk: AtDesk) -> None:
    told = await desk.changes("on_duty", Deed.COVER, "+3h")
    (wanted,) = tells(told, "cover.open")
    for who in ("backup", "supervisor", "elsewhere", "paused"):
        assert [one for one in await answers(desk, who, wanted) if isinstance(one, AnswerPress)]


def test_the_lead_times_are_those_of_the_house() -> None:
    assert BEFORE == (7 * DAY, 3 * DAY, 24 * HOUR, 2 * HOUR)


@pytest.mark.parametrize("words", ["cambodia +60h", "+60h CAMBODIA", "now Cambodia", "+60h at cambodia"])
async def test_who_is_on_duty_then_is_said_with_who_stands_behind(desk: AtDesk, words: str) -> None:
    (told,) = tells(await desk.commands("admin", Deed.DUTY, words), "duty.then")
    blanks = {name: value.reveal() for name, value in told.blanks}
    assert blanks["name"] == "On_Duty"
    assert blanks["answer"] == "Backup"
    assert [name for name, _ in told.moments] == ["time", "until"]


async def test_nobody_on_duty_then_is_said_so(desk: AtDesk) -> None:
    await confirms(desk, "admin", await desk.commands("admin", Deed.OFF, "on_duty +3h at Cambodia"))
    assert tells(await desk.commands("backup", Deed.DUTY, "+1h"), "duty.then_nobody")


@pytest.mark.parametrize("words", ["sometime", "nowhere +1h", "cambodia 25:99"])
async def test_a_time_or_a_desk_that_there_is_not_is_refused(desk: AtDesk, words: str) -> None:
    (refused,) = await desk.commands("admin", Deed.DUTY, words)
    assert isinstance(refused, Tell)
    assert refused.key in ("desk.unknown", "shift.unreadable")


async def test_an_officer_sees_no_other_desk_by_its_name(desk: AtDesk) -> None:
    (refused,) = tells(await desk.commands("on_duty", Deed.DUTY, "Other +1h"), "desk.unknown")
    assert "Other" in dict(refused.blanks)["name"].reveal()


async def test_whoever_works_elsewhere_says_by_which_clock(desk: AtDesk) -> None:
    for words, key, zone in (
        ("zone seoul", "me.zone", "Asia/Seoul"),
        ("zone Asia/Nowhere", "desk.unknown_zone", "Asia/Seoul"),
        ("zone", "desk.unknown_zone", "Asia/Seoul"),
        ("zone off", "me.zone_off", ""),
    ):
        for who in ("admin", "on_duty"):
            assert keys(await desk.commands(who, Deed.ME, words)) == [key]
            async with desk.database.transaction() as ledger:
                assert (await ledger.chats.load(ChatId(f"chat-{who}"))).zone == zone


async def test_who_sets_a_shift_is_told_of_little_rest_and_can_confirm_all_the_same(desk: AtDesk) -> None:
    """On duty all week, who stands behind takes four hours, is free for four, and takes four again."""
    at = " at Cambodia"
    await confirms(desk, "admin", await desk.commands("admin", Deed.SHIFT, f"Backup tomorrow 08:00-12:00{at}"))
    shown = await desk.commands("admin", Deed.SHIFT, f"Backup tomorrow 16:00-20:00{at}")
    (warning,) = [one for one in tells(shown, "rest.short") if dict(one.blanks)["name"].reveal() == "Backup"]
    assert dict(warning.blanks)["count"].reveal() == "4"
    assert "proposal.done" in keys(await confirms(desk, "admin", shown))
    shown = await desk.commands("admin", Deed.SHIFT, f"Off_Duty tomorrow 12:00-13:00{at}")
    assert "Backup" not in [dict(one.blanks)["name"].reveal() for one in tells(shown, "rest.short")]


async def test_long_turns_are_said_when_they_are_set(desk: AtDesk) -> None:
    shown = await desk.commands("admin", Deed.ROTATE, "weekly Off_Duty Supervisor from now at Cambodia")
    assert {dict(one.blanks)["name"].reveal() for one in tells(shown, "rest.long")} == {"Off_Duty", "Supervisor"}


async def test_ones_own_share_is_shown_beside_an_equal_one(desk: AtDesk) -> None:
    (told,) = tells(await desk.commands("on_duty", Deed.ME, ""), "me.share")
    blanks = {name: int(value.reveal()) for name, value in told.blanks}
    assert blanks["number"] == 28 * 24
    assert blanks["count"] == 28 * 24 // 5
    assert 0 < blanks["value"] < blanks["number"]


async def test_where_a_gap_goes_on_beyond_what_is_said_of_it_that_is_said(desk: AtDesk) -> None:
    """Nobody is ever on duty again; of two hours it is not said."""
    told = await confirms(desk, "on_duty", await desk.commands("on_duty", Deed.OFF, "+2h"))
    (short,) = [one for one in tells(told, "gap.now") if one.chat == "chat-group"]
    assert BEYOND not in dict(short.moments)
    for name in ("On_Duty", "Backup"):
        told = await confirms(desk, "admin", await desk.commands("admin", Deed.OFF, f"{name} 40d at Cambodia"))
    said = tells(told, "gap.now") + tells(told, "gap.coming")
    assert said
    assert all(BEYOND in dict(one.moments) for one in said)
    (found,) = tells(await desk.commands("admin", Deed.GAPS, "at Cambodia"), "gaps.found")
    assert BEYOND in dict(found.moments)
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.load(found.chat)
    text = render(found, None, chat, WORDS, repeat=False).calls[0].arguments["text"]
    assert "Nobody is on duty after that either." in str(text)


async def test_in_and_out_with_a_time_are_a_shift_and_an_absence_of_that_time(desk: AtDesk) -> None:
    taken = tells(await desk.commands("off_duty", Deed.TAKE, "tomorrow 20-22"), "preview.span")[0].moments
    assert tells(await desk.commands("off_duty", Deed.IN, "tomorrow 20-22"), "preview.span")[0].moments == taken
    away = tells(await desk.commands("off_duty", Deed.OFF, "tomorrow 20-22"), "preview.off")[0].moments
    assert tells(await desk.commands("off_duty", Deed.OUT, "tomorrow 20-22"), "preview.off")[0].moments == away


async def test_a_date_that_there_is_not_is_no_officer(desk: AtDesk) -> None:
    (told,) = await desk.commands("admin", Deed.SHIFT, "Backup 2026-02-30 20-08 at Cambodia")
    assert isinstance(told, Tell) and told.key == "shift.unreadable"
    assert dict(told.blanks)["word"].reveal() == "2026-02-30 20-08"


async def test_a_day_far_away_is_shown_with_its_year(desk: AtDesk) -> None:
    (near,) = tells(await desk.commands("admin", Deed.SHIFT, "Backup tomorrow 20-08 at Cambodia"), "preview.shift")
    (far,) = tells(
        await desk.commands("admin", Deed.ROTATE, "daily @Backup from 2031-01-01 at Cambodia"), "preview.rotate"
    )
    assert DATED not in dict(near.blanks)
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.load(far.chat)
    text = str(render(far, None, chat, WORDS, repeat=False).calls[0].arguments["text"])
    assert "2031" in text
