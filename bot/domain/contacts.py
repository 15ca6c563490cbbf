"""Finds in words how somebody can be reached: phones, handles of messengers, mail; opens and asks nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from bot.domain.plain import plain

LONGEST = 4_096
REGIONS = {
    "am": "ET",
    "ar": "EG",
    "bn": "BD",
    "es": "CO",
    "fr": "CM",
    "hi": "IN",
    "id": "ID",
    "ja": "JP",
    "km": "KH",
    "ko": "KR",
    "lo": "LA",
    "ms": "MY",
    "my": "MM",
    "ne": "NP",
    "pt": "BR",
    "ru": "RU",
    "si": "LK",
    "sw": "KE",
    "ta": "IN",
    "te": "IN",
    "th": "TH",
    "tl": "PH",
    "ur": "PK",
    "uz": "UZ",
    "vi": "VN",
    "zh": "CN",
}
"""Where a number without a country code is likely to be from, by the language of the words."""


class App(StrEnum):
    """By what a handle is reached."""

    TELEGRAM = "Telegram"
    WHATSAPP = "WhatsApp"
    LINE = "LINE"
    KAKAO = "KakaoTalk"
    WECHAT = "WeChat"
    ZALO = "Zalo"
    SIGNAL = "Signal"
    VIBER = "Viber"


@dataclass(frozen=True, slots=True)
class Found:
    """A phone in international form where its country could be told, as written otherwise; or a handle, or mail.

    `sure` is False where the country was guessed, or nothing says what kind of number it is.
    """

    value: str
    app: App | None = None
    mail: bool = False
    sure: bool = True


_HANDLE = r"[A-Za-z0-9_.\-]{3,32}"
_LINKS: tuple[tuple[App, str], ...] = (
    (App.TELEGRAM, rf"(?<![\w.])t(?:elegram)?\.me/({_HANDLE})"),
    (App.WHATSAPP, r"(?<![\w.])(?:wa\.me/|api\.whatsapp\.com/send\?phone=)\+?(\d{7,15})"),
    (App.LINE, rf"(?<![\w.])line\.me/ti/p/~?({_HANDLE})"),
    (App.ZALO, rf"(?<![\w.])zalo\.me/({_HANDLE})"),
    (App.SIGNAL, rf"(?<![\w.])signal\.me/#p/\+?({_HANDLE})"),
)
_NAMED: tuple[tuple[App, str], ...] = (
    (App.TELEGRAM, rf"\btelegram\s*(?:id)?\s*[:=]?\s*@({_HANDLE})"),
    (App.LINE, rf"(?:\bline\s*(?:id|아이디)?\s*[:=@]+\s*|라인\s*(?:아이디|id)?\s*[:=]?\s+)({_HANDLE})"),
    (App.KAKAO, rf"(?:카카오톡|카톡|\bkakao(?:talk)?)\s*(?:id|아이디)?\s*[:=]?\s*({_HANDLE})"),
    (App.WECHAT, rf"(?:微信号?|微信號|\bwechat|\bweixin|\bwx)\s*(?:id|号)?\s*[:=]\s*({_HANDLE})"),
    (App.WECHAT, rf"(?:微信号?|微信號)\s*({_HANDLE})"),
    (App.ZALO, rf"\bzalo\s*[:=]?\s+\+?({_HANDLE})"),
    (App.SIGNAL, rf"\bsignal\s*[:=]\s*\+?({_HANDLE})"),
    (App.VIBER, rf"\bviber\s*[:=]?\s+\+?({_HANDLE})"),
)
_IN_LINKS = tuple((app, re.compile(pattern, re.IGNORECASE)) for app, pattern in _LINKS)
_IN_WORDS = tuple((app, re.compile(pattern, re.IGNORECASE)) for app, pattern in _NAMED)
_MENTION = re.compile(r"(?<![\w./@])@([A-Za-z]\w{4,31})\b(?!\.)")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_LINK = re.compile(r"https?://\S+|geo:\S+", re.IGNORECASE)
# What libphonenumber takes for a number and is none: days, coordinates, sums of money, numbers of a passport.
_NO_PHONE = re.compile(
    r"(?<!\d)\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?!\d)|-?\d{1,3}\.\d{3,}|\d{1,3}(?:,\d{3})+(?:\.\d+)?"
    r"|[A-Z]{1,2} ?\d{4} ?\d{4}"
)
_SHORTEST, _SURE = 8, 9


def contacts_in(words: str, regions: tuple[str, ...] = ()) -> tuple[Found, ...]:
    """Each once, mail first, phones last. `regions` (ISO 3166) are tried where no country code is written."""
    text = plain(words[:LONGEST])
    found = [*_mails(text), *_handles(text), *_phones(text, regions)]
    return tuple(dict.fromkeys(found))


def _mails(text: str) -> Iterator[Found]:
    for match in _MAIL.finditer(text):
        yield Found(match[0], mail=True)


def _handles(text: str) -> Iterator[Found]:
    words = _LINK.sub(" ", text)
    for patterns, where in ((_IN_LINKS, text), (_IN_WORDS, words)):
        for app, pattern in patterns:
            for match in pattern.finditer(where):
                yield Found(match[1], app)
    for match in _MENTION.finditer(words):
        yield Found(match[1], App.TELEGRAM, sure=False)


def _phones(text: str, regions: tuple[str, ...]) -> Iterator[Found]:
    bare = _MAIL.sub(" ; ", _LINK.sub(" ; ", text))
    seen: set[str] = set()
    for region in (*regions, None):
        for match in PhoneNumberMatcher(_NO_PHONE.sub(" ; ", bare), region, leniency=Leniency.POSSIBLE):
            digits = re.sub(r"\D", "", match.raw_string)
            if digits in seen or len(digits) < _SHORTEST:
                continue
            told = match.raw_string.lstrip().startswith("+")
            if not told and (not digits.startswith("0") and len(digits) < _SURE):
                continue
            seen.add(digits)
            yield Found(phonenumbers.format_number(match.number, PhoneNumberFormat.E164), sure=told)
