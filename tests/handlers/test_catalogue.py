"""The words: every key in every language, with the same blanks, and nothing that nobody reads."""

import shutil
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from bot.domain.ids import Instant
from handlers.catalogue import DOMAINS, FOLDER, Catalogue, TextMissing, load_catalogue, wall_time
from handlers.messages import keys_of, refresh

WORDS = load_catalogue()
SPEAKS = {"requester": WORDS.languages, "desk": WORDS.desk_languages, "packet": WORDS.packet_languages}
CATALOGS = [(domain, language) for domain, languages in SPEAKS.items() for language in languages]
EVERY = [(domain, key) for domain in DOMAINS for key in keys_of(domain)]
FILLED = {
    *(
        "name",
        "desk",
        "zone",
        "hours",
        "link",
        "word",
        "days",
        "language",
        "from_at",
        "to_at",
        "code",
        "update",
        "words",
    ),
    *(
        "level",
        "count",
        "time",
        "things",
        "place",
        "who",
        "reasons",
        "how",
        "until",
        "desks",
        "codes",
        "closing",
        "said",
    ),
    *("change", "hours"),
    *("entry", "mark", "metres", "where", "km", "value", "role", "told", "number", "asked", "answer"),
    *(
        "delivered",
        "answered",
        "half",
        "most",
        "there",
        "here",
        "tongue",
        "spans",
        "begins_at",
        "ends_at",
        "what",
        "command",
        "waiting",
        "taken",
        "closed",
    ),
}
"""The blanks that use cases and renderers fill."""


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_korean_and_english_are_there() -> None:
    assert {"en", "ko"} <= set(WORDS.languages) & set(WORDS.desk_languages)


def test_what_is_printed_for_the_police_has_labels_in_every_language() -> None:
    assert WORDS.packet_languages == WORDS.languages


def test_only_what_is_offered_is_spoken_and_english_always() -> None:
    assert WORDS.offering(("ko", "xx")).languages == ("en", "ko")
    assert WORDS.offering(("ko",)).desk_languages == WORDS.desk_languages


@pytest.mark.parametrize(("domain", "key"), EVERY)
def test_every_key_has_a_text_in_every_language_with_the_same_blanks(domain: str, key: str) -> None:
    texts = [WORDS.texts.get((language, domain, key), "") for language in SPEAKS[domain]]
    assert all(text.strip() for text in texts)
    assert len({frozenset(blanks(text)) for text in texts}) == 1
    assert blanks(texts[0]) <= FILLED


@pytest.mark.parametrize(("domain", "language"), CATALOGS)
def test_a_catalog_holds_no_key_that_is_not_used(domain: str, language: str) -> None:
    held = {key for speaks, of, key in WORDS.texts if (speaks, of) == (language, domain)}
    assert held == set(keys_of(domain))


@pytest.mark.parametrize(("domain", "language"), CATALOGS)
def test_no_text_is_marked_as_unsure(domain: str, language: str) -> None:
    with (FOLDER / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    assert not [message.id for message in catalog if message.id and message.fuzzy]
    assert not catalog.obsolete


def test_refreshing_the_catalogs_changes_nothing(tmp_path: Path) -> None:
    copy = tmp_path / "locales"
    shutil.copytree(FOLDER, copy)
    assert refresh(copy) == []
    files = sorted(path.relative_to(FOLDER) for path in FOLDER.rglob("*.po*"))
    assert all((copy / path).read_bytes() == (FOLDER / path).read_bytes() for path in files)


def test_refreshing_takes_out_what_nobody_says_and_asks_for_what_is_missing(tmp_path: Path) -> None:
    copy = tmp_path / "locales"
    shutil.copytree(FOLDER, copy)
    catalog = copy / "ko" / "LC_MESSAGES" / "requester.po"
    before = catalog.read_text(encoding="utf-8")
    catalog.write_text(before.replace('msgid "screen.money"', 'msgid "screen.honey"'), encoding="utf-8")
    assert refresh(copy) == [catalog]
    after = catalog.read_text(encoding="utf-8")
    assert 'msgid "screen.honey"' not in after
    assert 'msgid "screen.money"\nmsgstr ""' in after


def test_a_text_that_is_missing_in_a_language_is_shown_in_english() -> None:
    some = Catalogue({("en", "desk", "a"): "A {name}", ("ko", "desk", "b"): "비"}, ("en", "ko"), ("en", "ko"))
    assert some.text("desk", "ko", "a", name="Kim") == "A Kim"
    assert some.text("desk", "ko", "b") == "비"
    with pytest.raises(TextMissing):
        some.text("desk", "en", "b")


def test_what_somebody_wrote_is_never_taken_for_a_blank() -> None:
    some = Catalogue({("en", "desk", "a"): "A {name}"}, ("en",), ("en",))
    assert some.text("desk", "en", "a", name="{code} %s {0.__class__}") == "A {code} %s {0.__class__}"


def test_languages_are_offered_in_their_own_names() -> None:
    assert WORDS.own_name("ko") == "한국어"
    assert WORDS.own_name("en") == "English"
    assert WORDS.own_name("tl") == "Filipino"
    assert len({WORDS.own_name(one) for one in WORDS.languages}) == len(WORDS.languages)


def test_times_are_those_of_the_desk_in_the_words_of_the_reader() -> None:
    noon_in_utc = Instant(1_795_867_200_000)
    assert wall_time(noon_in_utc, "Asia/Phnom_Penh", "en") == "Sat, Nov 28 19:00"
    assert wall_time(noon_in_utc, "Asia/Phnom_Penh", "en", day=False) == "19:00"
    assert "토" in wall_time(noon_in_utc, "Asia/Phnom_Penh", "ko")


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        ("Asia/Seoul", "19:00 (21:00 KST)"),
        ("Asia/Bangkok", "19:00"),
        ("Asia/Phnom_Penh", "19:00"),
        ("", "19:00"),
        ("Asia/Dubai", "19:00 (16:00 Dubai)"),
        ("Pacific/Auckland", "19:00 (Sun 01:00 NZDT)"),
    ],
)
def test_whose_clock_shows_another_time_sees_both(own: str, shown: str) -> None:
    assert wall_time(Instant(1_795_867_200_000), "Asia/Phnom_Penh", "en", day=False, own=own) == shown


def test_the_place_of_a_clock_stands_where_no_word_behind_the_time_is_read_with_it() -> None:
    at = Instant(1_795_867_200_000)
    assert wall_time(at, "Asia/Phnom_Penh", "en", day=False, named=True) == "19:00 Phnom Penh"
    by = WORDS.text("desk", "ko", "card.answer_by", time=wall_time(at, "Asia/Phnom_Penh", "ko", False, named=True))
    assert by == "프놈펜 19:00까지 맡을 것"
    both = wall_time(at, "Asia/Phnom_Penh", "ko", day=False, own="Asia/Seoul", named=True)
    assert both == "프놈펜 19:00 (21:00 KST)"


@pytest.mark.parametrize("language", WORDS.languages)
def test_invariant_11_the_line_on_money_is_in_every_language(language: str) -> None:
    line = WORDS.texts[language, "requester", "screen.money"]
    assert {"en": "never ask for money", "ko": "돈을 요구"}.get(language, line) in line
