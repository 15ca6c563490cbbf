"""People are answered in the language that they write, on whoever's phone, and in the one that they chose."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.journeys.stage import stage


async def test_who_writes_vietnamese_on_a_phone_that_is_in_chinese_is_answered_in_vietnamese() -> None:
    async with stage() as evening:
        mina = evening.requester("Lan", "zh-hans")
        await mina.says("/start")
        await mina.sees("隐藏")
        await mina.says("em bi nhot o bavet, ho danh em")
        await mina.sees("Bạn gửi thêm vị trí được không")
        await evening.desk.sees_card(level="L1", holds=("R1-01", "R2-01", "베트남어"))


async def test_the_language_that_was_chosen_stays_whatever_is_written() -> None:
    async with stage() as evening:
        mina = evening.requester("Asha", "en")
        await mina.says("/language")
        await mina.taps("हिन्दी")
        await mina.sees("पहले अपनी लोकेशन भेजें")
        await mina.says("아무도 없어요")
        await mina.sees("क्या आप अपनी जगह भी भेज सकते हैं")


async def test_only_what_the_desk_offers_is_spoken_and_everything_is_understood() -> None:
    async with stage(settings='[languages]\noffered = ["ko"]') as evening:
        mina = evening.requester("Lan", "vi")
        await mina.says("toi bi nhot")
        await mina.sees("Can you also send your place")
        await evening.desk.sees_card(level="L2", holds=("R2-01", "베트남어"))
        await mina.says("/language")
        screen = await mina.sees("Which language?")
        assert [b["text"] for row in screen.inline for b in row][:2] == ["English", "한국어"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            '[languages]\noffered = ["ko", "xx"]',
            "[languages] offered: given 'xx'; right would be some of: am, bn",
        ),
        ('[watch]\nlanguage = "vi"', "[watch] language: given 'vi'; right would be one of: en, km, ko"),
    ],
)
async def test_a_language_that_there_is_not_is_refused_by_its_name_with_those_that_there_are(
    tmp_path: Path, wrong: str, said: str
) -> None:
    config = tmp_path / "config.toml"
    token = "100000001:SYNTHETIC_token_for_tests_only_0001"
    config.write_text(f'[telegram]\ntoken = "{token}"\n[admins]\ntelegram_ids = [1]\n{wrong}\n')
    command = [sys.executable, "-m", "bot", "check-config", "--config", str(config)]
    checked = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    _, answer = await checked.communicate()
    assert checked.returncode == 2
    assert answer.decode().startswith(said)
    assert len(answer.splitlines()) == 1
