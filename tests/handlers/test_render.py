"""Every effect becomes calls that Telegram takes, in every language, and tells no more than it should."""

import inspect
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

import pytest
from telegram import Bot, InlineKeyboardMarkup

from bot.conversation.engine import turn
from bot.conversation.grammar import Session
from bot.domain.effects import (
    AmendReply,
    Effect,
    OpenThread,
    RelayToOwner,
    RelayToRequester,
    ReportUnprocessed,
    Reveal,
    Ring,
    SendPlace,
    ShowAudit,
    ShowCases,
    ShowHistory,
    ShowKeys,
    ShowRoster,
    ShowScreen,
    Tell,
    UpdateCard,
    UpdateRing,
    WipeChat,
)
from bot.domain.events import AmendLost, CardDelivered, Gesture, RelayDelivered, WordsArrived
from bot.domain.facts import Answered, Media, MediaKind, Replied
from bot.domain.people import ChatKind
from bot.domain.private import Private
from bot.ports import Purpose
from handlers.calls import Call, Plan
from handlers.render import render
from handlers.views import EventView, FactView, Shown, WipeView
from tests.handlers.shown import (
    ACCOUNT,
    AMENDED,
    CAPTION,
    CASE,
    CASES,
    FACTS,
    KIM,
    LONG,
    NAME,
    NEW,
    PHONE,
    READER,
    REPLIES,
    SHOWN,
    TAKEN,
    case_view,
    fact,
    reader,
    said,
)
from tests.handlers.updates import BOT, WORDS, event, message, written

TO_REQUESTERS = (ShowScreen, ShowKeys, RelayToRequester, AmendReply)
STAFF = (*WORDS.desk_languages, "ar", "my")
"""Those that have the desk's texts, and two that have not."""
EACH = [
    (effect, view, language, repeat)
    for effect, view in SHOWN
    for language in (WORDS.languages if isinstance(effect, TO_REQUESTERS) else STAFF)
    for repeat in (False, True)
]
KINDS = sorted({type(effect) for effect, _ in SHOWN}, key=lambda kind: kind.__name__)


def plan(effect: Effect, view: Shown, language: str = "en", repeat: bool = False) -> Plan:
    return render(effect, view, reader(language), WORDS, repeat)


def calls_of(kind: type[Effect]) -> Iterator[Call]:
    for effect, view, language, repeat in EACH:
        if type(effect) is kind:
            made = plan(effect, view, language, repeat)
            yield from made.calls
            if kind is ShowRoster and made.draws is not None and language == "en" and repeat:
                yield made.draws()


def texts(made: Plan) -> str:
    return "\n".join(str(call.arguments.get("text", call.arguments.get("caption", ""))) for call in made.calls)


def test_there_is_a_view_for_every_effect() -> None:
    assert set(KINDS) == set(get_args(Effect))


@pytest.mark.parametrize("kind", KINDS)
def test_every_call_is_one_that_the_bot_has_with_all_that_it_needs(kind: type[Effect]) -> None:
    for call in calls_of(kind):
        taken = inspect.signature(getattr(Bot, call.method)).parameters
        needed = {name for name, one in taken.items() if one.default is one.empty} - {"self"}
        assert needed <= set(call.arguments) <= set(taken)


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_keeps_to_telegrams_limits(kind: type[Effect]) -> None:
    for call in calls_of(kind):
        given = call.arguments
        if "text" in given:
            longest = 200 if call.method == "answer_callback_query" else 4_096
            assert 1 <= len(given["text"].strip()) <= longest
        assert len(given.get("caption", "")) <= 1_024
        assert 1 <= len(given.get("message_ids", [1])) <= 100


@pytest.mark.parametrize("kind", KINDS)
def test_every_button_keeps_to_telegrams_limits(kind: type[Effect]) -> None:
    for call in calls_of(kind):
        markup = call.arguments.get("reply_markup")
        if isinstance(markup, InlineKeyboardMarkup):
            buttons = [button for row in markup.inline_keyboard for button in row]
            assert buttons
            for button in buttons:
                assert 1 <= len(str(button.callback_data).encode()) <= 64
                assert 1 <= len(button.text) <= 64


