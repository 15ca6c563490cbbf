"""No case goes quiet: not by a ring that fails, a level that changes, an owner or an offer that nobody answers."""

from dataclasses import replace

from bot.domain.case import release
from bot.domain.effects import Effect, Ring, ShowScreen
from bot.domain.escalation import Ladder, ladder_in
from bot.domain.events import (
    CaseTaken,
    ChatLost,
    DeliveryFailed,
    DeliveryUnsure,
    Gesture,
    GestureMade,
    WordsArrived,
)
from bot.domain.ids import HOUR, MINUTE, SECOND, CaseId, ChatId
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.triage import Level
from bot.tick import calm_due, ring_due
from bot.use_cases.ring import ring_next
from tests.use_cases.desk import AtDesk, keys
from tests.use_cases.wound import BEGINS, Wound


async def _cries(desk: AtDesk, level: Level | None = None, who: str = "stranger") -> CaseId:
    """A second case, at L1 unless told, that nobody has; rings not sent yet."""
    if level is None:
        await desk.inbox.handle(GestureMade(desk.origin(who), Gesture.SOS))
    case = None
    if level is not None:
        await desk.inbox.handle(WordsArrived(desk.origin(who), Private("hello I need help please")))
        await desk.effects()
        case = await desk.case(who)
        async with desk.database.transaction() as ledger:
            known = replace(
                await ledger.cases.load(case.id),
                level=level,
                rung=0,
                lowered=True,
                ladder_from=desk.inbox.world.now(),
            )
            await ring_next(known, ledger, desk.inbox.stamp())
        case = await desk.case(who)
    return (case or await desk.case(who)).id


async def _next(desk: AtDesk, case: CaseId) -> int:
    ((at,),) = await desk.rows(f"SELECT due_at FROM dues WHERE kind = 'ring' AND subject = '{case}'")
    return int(str(at))


async def _sends(desk: AtDesk, dead: frozenset[str]) -> list[str]:
    """As the courier does, until nothing is left: rings to these chats are refused for good."""
    rang = list[str]()
    while True:
        rings = [one for one in await desk.effects() if isinstance(one, Ring)]
        if not rings:
            return rang
        for one in rings:
            if one.chat in dead:
                await desk.inbox.handle(DeliveryFailed(one.chat, one.case))
            else:
                rang.append(one.chat)


async def test_a_case_that_nobody_has_is_not_made_accepted_by_hand(desk: AtDesk) -> None:
    await _cries(desk)
    case = await desk.case("stranger")
    told = await desk.commands("supervisor", Deed.STATE, f"{case.code} accepted")
    told = await desk.happens(CaseTaken(desk.origin("on_duty", press=True), case.code))
    assert "taken.yours" in keys(told), keys(told)


async def test_invariant_4_one_blocked_officer_leaves_no_hole(desk: AtDesk, clock: Wound) -> None:
    case = await _cries(desk)
    dead = frozenset({"chat-off_duty"})
    at = list[int]()
    for passed in range(0, 20 * MINUTE, 10 * SECOND):
        clock.true = BEGINS + passed
        await ring_due(desk.inbox)
        if await _sends(desk, dead):
            at.append(passed)
        assert await _next(desk, case) - clock.true <= 5 * MINUTE, (
            at,
            (await _next(desk, case) - BEGINS) / MINUTE,
        )


async def test_invariant_4_two_blocked_officers_leave_no_hole_either(desk: AtDesk, clock: Wound) -> None:
    await _cries(desk)
    dead = frozenset({"chat-off_duty", "chat-owner"})
    at = list[float]()
    for passed in range(0, 20 * MINUTE, 10 * SECOND):
        clock.true = BEGINS + passed
        await ring_due(desk.inbox)
        if await _sends(desk, dead):
            at.append(passed / MINUTE)
    quiet = max(b - a for a, b in zip(at, at[1:], strict=False))
    assert quiet <= 5, at


async def test_a_lowered_case_rings_by_its_new_ladder(desk: AtDesk, clock: Wound) -> None:
    case = await _cries(desk)
    await desk.effects()
    for passed in range(0, 60 * MINUTE, 10 * SECOND):
        clock.true = BEGINS + passed
        await ring_due(desk.inbox)
    code = (await desk.case("stranger")).code
    told = await desk.commands("supervisor", Deed.LOWER, f"{code} L3 she is in a hotel")
    assert "work.done" in keys(told)
    for passed in range(60 * MINUTE, 70 * MINUTE, 10 * SECOND):
        clock.true = BEGINS + passed
        await ring_due(desk.inbox)
    assert (await _next(desk, case) - clock.true) <= 4 * HOUR, (await _next(desk, case) - clock.true) / HOUR


