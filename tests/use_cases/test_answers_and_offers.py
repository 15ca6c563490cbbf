"""A reply answers what it replies to, and an offer is open until somebody takes it."""

from dataclasses import replace

import pytest
from telegram import Update

from bot.domain.case import Case, CaseState
from bot.domain.effects import RelayToRequester, Ring, Tell, UpdateRing
from bot.domain.events import CommandGiven, Gesture, GestureMade, Origin, WordsArrived
from bot.domain.facts import Said
from bot.domain.ids import MINUTE, ChatId, DeskId
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.ports import Message, Purpose, Side
from bot.tick import sweep
from bot.use_cases.rota import roster_of
from handlers.loading import load_view
from handlers.render import render
from handlers.requester import read_words
from tests.handlers.shown import reader
from tests.handlers.updates import WORDS, written
from tests.use_cases.desk import AtDesk, keys, tells
from tests.use_cases.wound import Wound

DESK = DeskId("desk")


async def _arrives(desk: AtDesk) -> None:
    """What was asked for, as the courier notes it."""
    case, now = await desk.case(), desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        await ledger.messages.note(Message(ChatId("chat-owner"), 901, Side.OURS, Purpose.PROMPT, now, case.id))


async def test_a_reply_completes_the_command_that_it_answers(desk: AtDesk, clock: Wound) -> None:
    code = (await desk.case()).code
    assert tells(await desk.commands("owner", Deed.NOTE, code), "note.ask")
    await _arrives(desk)
    clock.true += 1000
    assert tells(await desk.commands("owner", Deed.CLOSE, f"{code} escaped"), "close.ask")
    answered = replace(desk.origin("owner"), reply_to=901)
    told = await desk.happens(WordsArrived(answered, Private("she said the guard sleeps at 3")))
    assert (await desk.case()).state is not CaseState.CLOSED, keys(told)


async def test_a_cover_that_was_asked_before_the_admin_gave_the_span_away(desk: AtDesk) -> None:
    (wanted,) = tells(await desk.changes("on_duty", Deed.COVER, "+3h"), "cover.open")
    await desk.changes("admin", Deed.SHIFT, "Supervisor +3h at Cambodia")
    told = await desk.presses("backup", wanted)
    async with desk.database.transaction() as ledger:
        now = (await roster_of(DESK, ledger)).at(desk.inbox.world.now()).duty
    assert now == "supervisor", keys(told)


async def test_one_no_does_not_take_the_request_from_all_others(desk: AtDesk) -> None:
    (wanted,) = tells(await desk.changes("on_duty", Deed.COVER, "+3h"), "cover.open")
    await desk.presses("off_duty", wanted, accepted=False)
    told = await desk.presses("backup", wanted)
    assert "proposal.done" in keys(told), keys(told)


async def test_one_no_does_not_take_a_gap_from_all_others(desk: AtDesk) -> None:
    told = await desk.changes("on_duty", Deed.OFF, "+2h")
    (group,) = [one for one in tells(told, "gap.now") if one.proposal]
    await desk.presses("off_duty", group, accepted=False)
    told = await desk.presses("backup", group)
    assert "proposal.done" in keys(told), keys(told)


async def test_a_late_reply_to_what_was_asked_for_the_desk_does_not_go_to_the_person(
    desk: AtDesk, clock: Wound
) -> None:

    code = (await desk.case()).code
    assert tells(await desk.commands("owner", Deed.NOTE, code), "note.ask")
    await _arrives(desk)
    clock.true += 21 * MINUTE
    await sweep(desk.inbox)
    await desk.happens(WordsArrived(desk.origin("requester"), Private("are you there?")))
    answered = replace(desk.origin("owner"), reply_to=901)
    told = await desk.happens(WordsArrived(answered, Private("do not trust her brother")))
    assert not [x for x in told if isinstance(x, RelayToRequester)], keys(told)


async def test_a_second_reply_to_what_was_asked_does_not_go_to_the_person(desk: AtDesk, clock: Wound) -> None:

    code = (await desk.case()).code
    assert tells(await desk.commands("owner", Deed.NOTE, code), "note.ask")
    await _arrives(desk)
    first = await desk.happens(
        WordsArrived(replace(desk.origin("owner"), reply_to=901), Private("do not trust her brother"))
    )
    assert "work.done" in keys(first)
    told = await desk.happens(
        WordsArrived(replace(desk.origin("owner"), reply_to=901), Private("he sold her to them"))
    )
    assert not [x for x in told if isinstance(x, RelayToRequester)], keys(told)


async def _rings(desk: AtDesk) -> tuple[Case, Origin]:
    """A case that nobody has, and a reply of "on_duty" to its ring."""
    await desk.happens(GestureMade(desk.origin("stranger"), Gesture.SOS))
    case, now = await desk.case("stranger"), desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        await ledger.messages.note(Message(ChatId("chat-on_duty"), 777, Side.OURS, Purpose.RING, now, case.id))
    return case, replace(desk.origin("on_duty"), reply_to=777)


@pytest.mark.parametrize(("who", "button"), [("admin", False), ("on_duty", True)])
async def test_a_ring_has_a_button_for_whom_it_does_something(desk: AtDesk, who: str, button: bool) -> None:
    case, _ = await _rings(desk)
    chat_id = ChatId(f"chat-{who}")
    async with desk.database.transaction() as ledger:
        now = desk.inbox.world.now()
        await ledger.messages.note(Message(chat_id, 778, Side.OURS, Purpose.RING, now, case.id))
        chat = await ledger.chats.load(chat_id)
        for effect in (Ring(chat_id, case.id, urgent=True), UpdateRing(chat_id, case.id, 778)):
            view = await load_view(effect, chat, ledger, now)
            (call,) = render(effect, view, chat, WORDS, repeat=False).calls
            assert (call.arguments["reply_markup"] is not None) is button