def test_a_whole_chat_is_wiped_a_hundred_messages_at_a_time() -> None:
    made = plan(WipeChat(READER), WipeView(tuple(range(1, 350))))
    assert [len(call.arguments["message_ids"]) for call in made.calls] == [100, 100, 100, 49]
    assert made.forgets == tuple(range(1, 350))


def test_a_wipe_of_nothing_calls_nobody() -> None:
    assert plan(WipeChat(READER), WipeView(())) == Plan(())


@pytest.mark.parametrize("kind", [UpdateCard, Ring, OpenThread, RelayToOwner, ReportUnprocessed])
def test_what_tells_of_a_person_cannot_be_forwarded_or_saved(kind: type[Effect]) -> None:
    for call in calls_of(kind):
        if call.method.startswith("send_"):
            assert call.arguments["protect_content"] is True


@pytest.mark.parametrize("kind", [ShowScreen, RelayToRequester, OpenThread, RelayToOwner, ShowRoster])
def test_what_goes_to_a_watched_phone_or_is_no_alarm_is_silent(kind: type[Effect]) -> None:
    for call in calls_of(kind):
        if call.method.startswith("send_"):
            assert call.arguments["disable_notification"] is True


def test_a_ring_sounds_and_what_must_be_noticed_too() -> None:
    for kind in (Ring, ReportUnprocessed):
        sent = [call for call in calls_of(kind) if call.method.startswith("send_")]
        assert all(call.arguments["disable_notification"] is False for call in sent)
    (told,) = plan(Tell(READER, "reach.lost", (("name", Private("x")),), sounds=True), None).calls
    assert told.arguments["disable_notification"] is False


def _where(*words: str) -> str:
    """The line of the card about the place, after somebody wrote this."""
    values = [value for one in words for value in turn(Session(), said(one)).facts]
    view = case_view(NEW, *values)
    shown = texts(plan(UpdateCard(READER, CASE), view)).splitlines()
    return next(line for line in shown if line.startswith("WHERE"))


def test_the_card_shows_both_orders_where_it_is_not_known_which_is_meant() -> None:
    where = _where("55.17021, 24.98012")
    assert where.index("55.17021,24.98012") < where.index("24.98012,55.17021")
    assert where.count("ORDER UNSURE") == 2


def test_the_card_shows_a_link_that_nobody_opened_as_it_was_written() -> None:
    assert "short link, not opened: \u2068https://maps.app.goo.gl/Zz0\u2069" in _where(
        "여기 https://maps.app.goo.gl/Zz0"
    )
    assert "three words, not opened: \u2068///filled.count.soap\u2069" in _where("///filled.count.soap")


def test_a_pin_and_a_link_stand_beside_each_other_and_the_rest_is_counted() -> None:
    where = _where("10.60931,103.52962", "11.55644,104.92822", "naver.me/Synthetic1", "kko.to/Synthetic1")
    assert "11.55644,104.92822" in where
    assert "kko.to/Synthetic1" in where
    assert "2 more" in where


def test_the_card_says_which_town_and_country_a_place_is_near() -> None:
    assert "Poipet, Banteay Meanchey, Cambodia" in _where("N13 39.366 E102 33.894")
    assert "nearest: Sihanoukville, Preah Sihanouk, Cambodia (12 km)" in _where("10.70931, 103.57962")
    assert "0.00000,-140.00000 (map link) | 21:13" in _where("geo:0.0,-140.0")


def test_a_town_that_was_named_gives_way_to_a_place_that_is_exact_whichever_came_first() -> None:
    for words in (("10.60931,103.52962", "in Poipet"), ("in Poipet", "10.60931,103.52962")):
        assert _where(*words).startswith("WHERE: 10.60931,103.52962 (typed)")
    assert "(named, middle of the town)" in _where("in Poipet")


