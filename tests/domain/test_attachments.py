"""What is kept of the things that people send, and what nobody should open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.attachments import LARGEST, OF_ONE_CASE, is_suspect, refused, type_of
from bot.domain.facts import Media, MediaKind, NotKept
from bot.domain.private import Private

ROOM = 10 * OF_ONE_CASE


def document(suffix: str = "") -> Media:
    return Media(MediaKind.DOCUMENT, Private("id"), 1, suffix=suffix)


@pytest.mark.parametrize(
    ("size", "of_case", "in_all", "why"),
    [
        (0, 0, 0, None),
        (LARGEST, 0, 0, None),
        (LARGEST + 1, 0, 0, NotKept.TOO_LARGE),
        (1, OF_ONE_CASE - 1, 0, None),
        (2, OF_ONE_CASE - 1, 0, NotKept.TOO_MUCH),
        (1, 0, ROOM - 1, None),
        (2, 0, ROOM - 1, NotKept.TOO_MUCH),
    ],
)
def test_what_is_kept(size: int, of_case: int, in_all: int, why: NotKept | None) -> None:
    assert refused(size, of_case, in_all, ROOM) == why


@pytest.mark.parametrize(
    ("content", "suffix", "suspect"),
    [
        (b"\xff\xd8\xff\xe0", "jpg", False),
        (b"\xff\xd8\xff\xe0", "png", False),
        (b"%PDF-1.7", "pdf", False),
        (b"MZ\x90\x00", "pdf", True),
        (b"MZ\x90\x00", "", True),
        (b"PK\x03\x04", "jpg", True),
        (b"PK\x03\x04", "apk", True),
        (b"PK\x03\x04", "docx", False),
        (b"PK\x03\x04", "zip", False),
        (b"#!/bin/sh", "txt", True),
        (b"plain words", "txt", False),
        (b"plain words", "jpg", False),
        (b"", "scr", True),
    ],
)
def test_what_nobody_should_open(content: bytes, suffix: str, suspect: bool) -> None:
    assert is_suspect(document(suffix), type_of(content)) == suspect


@given(st.binary(max_size=40))
def test_any_bytes_have_a_type_or_none(content: bytes) -> None:
    assert type_of(content).isalnum() or type_of(content) == ""
