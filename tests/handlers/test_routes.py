"""What people do in Telegram, and the one event that it becomes."""

from typing import Any

import pytest

from bot.domain.events import (
    AnswerTapped,
    CaseTaken,
    ChatLost,
    ChatMigrated,
    ChatRegained,
    CommandGiven,
    ContactArrived,
    Gesture,
    GestureMade,
    InviteOpened,
    LanguageChosen,
    MediaArrived,
    MembersJoined,
    PlaceArrived,
    PlaceMoved,
    PressNotKnown,
    ProposalAnswered,
    WordsArrived,
)
from bot.domain.facts import MediaKind
from bot.domain.people import ChatKind
from bot.domain.place import Fix
from tests.handlers.updates import (
    BOT,
    FILE,
    GROUP,
    MINA,
    RECEIVED,
    SENT,
    edited,
    event,
    membership,
    message,
    pressed,
    written,
)

HERE = {"latitude": 10.60931, "longitude": 103.52962}
VIDEO = FILE | {"width": 1, "height": 1, "duration": 1}
NOTE = FILE | {"length": 1, "duration": 1}
STICKER = FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
POLL = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
CARD = {"phone_number": "+821000000001", "first_name": "엄마"}

ROUTES: list[tuple[str, dict[str, Any], type]] = [
    ("words", written(text="살려주세요"), WordsArrived),
    ("edited words", edited(text="살려주세요!"), WordsArrived),
    ("words in a group", written(GROUP, text="hello"), WordsArrived),
    ("start", written(text="/start"), GestureMade),
    ("start with a link", written(text="/start join-abc"), InviteOpened),
    ("a gesture as a command", written(text="/hide"), GestureMade),
    ("a gesture as a word", written(text="SOS"), GestureMade),
    ("a gesture in Korean", written(text="숨기기"), GestureMade),
    ("a staff command", written(text="/duty"), CommandGiven),
    ("a staff command in the group", written(GROUP, text="/desk@desk_bot Cambodia"), CommandGiven),
    ("an unknown command", written(text="/frobnicate"), WordsArrived),
    ("a pin", written(location=HERE), PlaceArrived),
    ("a live place", written(location=HERE | {"live_period": 900, "horizontal_accuracy": 12.5}), PlaceArrived),
    ("a live place that moved", edited(location=HERE | {"live_period": 900}), PlaceMoved),
    ("a venue", written(location=HERE, venue={"location": HERE, "title": "t", "address": "a"}), PlaceArrived),
    ("a contact", written(contact=CARD), ContactArrived),
    ("a photo", written(photo=[FILE | {"width": 1, "height": 1}], caption="gate"), MediaArrived),
    ("a voice", written(voice=FILE | {"duration": 1}), MediaArrived),
    ("a song", written(audio=FILE | {"duration": 1}), MediaArrived),
    ("a film", written(video=VIDEO), MediaArrived),
    ("a round film", written(video_note=NOTE), MediaArrived),
    ("a document", written(document=FILE), MediaArrived),
    ("a moving picture", written(animation=VIDEO, document=FILE), MediaArrived),
    ("a sticker", written(sticker=STICKER), MediaArrived),
    ("a poll", written(poll=POLL), WordsArrived),
    ("dice", written(dice={"emoji": "🎲", "value": 3}), WordsArrived),
    ("a press on a gesture", pressed("g:sos"), GestureMade),
    ("a press on an answer", pressed("a:danger:yes"), AnswerTapped),
    ("a press on a language", pressed("l:ko"), LanguageChosen),
    ("a press on I have it", pressed("t:K7M2"), CaseTaken),
    ("a press on confirm", pressed("p:abc:yes"), ProposalAnswered),
    ("a press on something old", pressed("x:1"), PressNotKnown),
    ("a press on a game", pressed(None, game_short_name="g"), PressNotKnown),
    ("the bot was blocked", membership("kicked"), ChatLost),
    ("the bot was put out", membership("left", GROUP), ChatLost),
    ("the bot was unblocked", membership("member"), ChatRegained),
    ("the group grew", written(GROUP, migrate_to_chat_id=-1_002), ChatMigrated),
]