def test_the_name_of_the_town_where_the_place_lies_is_not_counted_as_another_place() -> None:
    assert "more" not in _where("I am in Poipet, N13 39.366 E102 33.894")
    assert "1 more" in _where("from Bavet to N13 39.366 E102 33.894")


def test_the_card_says_building_floor_and_room_and_of_whom_it_is() -> None:
    facts = turn(Session(), said("I am Vietnamese, my daughter is 15, building B floor 3 room 412")).facts
    lines = texts(plan(UpdateCard(READER, CASE), case_view(NEW, *facts))).splitlines()
    assert "bldg B | fl 3 | rm 412" in lines[2]
    assert "female | age 15 | nationality Vietnam" in lines[3]


def test_a_town_named_before_a_journey_may_be_where_it_goes() -> None:
    going = turn(Session(), Gesture.RISK)
    facts = (*going.facts, *turn(going.session, said("Sihanoukville")).facts)
    shown = texts(plan(UpdateCard(READER, CASE), case_view(NEW, *facts)))
    assert "may be where they are going" in shown
    assert "may be where they are going" not in _where("Sihanoukville")


def test_a_map_that_knows_only_korea_is_marked_so() -> None:
    assert "IN KOREA" in _where("https://map.kakao.com/link/map/x,37.49795,127.02764")


def test_the_card_says_level_code_why_where_who_and_how_in_five_lines() -> None:
    lines = texts(plan(UpdateCard(READER, CASE), case_view(NEW, said("help")))).splitlines()
    assert lines[0].startswith("L2 ORANGE | K7M2 | NEW | take by ")
    assert [line.split(":")[0] for line in lines[1:5]] == ["WHY", "WHERE", "WHO", "CONTACT"]
    assert "(R2-07)" in lines[1]
    assert lines[6].startswith("Form: ☐ place")
    assert lines[7].endswith("\u2068help\u2069")


def test_invariant_10_the_card_holds_no_account_and_no_phone_number() -> None:
    for effect, view in SHOWN:
        if isinstance(effect, UpdateCard | Ring | OpenThread | UpdateRing | RelayToOwner):
            for call in plan(effect, view).calls:
                told = {name: value for name, value in call.arguments.items() if name != "chat_id"}
                assert str(ACCOUNT) not in str(told)
                assert PHONE not in str(told)


def test_invariant_8_the_person_gets_the_words_alone() -> None:
    for view in REPLIES:
        assert isinstance(view.fact.value, Replied)
        (call,) = plan(RelayToRequester(READER, CASE, view.fact.id), view).calls
        assert call.arguments["text"] == view.fact.value.words.reveal()
        assert set(call.arguments) == {"chat_id", "text", "disable_notification"}


def test_what_is_sent_again_says_so_to_every_reader() -> None:
    for effect, view, language, _ in EACH:
        if isinstance(effect, Ring | OpenThread | RelayToOwner | RelayToRequester | Tell | ShowScreen):
            domain = "requester" if isinstance(effect, RelayToRequester | ShowScreen) else "desk"
            mark = WORDS.text(domain, language, "repeat")
            made = plan(effect, view, language, repeat=True)
            if made.calls[0].method in ("send_message", "send_photo"):
                assert mark in texts(made)
                assert mark not in texts(plan(effect, view, language))


def test_invariant_3_a_place_or_a_report_that_is_sent_again_says_so_too() -> None:
    located = next(view for view in FACTS if view.fact.value.__class__.__name__ == "Located")
    for effect, view in (
        (RelayToOwner(READER, CASE, located.fact.id), located),
        (ReportUnprocessed(READER, 5, Private("help")), None),
    ):
        assert WORDS.text("desk", "en", "repeat") in texts(plan(effect, view, repeat=True))


