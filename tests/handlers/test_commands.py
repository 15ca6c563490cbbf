"""What may be typed with a stroke in front, and what may be typed without."""

import pytest

from bot.domain.events import CommandGiven, Gesture, GestureMade, InviteOpened, WordsArrived
from bot.domain.roles import Deed
from handlers.commands import DEEDS, GESTURES, gesture_words, plain
from tests.handlers.updates import GROUP, WORDS, event, written


@pytest.mark.parametrize(
    ("text", "deed", "arguments"),
    [
        ("/duty", Deed.DUTY, ""),
        ("/DUTY", Deed.DUTY, ""),
        ("/duty@desk_bot", Deed.DUTY, ""),
        ("/take K7M2", Deed.TAKE, "K7M2"),
        ("/take@desk_bot   K7M2 ", Deed.TAKE, "K7M2 "),
        ("/shift Kim 20-08", Deed.SHIFT, "Kim 20-08"),
        ("/rotate daily\nKim\nLee", Deed.ROTATE, "daily\nKim\nLee"),
        ("/person add 김 하나", Deed.PERSON, "add 김 하나"),
        ("/help", Deed.HELP, ""),
        ("/confirm", Deed.CONFIRM, ""),
        ("/roster", Deed.ROSTER, ""),
    ],
)
def test_a_staff_command_is_read_with_what_follows_it(text: str, deed: Deed, arguments: str) -> None:
    read = event(written(text=text))
    assert isinstance(read, CommandGiven)
    assert (read.deed, read.arguments.reveal()) == (deed, arguments)


def test_invariant_12_the_whole_text_is_kept_for_strangers() -> None:
    read = event(written(text="/take@desk_bot K7M2"))
    assert isinstance(read, CommandGiven)
    assert read.whole.reveal() == "/take@desk_bot K7M2"


@pytest.mark.parametrize(
    "text",
    [
        "/",
        "/ duty",
        "/dutyx",
        "/duty2",
        "//duty",
        " /duty",
        "/reply x",
        "/설정",
        "/start2",
        "duty",
        "/" + "a" * 40,
    ],
)
def test_anything_else_is_words(text: str) -> None:
    read = event(written(text=text))
    assert isinstance(read, WordsArrived)
    assert read.words.reveal() == text


@pytest.mark.parametrize("gesture", sorted(set(Gesture) - {Gesture.OUT}))
def test_every_gesture_can_be_given_as_a_command(gesture: Gesture) -> None:
    read = event(written(text=f"/{gesture.value}"))
    assert isinstance(read, GestureMade)
    assert read.gesture is gesture


@pytest.mark.parametrize(("text", "payload"), [("/start join-1", "join-1"), ("/start@desk_bot  x y ", "x y")])
def test_start_with_more_is_a_link_that_was_opened(text: str, payload: str) -> None:
    read = event(written(text=text))
    assert isinstance(read, InviteOpened)
    assert read.payload.reveal() == payload


@pytest.mark.parametrize(
    ("typed", "gesture"),
    [
        ("sos", Gesture.SOS),
        ("SOS!!!", Gesture.SOS),
        ("S.O.S.", Gesture.SOS),
        (" Hide ", Gesture.HIDE),
        ("숨기기", Gesture.HIDE),
        ("건너뛰기", Gesture.SKIP),
        ("skip", Gesture.SKIP),
    ],
)
def test_a_label_typed_alone_is_the_gesture_in_every_language(typed: str, gesture: Gesture) -> None:
    read = event(written(text=typed))
    assert isinstance(read, GestureMade)
    assert read.gesture is gesture


@pytest.mark.parametrize("typed", ["I hide in the kitchen", "sos please come", "📍", "!!!", "SOSO"])
def test_a_label_within_a_sentence_is_only_a_word(typed: str) -> None:
    assert isinstance(event(written(text=typed)), WordsArrived)


def test_no_typed_gesture_means_two_things() -> None:
    words = gesture_words(WORDS)
    for gesture in (Gesture.SOS, Gesture.HIDE, Gesture.SKIP):
        for label in WORDS.every("requester", f"gesture.{gesture.value}"):
            assert words[plain(label)] is gesture


def test_commands_are_named_after_deeds_and_gestures_and_none_is_both() -> None:
    assert set(DEEDS) | {Deed.REPLY} == set(Deed)
    assert set(GESTURES.values()) == set(Gesture) - {Gesture.OUT}, "/out is an officer's"
    assert not set(DEEDS) & set(GESTURES)


def test_a_command_to_another_bot_is_not_for_us() -> None:
    assert not isinstance(event(written(GROUP, text="/take@weather_bot K7M2")), CommandGiven)