@pytest.mark.parametrize(("update", "kind"), [row[1:] for row in ROUTES], ids=[row[0] for row in ROUTES])
def test_every_kind_of_update_has_its_one_event(update: dict[str, Any], kind: type) -> None:
    assert type(event(update)) is kind


@pytest.mark.parametrize(
    "update",
    [
        written(GROUP, pinned_message=message(GROUP, text="x")),
        written(GROUP, migrate_from_chat_id=-5),
        written(GROUP, dice={"emoji": "🎲", "value": 3}),
        {"update_id": 1, "channel_post": message(text="x")},
        {"update_id": 1, "poll": POLL},
        {"update_id": 1, "something_of_next_year": {"id": 1}},
        {"update_id": 1},
        pressed("g:sos") | {"callback_query": {"id": "1", "from": MINA, "chat_instance": "c", "data": "g:sos"}},
    ],
    ids=str,
)
def test_what_is_not_meant_for_us_is_let_go(update: dict[str, Any]) -> None:
    assert event(update) is None


def test_a_message_says_where_it_came_from() -> None:
    read = event(written(text="x"))
    assert isinstance(read, WordsArrived)
    origin = read.origin
    assert (origin.chat.reveal(), origin.account.reveal()) == (700_000_001, 700_000_001)
    assert (origin.kind, origin.message_id, origin.language_hint) == (ChatKind.PRIVATE, 42, "ko")
    assert (origin.sent_at, origin.press, origin.reply_to) == (SENT * 1000, None, None)


def test_a_press_counts_from_when_it_came_in_and_is_by_who_pressed() -> None:
    read = event(pressed("g:hide"))
    assert isinstance(read, GestureMade)
    assert read.gesture is Gesture.HIDE
    assert (read.origin.sent_at, read.origin.press) == (RECEIVED, "press-1")
    assert read.origin.account.reveal() == MINA["id"]


def test_a_press_below_a_message_that_is_too_old_to_see_is_still_a_press() -> None:
    old = {"chat": {"id": 700_000_001, "type": "private"}, "message_id": 7, "date": 0}
    assert isinstance(event(pressed("g:hide", message=old)), GestureMade)


def test_words_come_as_they_were_written() -> None:
    words = "  갇혀\n있어요 /take K7M2 <b>&amp;</b> "
    read = event(written(text=words))
    assert isinstance(read, WordsArrived)
    assert read.words.reveal() == words
    assert not read.edited


def test_an_edit_is_words_that_were_edited_even_if_it_reads_like_a_command() -> None:
    for words in ("sos", "/hide", "/duty"):
        read = event(edited(text=words))
        assert isinstance(read, WordsArrived)
        assert (read.words.reveal(), read.edited) == (words, True)


def test_an_edit_of_a_picture_tells_which_picture_it_is_now_and_the_words_under_it() -> None:
    read = event(edited(photo=[FILE | {"width": 1, "height": 1, "file_size": 9}], caption="they found me"))
    assert isinstance(read, MediaArrived)
    assert read.edited
    assert (read.media.unique, read.media.size) == ("u1", 9)
    assert read.media.caption is not None
    assert read.media.caption.reveal() == "they found me"


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("IMG_0001.HEIC", "heic"),
        ("a.tar.gz", "gz"),
        ("no suffix", ""),
        ("x.имя", ""),
        ("y.0123456789", ""),
        (None, ""),
    ],
)
def test_the_suffix_of_a_documents_name_is_read_where_it_looks_like_one(name: str | None, suffix: str) -> None:
    read = event(written(document=FILE | ({"file_name": name} if name else {})))
    assert isinstance(read, MediaArrived)
    assert read.media.suffix == suffix


@pytest.mark.parametrize(
    ("fields", "fix", "accuracy"),
    [
        ({"location": HERE}, Fix.PIN, None),
        ({"location": HERE | {"horizontal_accuracy": 12.5}}, Fix.PIN, 12.5),
        ({"location": HERE | {"live_period": 900}}, Fix.LIVE, None),
        ({"location": HERE, "venue": {"location": HERE, "title": "t", "address": "a"}}, Fix.VENUE, None),
    ],
)
def test_a_place_keeps_its_numbers_and_where_they_came_from(
    fields: dict[str, Any], fix: Fix, accuracy: float | None
) -> None:
    read = event(written(**fields))
    assert isinstance(read, PlaceArrived)
    assert (read.place.latitude.reveal(), read.place.longitude.reveal()) == (10.60931, 103.52962)
    assert (read.place.fix, read.place.accuracy_m, read.place.flags) == (fix, accuracy, ())