def test_an_edit_goes_into_the_copy_that_stands_or_else_the_officer_is_told() -> None:
    for view in AMENDED:
        (call,) = plan(AmendReply(READER, CASE, view.fact.id), view).calls
        assert (call.method, call.arguments["message_id"]) == ("edit_message_text", 7)
        assert isinstance(view.fact.value, Replied)
        assert call.arguments["text"] == view.fact.value.words.reveal()
    for view in REPLIES:
        assert plan(AmendReply(READER, CASE, view.fact.id), view) == Plan((), then=AmendLost(CASE, view.fact.id))


def test_a_card_that_stands_is_edited_and_a_new_one_is_sent() -> None:
    assert [call.method for call in plan(UpdateCard(READER, CASE), CASES[0]).calls] == ["send_message"]
    (edit,) = plan(UpdateCard(READER, CASE), CASES[3]).calls
    assert (edit.method, edit.arguments["message_id"]) == ("edit_message_text", 77)


def test_once_the_card_stands_it_counts_as_delivered_and_a_reply_once_it_was_sent() -> None:
    assert plan(UpdateCard(READER, CASE), case_view(NEW)).then == CardDelivered(CASE)
    assert plan(UpdateCard(READER, CASE), case_view(TAKEN)).then is None
    view = REPLIES[0]
    assert plan(RelayToRequester(READER, CASE, view.fact.id), view).then == RelayDelivered(CASE, view.fact.id)


def test_i_have_it_stands_on_card_and_ring_until_somebody_has_it() -> None:
    for effect in (UpdateCard(READER, CASE), Ring(READER, CASE)):
        waiting, taken = plan(effect, case_view(NEW)).calls[0], plan(effect, case_view(TAKEN)).calls[0]
        assert waiting.arguments["reply_markup"].inline_keyboard[0][0].callback_data == "t:K7M2"
        assert "'t:K7M2'" not in str(taken.arguments["reply_markup"])
        assert NAME in taken.arguments["text"]


def test_what_is_sent_is_remembered_for_what_it_is() -> None:
    expected = {
        ShowScreen: Purpose.SCREEN,
        UpdateCard: Purpose.CARD,
        Ring: Purpose.RING,
        OpenThread: Purpose.COPY,
        Reveal: Purpose.SHOWN,
        SendPlace: Purpose.THREAD,
        ShowCases: Purpose.ANSWER,
        ShowAudit: Purpose.ANSWER,
        ShowHistory: Purpose.ANSWER,
        RelayToOwner: Purpose.THREAD,
        RelayToRequester: Purpose.WORDS,
        Tell: Purpose.ANSWER,
    }
    for kind, purpose in expected.items():
        # An event's ring is a card of the event.
        found = {call.notes for call in calls_of(kind) if call.method.startswith("send_")}
        assert found - {Purpose.EVENT} == {purpose}


def test_a_press_without_words_is_only_answered() -> None:
    (call,) = next(plan(effect, view) for effect, view in SHOWN if type(effect).__name__ == "AnswerPress").calls
    assert call.arguments == {"callback_query_id": "press-1"}
    assert not call.needed


def test_the_owner_sees_a_thing_as_the_thing_that_it_is() -> None:
    methods = {
        view.fact.value.kind: plan(RelayToOwner(READER, CASE, view.fact.id), view).calls[0].method
        for view in FACTS
        if isinstance(view.fact.value, Media)
    }
    assert methods == {kind: f"send_{kind.value}" for kind in MediaKind}


def test_nothing_that_is_passed_on_to_the_owner_is_a_bare_code() -> None:
    for effect, view in SHOWN:
        if not isinstance(effect, RelayToOwner) or not isinstance(view, FactView):
            continue
        (first, *_) = plan(effect, view).calls
        thing = set(first.arguments) & {"latitude", *(kind.value for kind in MediaKind)}
        assert thing or str(first.arguments["text"]).strip() != "K7M2", view.fact.value


