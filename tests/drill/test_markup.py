"""HTML, entities and offsets in UTF-16."""

from typing import Any

import pytest

from drill.entities import found
from drill.markup import read
from drill.refusals import Refusal


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("🆘 <b>가</b>", "🆘 가", [("bold", 3, 1)]),
        ("1 &lt; 2 &amp;&#65; &nbsp;", "1 < 2 &A &nbsp;", []),
        ('<a href="https://example.org/?a=1&amp;b=2">x</a>', "x", [("text_link", 0, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
        (
            '<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>',
            "xy",
            [("spoiler", 0, 1), ("spoiler", 1, 1)],
        ),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("  <b> x </b>\n", "x", [("bold", 0, 1)]),
        ("<b>/start</b>", "/start", [("bold", 0, 6), ("bot_command", 0, 6)]),
    ],
)
def test_html(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    plain, marks = read(source, "HTML", None)
    assert plain == text
    assert [(mark["type"], mark["offset"], mark["length"]) for mark in marks] == entities


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("1 < 2", "Unexpected end of tag or unsupported start tag at byte offset 2"),
    ],
)
def test_html_that_cannot_be_read(source: str, reason: str) -> None:
    with pytest.raises(Refusal, match="can't parse entities") as refused:
        read(source, "HTML", None)
    assert reason in refused.value.description


def test_other_modes_are_refused_honestly() -> None:
    with pytest.raises(Refusal, match="not part of the practice ground"):
        read("*x*", "MarkdownV2", None)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("/start@rescue_desk_bot now", ["bot_command"]),
        ("see https://maps.example.org/x?q=1.", ["url"]),
        ("me@example.org", ["email"]),
        ("@someone #now", ["mention", "hashtag"]),
        ("1/2 and a/b", []),
        ("+855 12 345 678", ["phone_number"]),
    ],
)
def test_marks_that_telegram_makes(text: str, kinds: list[str]) -> None:
    marks: list[dict[str, Any]] = found(text)
    assert [mark["type"] for mark in marks] == kinds
