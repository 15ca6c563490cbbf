"""Phones and handles in words: found however they are written, and not found in what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.contacts import App, Found, contacts_in
from tests.domain.chance import soon, texts


def values(words: str, *regions: str) -> list[str]:
    return [one.value for one in contacts_in(words, regions)]


@pytest.mark.parametrize(
    ("words", "regions", "phone"),
    [
        ("call me +855 12 345 678", (), "+85512345678"),
        ("전화 가능해요 010-0000-0002 배터리 30", ("KR",), "+821000000002"),
        ("០១២ ៣៤៥ ៦៧៨", ("KH",), "+85512345678"),
        ("zalo 0912345678", ("VN",), "+84912345678"),
        ("+82 10-0000-0001", ("KH",), "+821000000001"),
        ("\uff0b82 10\uff0d0000\uff0d0001", (), "+821000000001"),
    ],
)
def test_a_phone_is_found_and_brought_to_its_international_form(
    words: str, regions: tuple[str, ...], phone: str
) -> None:
    assert phone in values(words, *regions)


def test_a_country_that_was_guessed_is_said_to_be_a_guess() -> None:
    assert [one.sure for one in contacts_in("010-0000-0002", ("KR",))] == [False]
    assert [one.sure for one in contacts_in("+82 10-0000-0002", ("KR",))] == [True]


@pytest.mark.parametrize(
    ("words", "app", "handle"),
    [
        ("my line: mina_99", App.LINE, "mina_99"),
        ("라인 아이디 mina99", App.LINE, "mina99"),
        ("카톡 mina123", App.KAKAO, "mina123"),
        ("微信:wx_abc1", App.WECHAT, "wx_abc1"),
        ("wechat: wx_abc1", App.WECHAT, "wx_abc1"),
        ("https://t.me/mina_help", App.TELEGRAM, "mina_help"),
        ("https://wa.me/85512345678", App.WHATSAPP, "85512345678"),
        ("@mina_help", App.TELEGRAM, "mina_help"),
        ("https://zalo.me/0912345678", App.ZALO, "0912345678"),
    ],
)
def test_a_handle_is_found_with_its_messenger(words: str, app: App, handle: str) -> None:
    assert (handle, app) in [(one.value, one.app) for one in contacts_in(words)]


def test_mail_is_mail_and_no_handle() -> None:
    assert contacts_in("write to mina@example.org") == (Found("mina@example.org", mail=True),)


@pytest.mark.parametrize(
    "words",
    [
        "10.60931, 103.52962",
        "2025.10.12 14:30",
        "12.11.2025",
        "USDT 20,000",
        "room 1101, floor 10",
        "여권 M0000 0001, 2003년생",
        "https://map.kakao.com/link/map/사무실,37.49795,127.02764",
        "https://www.google.com/maps/search/10.60931,+103.52962",
        "geo:16.81003,98.53012?z=17",
        "///filled.count.soap",
    ],
)
def test_what_only_looks_like_one_is_none(words: str) -> None:
    assert contacts_in(words, ("KR", "KH", "VN")) == ()


@soon
@given(texts, st.sampled_from([(), ("KR",), ("KH", "VN")]))
def test_no_text_is_too_strange(words: str, regions: tuple[str, ...]) -> None:
    assert all(one.value for one in contacts_in(words, regions))