async def test_take_in_reply_to_a_ring_takes_the_case(desk: AtDesk) -> None:
    """A bug: without the code it was answered that there is no such case."""
    _, reply = await _rings(desk)
    told = await desk.happens(CommandGiven(reply, Deed.TAKE, Private(""), Private("/take")))
    assert "taken.yours" in keys(told)
    assert (await desk.case("stranger")).owner == "on_duty"


@pytest.mark.parametrize("words", ["I have it", "제가 맡습니다.", "i HAVE it!"])
async def test_the_words_of_the_button_in_reply_to_a_ring_take_the_case(desk: AtDesk, words: str) -> None:
    _, reply = await _rings(desk)
    arrived = Update.de_json(written(text=words), None).message
    assert arrived is not None
    event = read_words(arrived, reply, WORDS)
    assert isinstance(event, CommandGiven)
    assert "taken.yours" in keys(await desk.happens(event))


async def test_the_same_words_to_ones_own_person_are_an_answer(desk: AtDesk) -> None:
    """As to "did you get the photo?": they are sent, not swallowed as a command."""
    case, now = await desk.case(), desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        sent = Message(ChatId("chat-owner"), 779, Side.OURS, Purpose.THREAD, now, case.id)
        await ledger.messages.note(sent)
    said = replace(desk.origin("owner"), reply_to=779)
    told = await desk.happens(CommandGiven(said, Deed.TAKE, Private(""), Private("I have it")))
    assert [one for one in told if isinstance(one, RelayToRequester)]


async def test_the_same_words_of_a_person_are_words(desk: AtDesk) -> None:
    """Who is none of the staff has said something, and it goes to the desk."""
    said = replace(desk.origin("requester"), reply_to=5)
    await desk.happens(CommandGiven(said, Deed.TAKE, Private(""), Private("I have it")))
    case = await desk.case()
    async with desk.database.transaction() as ledger:
        words = [one.value.words.reveal() for one in await ledger.facts.of(case.id) if isinstance(one.value, Said)]
    assert words[-1] == "I have it"
    assert case.owner == "owner"


async def test_confirm_typed_again_does_not_do_what_was_shown_before(desk: AtDesk) -> None:
    """A bug: the preview that a corrected one had replaced was applied by the second `/confirm`."""
    await desk.commands("admin", Deed.SHIFT, "Backup +8h at Cambodia")
    await desk.commands("admin", Deed.SHIFT, "Backup +4h at Cambodia")
    assert "undo.offer" in keys(await desk.commands("admin", Deed.CONFIRM, ""))
    assert keys(await desk.commands("admin", Deed.CONFIRM, "")) == ["proposal.gone"]


async def test_what_is_taken_back_is_said(desk: AtDesk) -> None:
    """A bug: `/undo` answered "Done.", and nobody read of what."""
    await desk.changes("admin", Deed.SHIFT, "Off_Duty +8h at Cambodia")
    told = [one for one in await desk.commands("admin", Deed.UNDO, "") if isinstance(one, Tell)]
    said = {(str(one.chat), one.key): dict(one.blanks).get("what", Private("")).reveal() for one in told}
    assert said["chat-admin", "undo.done"] == "/shift (Off_Duty)"
    assert said["chat-group", "announce.undone"] == "/shift (Off_Duty)"
    assert ("chat-on_duty", "announce.span") in said, "whose duty it is again"
    assert ("chat-off_duty", "announce.lost") in said, "whose it is no more"


async def test_new_turns_are_announced_with_what_they_are_and_from_when(desk: AtDesk) -> None:
    told = await desk.changes("admin", Deed.ROTATE, "daily @Backup backup from 2026-08-01 at Cambodia")
    (announced,) = [one for one in tells(told, "announce.rotate") if one.chat == "chat-group"]
    assert announced.rotation is not None
    assert [name for name, _ in announced.moments] == ["from_at"]
    told = await desk.changes("admin", Deed.ROTATE, "off backup at Cambodia")
    assert tells(told, "announce.rotate_off")
    assert keys(await desk.commands("admin", Deed.ROTATE, "off hours 1-2 at Cambodia")) == ["rotate.none"]


@pytest.mark.parametrize("what", ["pause", "remove", "supervisor"])
async def test_what_becomes_of_an_officer_they_and_the_desk_read(desk: AtDesk, what: str) -> None:
    told = tells(await desk.changes("admin", Deed.PERSON, f"{what} On_Duty at Cambodia"), "announce.person")
    assert {one.chat for one in told} == {"chat-on_duty", "chat-group"}


async def test_an_alias_is_nobody_elses_news(desk: AtDesk) -> None:
    assert not tells(await desk.changes("admin", Deed.PERSON, "alias On_Duty kim at Cambodia"), "announce.person")


async def test_a_name_that_somebody_has_is_not_given_to_another(desk: AtDesk) -> None:
    assert keys(await desk.commands("admin", Deed.PERSON, "add backup at Cambodia")) == ["person.name_taken"]
    assert keys(await desk.commands("admin", Deed.PERSON, "add Backup Kim at Cambodia")) == ["person.link"]


async def test_who_has_no_shifts_is_told_so_instead_of_a_calendar(desk: AtDesk) -> None:
    """A bug: the answer lacked the desk's name, and was tried again without end."""
    (told,) = tells(await desk.commands("off_duty", Deed.CALENDAR, ""), "me.none")
    assert "Cambodia" in str(render(told, None, reader(), WORDS, repeat=False).calls[0].arguments["text"])
