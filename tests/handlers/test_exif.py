"""Where a picture was taken is read by a process of its own, which nothing that somebody sends can hold up."""

import struct
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.place import Fix, Place
from handlers.exif import PATIENCE, asked, place_in
from tests.pictures import jpeg, png, tiff

HERE = (10.60931, 103.52962)


async def test_a_picture_says_where_and_when_and_how_exactly() -> None:
    found = await place_in(jpeg(tiff(*HERE, 12.5, "2026:11:20", "03:04:05")))
    assert found is not None
    assert found.degrees() == pytest.approx(HERE, abs=1e-6)
    assert (found.fix, found.accuracy_m, found.taken_at) == (Fix.PHOTO, 12.5, 1_795_143_845_000)


@settings(max_examples=12, deadline=None)
@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from([jpeg, png, lambda inside: inside]))
async def test_any_place_on_earth_comes_back(latitude: float, longitude: float, made: object) -> None:
    assert callable(made)
    found = await place_in(made(tiff(latitude, longitude)))
    if (round(latitude, 6), round(longitude, 6)) == (0, 0):
        return
    assert found is not None
    assert found.degrees() == pytest.approx((latitude, longitude), abs=1e-5)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8synthetic",
        jpeg(b""),
        jpeg(b"Exif" * 5_000),
        jpeg(tiff(*HERE)[:40]),
        jpeg(tiff(0, 0)),
        jpeg(tiff(95, 10)),
        jpeg(tiff(*HERE).replace(struct.pack(">II", 31, 1), struct.pack(">II", 31, 0))),
        b"MM\x00*" + struct.pack(">I", 8) + b"\xff\xff" + Random(7).randbytes(4_000),
        b"\x00\x00\x00\x18ftypheic" + b"Exif" + Random(7).randbytes(4_000),
        b"RIFF\x00\x00\x00\x00WEBPExif" + Random(7).randbytes(1_000),
        b"%PDF-1.7 Exif",
    ],
    ids=lambda content: repr(content[:16]),
)
async def test_what_says_nothing_or_nonsense_is_no_place(content: bytes) -> None:
    assert await place_in(content) is None


def _endless() -> bytes:
    """A directory whose next one is itself."""
    whole = bytearray(tiff(*HERE))
    whole[22:26] = struct.pack(">I", 8)
    return jpeg(bytes(whole))


async def test_a_picture_without_end_ends() -> None:
    found = await place_in(_endless())
    assert found is None or isinstance(found, Place)


async def test_a_reader_that_takes_too_long_is_ended() -> None:
    assert await place_in(jpeg(tiff(*HERE)), patience=0.0) is None


async def test_the_reader_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its environment is empty: only then it can be handed what a stranger made."""
    monkeypatch.setenv("RESCUE_DESK_TOKEN", "123456:synthetic-synthetic-synthetic")
    assert await asked(b"", PATIENCE, Path(__file__).parent / "shows_environment.py") == b"{}"
