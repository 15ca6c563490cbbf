"""Lines as staff might write them, in six languages: each has the right preview, or a helpful refusal.

What a right line means is known by how it was made; nothing is applied before it is confirmed.
"""

from __future__ import annotations

import os
import random
import tomllib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain import spans
from bot.domain.effects import AnswerPress, Effect, ShowRoster, Tell
from bot.domain.events import CommandGiven
from bot.domain.ids import OfficerId
from bot.domain.private import Private
from bot.domain.roles import Deed
from tests.handlers.updates import event, written
from tests.use_cases.desk import AtDesk, at_desk
from tests.use_cases.wound import Wound

FEW = int(os.environ.get("LINES", "400"))
MANY = int(os.environ.get("LINES", "10000"))
NOW = datetime(2026, 6, 3, 12, 17, tzinfo=UTC)
NAMES = {
    "on_duty": "김하나",
    "backup": "សុខា",
    "off_duty": "สมชาย ใจดี",
    "owner": "Nguyễn Văn An",
    "supervisor": "王伟",
    "paused": "Hana Kim",
}
LANGUAGES = ("en", "ko", "km", "th", "vi", "zh")
DIGITS = {"km": "០១២៣៤៥៦៧៨៩", "th": "๐๑๒๓๔๕๖๗๘๙", "zh": "０１２３４５６７８９"}  # noqa: RUF001
_DAYS = tomllib.loads(Path(spans.__file__).with_name("days.toml").read_text("utf-8"))
_SCRIPTS = {"ko": (0xAC00, 0xD7A3), "km": (0x1780, 0x17FF), "th": (0x0E00, 0x0E7F), "zh": (0x4E00, 0x9FFF)}
OF_DUTY = (Deed.DUTY, Deed.ME, Deed.IN, Deed.OUT, Deed.TAKE, Deed.COVER, Deed.SWAP, Deed.ROSTER, Deed.ROTATE)
DEEDS = (*OF_DUTY, Deed.SHIFT, Deed.OFF, Deed.PERSON, Deed.DESK, Deed.ROUTE, Deed.POLICY, Deed.GAPS)


def words_of(language: str, words: list[str]) -> list[str]:
    """Those of this language: told apart by their letters, Vietnamese and English by their marks."""
    if language in _SCRIPTS and language != "zh":
        low, high = _SCRIPTS[language]
        return [word for word in words if low <= ord(word[0]) <= high]
    if language == "zh":
        return [word for word in words if "\u4e00" <= word[0] <= "\u9fff"]
    latin = [word for word in words if ord(word[0]) < 0x250]
    plain = [
        word for word in latin if word.isascii() and " " not in word and not word[-1].isdigit() and word != "cn"
    ]
    return [word for word in plain if word != "mai"] if language == "en" else [w for w in latin if w not in plain]


@dataclass(frozen=True)
class Line:
    """One line, who writes it, and what it must come to: a key, and where it is a span, from when to when."""

    who: str
    deed: Deed
    words: str
    keys: tuple[str, ...]
    begin: datetime | None = None
    end: datetime | None = None