async def test_a_case_that_a_merge_raised_rings_by_the_graver_ladder(desk: AtDesk, clock: Wound) -> None:
    """The older waits at L3 (next ring in four hours); a younger one at L1 is merged into it, and parted again."""
    old = await desk.case()
    async with desk.database.transaction() as ledger:
        waiting = replace(
            release(await ledger.cases.load(old.id), desk.inbox.world.now()), level=Level.L3, lowered=True
        )
        await ring_next(waiting, ledger, desk.inbox.stamp())
    clock.true += MINUTE
    await _cries(desk)
    await desk.effects()
    young = await desk.case("stranger")
    assert "work.done" in keys(await desk.commands("on_duty", Deed.MERGE, f"{old.code} {young.code}"))
    head = await desk.case()
    assert (head.level, head.owner) == (Level.L1, None)
    assert "work.done" in keys(await desk.commands("on_duty", Deed.UNMERGE, old.code))
    sos = await desk.happens(GestureMade(desk.origin("requester"), Gesture.SOS))
    [one for one in sos if isinstance(one, Ring)]
    assert await _next(desk, old.id) - clock.true <= 5 * MINUTE, (await _next(desk, old.id) - clock.true) / MINUTE


async def test_a_lost_group_is_no_rung(desk: AtDesk, clock: Wound) -> None:
    await desk.happens(ChatLost(desk.origin("owner", group=True)))
    for one in ("owner", "on_duty", "backup", "off_duty", "supervisor"):
        await desk.happens(ChatLost(desk.origin(one)))
    await _cries(desk, Level.L3)
    rings = [one.chat for one in await desk.effects() if isinstance(one, Ring)]
    assert "chat-admin" in rings, rings


async def test_a_ring_to_a_chat_that_was_known_as_lost_falls_through(desk: AtDesk, clock: Wound) -> None:
    one = await _cries(desk, Level.L3)
    ringing = [x for x in await desk.effects() if isinstance(x, Ring)]
    assert [x.chat for x in ringing] == ["chat-on_duty"]
    # Blocked before the ring goes out: Telegram says so by an update, and refuses the ring a moment later.
    await desk.happens(ChatLost(desk.origin("on_duty")))
    rings = [x for x in await desk.happens(DeliveryFailed(ChatId("chat-on_duty"), one)) if isinstance(x, Ring)]
    assert rings, f"nobody was rung; next in {(await _next(desk, one) - clock.true) / HOUR} h"


async def test_a_ring_that_may_not_have_arrived_goes_on_to_the_next_rung(desk: AtDesk, clock: Wound) -> None:
    one = await _cries(desk, Level.L3)
    (ring,) = [x for x in await desk.effects() if isinstance(x, Ring)]
    effects = await desk.happens(DeliveryUnsure(ring))
    assert effects, f"nobody is told, nobody is rung; next in {(await _next(desk, one) - clock.true) / HOUR} h"


async def test_when_the_only_one_who_was_rung_is_removed_others_are_rung(desk: AtDesk, clock: Wound) -> None:
    one = await _cries(desk, Level.L3)
    await desk.effects()
    effects = await desk.changes("admin", Deed.PERSON, "remove On_duty at Cambodia")
    assert [x for x in effects if isinstance(x, Ring)], f"next in {(await _next(desk, one) - clock.true) / HOUR} h"


async def test_a_release_that_nobody_accepts_rings_again(desk: AtDesk, clock: Wound) -> None:
    await desk.happens(GestureMade(desk.origin("requester"), Gesture.SOS))
    case = await desk.case()
    assert case.owner == "owner" and case.level is Level.L1
    assert await desk.rows(f"SELECT 1 FROM dues WHERE kind = 'idle' AND subject = '{case.id}'")
    assert "give.offered" in keys(await desk.commands("owner", Deed.RELEASE, case.code))
    rung = list[Effect]()
    for minutes in (5, 10, 15, 30, 60, 120, 240, 480, 721, 780):
        clock.true = BEGINS + minutes * MINUTE
        await ring_due(desk.inbox)
        await calm_due(desk.inbox)
        rung += [x for x in await desk.effects() if isinstance(x, Ring)]
    assert rung, "nobody was rung for thirteen hours"


async def test_an_sos_while_nothing_reaches_the_owner_rings_the_others(desk: AtDesk, clock: Wound) -> None:
    await desk.happens(ChatLost(desk.origin("owner")))
    effects = await desk.happens(GestureMade(desk.origin("requester"), Gesture.SOS))
    rang = {x.chat for x in effects if isinstance(x, Ring)}
    await desk.happens(DeliveryFailed(ChatId("chat-owner"), (await desk.case()).id))
    for passed in range(0, 9 * MINUTE, 10 * SECOND):
        clock.true = BEGINS + passed
        await ring_due(desk.inbox)
        await calm_due(desk.inbox)
        rang |= {x.chat for x in await desk.effects() if isinstance(x, Ring)}
    assert rang - {"chat-owner"}, rang


async def test_when_the_owner_is_removed_the_person_reads_so(desk: AtDesk, clock: Wound) -> None:
    await desk.effects()
    effects = await desk.changes("admin", Deed.PERSON, "remove Owner at Cambodia")
    assert (await desk.case()).owner is None
    assert [x for x in effects if isinstance(x, ShowScreen)], "the person still reads that somebody has it"


def test_at_l1_nobody_may_have_hours_to_do_nothing() -> None:
    assert not isinstance(ladder_in("0 duty, 5m everyone, again 5m, answer 9999h", Level.L1), Ladder)