@pytest.mark.parametrize(
    "value", [said(LONG), Media(MediaKind.PHOTO, Private("f"), 1, Private(CAPTION))], ids=["words", "caption"]
)
def test_the_owner_sees_all_that_was_said(value: Any) -> None:
    view = FactView(fact(value), "K7M2")
    assert "finish" in texts(plan(RelayToOwner(READER, CASE, view.fact.id), view))


def test_the_person_sees_all_that_was_answered_also_when_it_is_sent_again() -> None:
    view = FactView(fact(Replied(KIM, Private(LONG), READER, 5)), "K7M2")
    assert "finish" in texts(plan(RelayToRequester(READER, CASE, view.fact.id), view, repeat=True))


def test_the_newest_words_are_on_the_card_however_long_the_ones_before_were() -> None:
    view = case_view(NEW, *(said("x" * 600) for _ in range(7)), said("they are moving me now"))
    assert "they are moving me now" in texts(plan(UpdateCard(READER, CASE), view))


def test_the_owners_copy_always_says_how_to_answer() -> None:
    view = case_view(TAKEN, *(said("x" * 600) for _ in range(8)))
    assert WORDS.text("desk", "en", "thread.how") in texts(plan(OpenThread(READER, CASE), view))


def _answered(text: str) -> str | None:
    """The code that a reply to this message of ours carries; Telegram trims what it keeps."""
    standing = message() | {"message_id": 7, "from": BOT, "text": text.strip()}
    read = event(written(text="we read you", reply_to_message=standing))
    assert isinstance(read, WordsArrived)
    return read.origin.reply_code


@pytest.mark.parametrize("language", WORDS.languages)
@pytest.mark.parametrize("repeat", [False, True])
def test_a_reply_to_any_message_about_a_case_finds_the_case(language: str, repeat: bool) -> None:
    for effect, view, speaks, again in EACH:
        about = isinstance(effect, UpdateCard | Ring | OpenThread | RelayToOwner | UpdateRing)
        of_many = isinstance(view, EventView)
        if about and not of_many and (speaks, again) == (language, repeat):
            for call in plan(effect, view, language, repeat).calls:
                if "text" in call.arguments:
                    assert _answered(call.arguments["text"]) == "K7M2"


def test_a_reply_to_a_picture_without_words_finds_the_case() -> None:
    view = FactView(fact(Media(MediaKind.PHOTO, Private("f"), 1)), "K7M2")
    (call,) = plan(RelayToOwner(READER, CASE, view.fact.id), view).calls
    assert _answered(call.arguments["caption"]) == "K7M2"


def test_words_of_either_direction_do_not_disturb_the_lines_around_them() -> None:
    text = texts(plan(UpdateCard(READER, CASE), case_view(NEW, said("مساعدة"))))
    assert text.count("\u2068") == text.count("\u2069") == 1


def test_who_else_may_answer_stands_where_it_is_said_how_to_write() -> None:
    text = texts(plan(UpdateCard(READER, CASE), case_view(NEW, Answered("answers", "others"))))
    said = WORDS.text("desk", "en", "answered.answers.others")
    assert text.count(said) == 1
    assert said in text.splitlines()[4]


def test_nobody_on_duty_is_said_loudly() -> None:
    rosters = list(calls_of(ShowRoster))
    gap = WORDS.text("desk", "en", "roster.gap")
    nobody = [one for one in rosters if gap in str(one.arguments.get("text", one.arguments.get("caption", "")))]
    assert {one.method for one in nobody} == {"send_message", "send_photo"}


def test_a_group_and_a_private_chat_are_shown_the_same_card() -> None:
    view = case_view(NEW, said("help"))
    group = render(UpdateCard(READER, CASE), view, reader(kind=ChatKind.GROUP), WORDS, repeat=False)
    assert texts(group) == texts(plan(UpdateCard(READER, CASE), view))
    assert texts(render(UpdateCard(READER, CASE), view, replace(reader(), newest=9), WORDS, False)) == texts(group)