class Writer:
    """Writes lines; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.language = self.dice.choice(LANGUAGES)

    def say(self, name: str) -> str:
        return self.dice.choice(words_of(self.language, _DAYS[name]) or ["now"])

    def number(self, value: int | str) -> str:
        digits = DIGITS.get(self.language)
        if digits is None or self.dice.random() < 0.3:
            return str(value)
        return "".join(digits[int(one)] if one.isdigit() else one for one in str(value))

    def span(self) -> tuple[list[str], datetime, datetime]:  # noqa: C901 - one arm for each form
        """Its words, each a whole, and what they mean."""
        dice, day = self.dice, NOW.replace(hour=0, minute=0)
        hours, first, last = dice.randint(1, 90), dice.randint(0, 23), dice.randint(0, 24)
        clock = self.number(first) + dice.choice("-~–") + self.number(last)
        if dice.random() < 0.3:
            clock = f"{self.number(first)}:{self.number('00')}-{self.number(last)}:{self.number('00')}"

        def at(day: datetime) -> tuple[datetime, datetime]:
            begin, end = day + timedelta(hours=first), day + timedelta(hours=last)
            return begin, end if end > begin else end + timedelta(days=1)

        forms = ("length", "days", "clock", "weekday", "tomorrow", "tonight", "date", "now", "time", "said")
        match dice.choice(forms):
            case "length":
                plus = dice.choice(["+", ""])
                return [plus + self.number(hours) + self.say("hours")], NOW, NOW + timedelta(hours=hours)
            case "days":
                count = hours % 9 + 1
                return [self.number(count) + self.say("days")], NOW, NOW + timedelta(days=count)
            case "clock":
                begin, end = at(day)
                # What is over today is meant tomorrow.
                return [clock], *((begin, end) if end > NOW else at(day + timedelta(days=1)))
            case "weekday":
                place = dice.randrange(7)
                said = dice.choice(words_of(self.language, _DAYS["weekdays"][place]))
                return [said, clock], *at(day + timedelta(days=(place - day.weekday()) % 7))
            case "said":
                place = dice.randrange(7)
                said = dice.choice(words_of(self.language, _DAYS["weekdays"][place]))
                return [said, self._said(first, last % 24)], *at(day + timedelta(days=(place - day.weekday()) % 7))
            case "tomorrow":
                return [self.say("tomorrow")], day + timedelta(days=1), day + timedelta(days=2)
            case "tonight":
                return [self.say("tonight")], day + timedelta(hours=20), day + timedelta(hours=32)
            case "date":
                date = day + timedelta(days=dice.randint(1, 50))
                return [f"{date:%Y-%m-%d}", clock], *at(date)
            case "now":
                words = [self.say("now"), self.number(hours) + self.say("hours")]
                return words, NOW, NOW + timedelta(hours=hours)
            case _:
                begin = day + timedelta(days=1, hours=first)
                words = [
                    self.say("tomorrow"),
                    f"{self.number(f'{first:02}')}:{self.number('00')}",
                    self.number(hours) + self.say("hours"),
                ]
                return words, begin, begin + timedelta(hours=hours)

    def _said(self, first: int, last: int) -> str:
        """From one hour to another, as people say it in their language."""
        between = {"en": " to ", "ko": "부터 ", "km": " ដល់ ", "th": " ถึง ", "vi": " đến ", "zh": "到"}
        behind = "까지" if self.language == "ko" else ""
        return f"{self._hour(first)}{between[self.language]}{self._hour(last)}{behind}"

    def _hour(self, hour: int) -> str:
        half, twelve = hour < 12, self.number(hour % 12 or 12)
        match self.language:
            case "ko":
                return f"{'오전' if half else '오후'} {twelve}시"
            case "km":
                return f"ម៉ោង {twelve} {'ព្រឹក' if half else 'ល្ងាច'}"
            case "zh":
                return f"{'上午' if half else '下午'}{twelve}点"
            case "th":
                return f"{self.number(f'{hour:02}')}.{self.number('00')} น."
            case "vi":
                return f"{self.number(hour)} giờ"
            case _:
                return f"{twelve}{'am' if half else 'pm'}"

    def spanned(self, who: str, deed: Deed, key: str, *more: str, past: str = "shift.past") -> Line:
        """A span among the other words, in any order."""
        words, begin, end = self.span()
        tokens = [*words, *more]
        self.dice.shuffle(tokens)
        # Words of one day stand in their order, and so do a time and its length; names may stand anywhere between.
        order = iter(words)
        tokens = [next(order) if one in words else one for one in tokens]
        keys = (key,) if end > NOW else (past,)
        at = " at Cambodia" if who == "admin" else ""
        return Line(who, deed, " ".join(tokens) + at, keys, begin, end)

    def person(self) -> str:
        name = NAMES[self.dice.choice(list(NAMES))]
        return self.dice.choice([name, f"@{name}", name.upper(), name])

    def right(self, deed: Deed) -> Line:  # noqa: C901 - one arm for each command
        dice = self.dice
        match deed:
            case Deed.DUTY | Deed.ROSTER:
                who, words = dice.choice([("on_duty", ""), ("admin", "at Cambodia"), ("admin", "at CAMBODIA")])
                return Line(who, deed, words, ("ShowRoster",))
            case Deed.ME:
                return Line("on_duty", deed, "", ("me.shifts",))
            case Deed.IN:
                who, key = dice.choice([("on_duty", "turn.checked_in"), ("off_duty", "preview.span")])
                return Line(who, deed, "", (key,))
            case Deed.OUT:
                who, key = dice.choice([("on_duty", "preview.off"), ("off_duty", "out.not_on_duty")])
                return Line(who, deed, "", (key,))
            case Deed.TAKE:
                return self.spanned("off_duty", deed, "preview.span")
            case Deed.COVER:
                line = self.spanned("off_duty", deed, "cover.not_yours")
                return dice.choice([line, Line("on_duty", deed, f"+{self.number(3)}h", ("preview.ask_desk",))])
            case Deed.SWAP:
                theirs = f"{NOW + timedelta(days=dice.randint(8, 12)):%Y-%m-%d} {self.number('10-12')}"
                mine = f"+{self.number(dice.randint(1, 40))}{self.say('hours')}"
                return Line("on_duty", deed, f"{mine} {NAMES['backup']} {theirs}", ("preview.ask_swap",))
            case Deed.ROTATE:
                return self._rotation()
            case Deed.SHIFT:
                person = self.person()
                away = NAMES["paused"].casefold() in person.casefold()
                return self.spanned("admin", deed, "shift.not_able" if away else "preview.shift", person)
            case Deed.OFF:
                line = self.spanned("on_duty", deed, "preview.off")
                return dice.choice([line, self.spanned("admin", deed, "preview.off", self.person())])
            case _:
                return self._rules(deed)

    def _rotation(self) -> Line:
        dice = self.dice
        length = dice.choice(["daily", "weekly", self.number(dice.randint(1, 28)), f"{self.number(12)}h"])
        names = list(NAMES.values())
        names = dice.sample(names, dice.randint(1, len(names)))
        days = [dice.choice(words_of(self.language, _DAYS["weekdays"][one])) for one in dice.sample(range(7), 2)]
        options = [
            f"start {self.number('20:00')}",
            f"hours {self.number('20-08')}",
            f"on {' '.join(one for one in days if ' ' not in one) or 'fri'}",
            "backup",
            dice.choice([f"from {self.say('tomorrow')}", "from 2026-07-01", f"from {self.say('now')}"]),
        ]
        said = " ".join([length, *names, *dice.sample(options, dice.randint(0, 5))])
        return Line("admin", Deed.ROTATE, f"{said} at Cambodia", ("preview.rotate",))

    def _of_person(self) -> Line:
        what = self.dice.choice(["pause", "remove", "role supervisor", "alias"])
        name = NAMES["backup"]
        parts = [what, name]
        if what == "role supervisor":
            parts = self.dice.choice([["role", name, "supervisor"], ["role", "supervisor", name]])
        if what == "alias":
            parts.append(self.dice.choice(["@bong", "둘째", "ពូ", "คนที่สอง"]).split()[0])
        elif what != "role supervisor":
            self.dice.shuffle(parts)
        return Line("admin", Deed.PERSON, f"{' '.join(parts)} at Cambodia", ("preview.person",))

    def _of_desk(self) -> Line:
        every = [one for day in _DAYS["weekdays"] for one in words_of(self.language, day)]
        days = [one for one in every if " " not in one and "-" not in one] or ["mon", "fri"]
        hours = [self.number("08:00-20:00"), f"on {self.dice.choice(days)}-{self.dice.choice(days)}"]
        self.dice.shuffle(hours)
        said, key = self.dice.choice(
            [
                (f"hours {' '.join(hours)}", "desk.hours_first"),
                ("hours always", "preview.hours_always"),
                ("hours soon", "desk.hours_usage"),
                ("zone Asia/Seoul", "preview.desk_again"),
                ("zone Atlantis", "desk.unknown_zone"),
                ("language ko", "preview.desk_again"),
                ("language xx", "desk.unknown_language"),
                ("name 서울", "preview.desk_again"),
                ("place owner", "preview.rule"),
                ("place nobody", "desk.place_usage"),
                ("topics on", "preview.rule"),
                ("bind Laos", "desk.bound"),
                ("bind", "desk.bind_usage"),
            ]
        )
        return Line("admin", Deed.DESK, said, (key,))

    def _rules(self, deed: Deed) -> Line:
        dice = self.dice
        match deed:
            case Deed.PERSON if dice.random() < 0.6:
                return self._of_person()
            case Deed.PERSON:
                name = dice.choice(["박지민", "ចាន់ធូ", "อนันต์", "Trần Bình", "李娜", "Ann"])
                return Line("admin", deed, f"add {name} {dice.randrange(10**6)} at Cambodia", ("person.link",))
            case Deed.DESK if dice.random() < 0.6:
                return self._of_desk()
            case Deed.DESK:
                parts = [dice.choice(["서울", "ភ្នំពេញ", "กรุงเทพ", "Hà Nội", "北京", "Desk"]), "Asia/Seoul", "ko"]
                dice.shuffle(parts)
                return Line("admin", deed, " ".join(parts), ("preview.desk_again",))
            case Deed.ROUTE:
                said = ["country KH MM", "nationality KR", "province KH Preah Sihanouk", "country Cambodia", "off"]
                return Line("admin", deed, f"{dice.choice(said)} at Cambodia", ("preview.route", "desk.already"))
            case Deed.POLICY:
                said = ["L1 0 duty, 30s duty, 4m everyone, again 5m", "L2 usual", "l3 0 duty, 1h everyone"]
                return Line("admin", deed, f"{dice.choice(said)} at Cambodia", ("preview.policy", "desk.already"))
            case _:
                line = self.spanned("on_duty", deed, "gaps.none_then")
                # Before the rotation began, an hour ago, nobody was on duty.
                return replace(line, keys=(*line.keys, "gaps.found"), begin=None, end=None)

    def wrong(self, deed: Deed) -> Line:
        """With a slip in it: what exactly is refused depends on the slip, that it is refused in words does not."""
        dice, line = self.dice, self.right(deed)
        words = line.words.split()
        place = dice.randint(0, len(words))
        match dice.choice(["empty", "long", "control", "emoji", "mention", "cut", "hour", "desk", "mixed"]):
            case "empty":
                words = []
            case "long":
                words += ["ក" * 3_900]
            case "control":
                words.insert(
                    dice.randint(0, len(words)), dice.choice(["\x00", "\x07\x1b[31m", "\u202e", "\u200b"])
                )
            case "emoji":
                words.insert(place, dice.choice(["🆘", "👍🏽", "🕗", "🇰🇷"]))
            case "mention":
                words.insert(place, dice.choice(["@nobody_1", "@", "@@", "@somebody"]))
            case "cut":
                words = words[: dice.randrange(len(words) + 1)]
            case "hour":
                words.insert(
                    dice.randint(0, len(words)), dice.choice(["25-99", "24:61", "+0h", "999999d", "2026-02-31"])
                )
            case "desk":
                words += ["at", "Nowhere"]
            case _:
                dice.shuffle(words)
        return Line(line.who, deed, " ".join(words), ())


def _told(effects: list[Effect]) -> list[str]:
    keys = [one.key for one in effects if isinstance(one, Tell | AnswerPress) and one.key]
    return keys + ["ShowRoster" for one in effects if isinstance(one, ShowRoster)]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    async with at_desk(tmp_path, Wound(round(NOW.timestamp() * 1000))) as made:
        async with made.database.transaction() as ledger:
            for id, name in NAMES.items():
                officer = await ledger.officers.load(OfficerId(id))
                await ledger.officers.keep(replace(officer, name=Private(name)))
        await made.effects()
        yield made


async def _standing(desk: AtDesk) -> list[list[tuple[object, ...]]]:
    return [await desk.rows(f"SELECT * FROM {table}") for table in ("roster_events", "desks", "officers")]


async def _is_answered(desk: AtDesk, line: Line) -> None:
    before = await _standing(desk)
    in_group = line.deed is Deed.DESK
    read = event(written(text=f"/{line.deed.value}{'@desk_bot' if in_group else ''} {line.words}"))
    assert isinstance(read, CommandGiven)
    assert read.deed is line.deed
    effects = await desk.happens(replace(read, origin=desk.origin(line.who, group=in_group)))
    told = _told(effects)
    assert told, "never silence"
    if line.keys:
        assert any(key in line.keys for key in told), told
        _means(line, effects)
    after = await _standing(desk)
    added = line.deed is Deed.PERSON and "person.link" in told
    assert after[:2] == before[:2], "nothing is applied before it is confirmed"
    assert added or after[2] == before[2]


def _means(line: Line, effects: list[Effect]) -> None:
    """The span that is shown is the one that was meant; of one that has begun, what comes."""
    shown = [one for one in effects if isinstance(one, Tell) and one.key.startswith("preview.") and one.moments]
    if line.begin is None or line.end is None or not shown:
        return
    wanted = [round(one.timestamp() * 1000) for one in (max(line.begin, NOW), line.end)]
    assert [at for _, at in shown[0].moments] == wanted


async def _are_answered(desk: AtDesk, seeds: range) -> None:
    for seed in seeds:
        writer = Writer(seed)
        deed = DEEDS[seed % len(DEEDS)]
        line = writer.right(deed) if writer.dice.random() < 0.7 else writer.wrong(deed)
        try:
            await _is_answered(desk, line)
        except Exception as error:
            raise AssertionError(f"line {seed}: {line}: {error!r}") from error
        if seed % 100 == 99:
            await desk.sweeps()


async def test_every_line_has_its_preview_or_a_helpful_refusal_and_none_is_applied(desk: AtDesk) -> None:
    await _are_answered(desk, range(FEW))


@pytest.mark.torture
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("part", range(10))
async def test_ten_thousand_lines_have_their_preview_or_a_helpful_refusal(desk: AtDesk, part: int) -> None:
    await _are_answered(desk, range(1_000_000 + part * MANY // 10, 1_000_000 + (part + 1) * MANY // 10))