@pytest.mark.parametrize(("user", "own"), [(MINA["id"], True), (5, False), (None, False)])
def test_a_contact_is_own_only_if_telegram_says_whose_it_is(user: object, own: bool) -> None:
    card = CARD if user is None else CARD | {"user_id": user}
    read = event(written(contact=card | {"last_name": "Kim"}))
    assert isinstance(read, ContactArrived)
    assert read.contact.own is own
    assert read.contact.name.reveal() == "엄마 Kim"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"photo": [FILE | {"width": 1, "height": 1}]}, MediaKind.PHOTO),
        ({"voice": FILE | {"duration": 1}}, MediaKind.VOICE),
        ({"video": VIDEO}, MediaKind.VIDEO),
        ({"document": FILE}, MediaKind.DOCUMENT),
        ({"sticker": STICKER}, MediaKind.STICKER),
    ],
)
def test_a_thing_keeps_its_file_its_caption_and_its_album(fields: dict[str, Any], kind: MediaKind) -> None:
    read = event(written(**fields, caption="gate", media_group_id="album-1"))
    assert isinstance(read, MediaArrived)
    assert (read.media.kind, read.media.file_id.reveal(), read.media.message_id) == (kind, "file-1", 42)
    assert read.media.caption is not None
    assert (read.media.caption.reveal(), read.media.album) == ("gate", "album-1")


def test_of_a_photo_the_largest_size_is_taken() -> None:
    sizes = [{"file_id": f"size-{n}", "file_unique_id": str(n), "width": n, "height": n} for n in (1, 2, 3)]
    read = event(written(photo=sizes))
    assert isinstance(read, MediaArrived)
    assert read.media.file_id.reveal() == "size-3"


def test_a_gesture_word_in_a_group_is_only_a_word() -> None:
    assert isinstance(event(written(GROUP, text="SOS")), WordsArrived)


def test_a_reply_says_to_what_and_to_which_case() -> None:
    answered = message() | {"message_id": 7, "from": BOT, "text": "K7M2: nobody has it yet"}
    read = event(written(text="we read you", reply_to_message=answered))
    assert isinstance(read, WordsArrived)
    assert (read.origin.reply_to, read.origin.reply_code) == (7, "K7M2")


def test_a_code_in_somebodys_own_words_is_no_code() -> None:
    answered = message(text="K7M2: nobody has it yet")
    read = event(written(text="hello", reply_to_message=answered))
    assert isinstance(read, WordsArrived)
    assert read.origin.reply_code is None


def test_a_message_without_a_sender_counts_as_the_chat() -> None:
    update = written(GROUP, text="x")
    del update["message"]["from"]
    read = event(update)
    assert isinstance(read, WordsArrived)
    assert read.origin.account.reveal() == GROUP["id"]


def test_a_live_place_that_ends_says_so_and_stays_a_live_place() -> None:
    for fields, ended in (({"live_period": 900}, False), ({}, True)):
        read = event(edited(location=HERE | fields))
        assert isinstance(read, PlaceMoved)
        assert (read.ended, read.place.fix) == (ended, Fix.LIVE)


def test_who_comes_into_a_group_is_looked_at_and_the_bot_itself_is_nobody() -> None:
    read = event(written(GROUP, new_chat_members=[MINA, {**MINA, "id": 5, "username": "desk_bot"}]))
    assert isinstance(read, MembersJoined)
    assert [one.reveal() for one in read.accounts] == [MINA["id"]]


@pytest.mark.parametrize(
    ("typed", "options"), [("Yes", {"yes"}), ("네.", {"yes"}), ("ไม่", {"no"}), ("we are two, yes", set())]
)
def test_the_label_of_an_answer_is_known_when_typed_in_any_language(typed: str, options: set[str]) -> None:
    read = event(written(text=typed))
    assert isinstance(read, WordsArrived)
    assert read.words.reveal() == typed
    assert options <= read.options
    assert bool(options) is bool(read.options)
