"""Every task of an officer is two taps away at most, or one line; every menu leads back."""

from dataclasses import replace

import pytest
from telegram import InlineKeyboardMarkup

from bot.domain.ids import OfficerId
from bot.domain.people import ChatKind, Officer
from bot.domain.private import Private
from bot.domain.roles import ABOUT_A_CASE, Deed
from handlers.commands import DEEDS
from handlers.keys import MAIN, MENUS, Keys
from tests.handlers.shown import BY_DESK, DESK, EVERYTHING, KIM, NAME, NEW, READER, TAKEN, case_view
from tests.handlers.updates import WORDS

LEE = Officer(OfficerId("f" * 32), DESK.id, Private(NAME), READER)
OWNED = replace(case_view(TAKEN, *EVERYTHING, *BY_DESK), names={KIM: NAME}, desks=(DESK,), others=(LEE,))
WAITING = case_view(NEW, *EVERYTHING)
BY_LINE_ALONE = {Deed.FACT, Deed.WINDOW, Deed.UNSEND, Deed.REPLY, Deed.ANYWAY, Deed.ASK_ALL}
"""What needs a value that nobody can choose from, or stands under a message of its own."""


def _keys(view: object, kind: ChatKind, language: str) -> Keys:
    return Keys(view, kind, lambda key: WORDS.text("desk", language, key))  # type: ignore[arg-type]


def _presses(markup: InlineKeyboardMarkup | None) -> list[str]:
    return [str(one.callback_data) for row in (markup.inline_keyboard if markup else ()) for one in row]


def _within_two_taps(keys: Keys) -> set[str]:
    first = _presses(keys.markup())
    found = set(first)
    for press in first:
        if press.startswith("m:"):
            found |= set(_presses(keys.markup(press.split(":")[1])))
    return found


def test_the_owner_reaches_every_task_within_two_taps_or_writes_one_line() -> None:
    presses = _within_two_taps(_keys(OWNED, ChatKind.PRIVATE, "ko"))
    reached = {press.split(":")[1] for press in presses if press.startswith("c:")}
    only_where_there_is_another = {Deed.MERGE, Deed.UNMERGE, Deed.EVENT, Deed.TAKE_ALL, Deed.EXPORT}
    only_where_there_is_another |= {Deed.CASE}  # This is the card.
    assert ABOUT_A_CASE - BY_LINE_ALONE - {Deed(one) for one in reached} == only_where_there_is_another
    assert all(deed.value in DEEDS for deed in ABOUT_A_CASE - {Deed.REPLY})


@pytest.mark.parametrize("view", [OWNED, WAITING], ids=["owned", "waiting"])
@pytest.mark.parametrize("kind", ChatKind)
@pytest.mark.parametrize("language", WORDS.desk_languages)
def test_every_menu_fits_and_leads_back(view: object, kind: ChatKind, language: str) -> None:
    keys = _keys(view, kind, language)
    for menu in (*MENUS, "none of ours"):
        markup = keys.markup(menu)
        assert markup
        buttons = [one for row in markup.inline_keyboard for one in row]
        assert not [one for one in buttons if len(str(one.callback_data).encode()) > 64]
        assert not [one.text for one in buttons if not 0 < len(one.text) <= 64]
        assert all(len(row) <= 3 for row in markup.inline_keyboard)
        assert len(buttons) <= 24
        back = [one for one in buttons if str(one.callback_data).startswith(f"m:{MAIN}:")]
        assert bool(back) is (menu in MENUS and menu != MAIN)


def test_in_the_group_there_is_the_acknowledgement_alone_in_its_line_until_somebody_has_it() -> None:
    waiting, owned = (_keys(one, ChatKind.GROUP, "en").markup() for one in (WAITING, OWNED))
    assert waiting
    assert [one.text for one in waiting.inline_keyboard[0]] == ["I have it"]
    assert owned
    assert "t:K7M2" not in _presses(owned)
