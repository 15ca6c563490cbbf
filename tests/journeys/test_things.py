"""What people send is kept here, sealed, whatever Telegram, the network or the process does meanwhile."""

from __future__ import annotations

from functools import partial

import pytest

from drill.media import shown
from drill.messages import Message
from drill.refusals import bad
from tests.journeys.stage import Person, Stage, stage
from tests.pictures import jpeg, tiff

HERE = (10.60931, 103.52962)
KINDS = ("photo", "voice", "audio", "video", "video_note", "document")


def things(person: Person) -> list[Message]:
    """The person's own things that still stand in their chat."""
    return [
        one for one in person.standing() if not one.sender.is_bot and any(kind in one.content for kind in KINDS)
    ]


async def kept(evening: Stage, count: int) -> None:
    """Waits until so many things are sealed here, by what lies on the disk."""
    await evening.ground.until(lambda: evening.count("attachments") == count, 30, f"{count} things to be kept")


async def _taken(evening: Stage, card: Message) -> Person:
    owner = evening.officers[0]
    await owner.says(f"/take {card.text.split(' | ')[1]}")
    await owner.sees("이 메시지에 답장하면")
    return owner


async def test_whatever_is_sent_is_kept_sealed_and_goes_from_the_chat() -> None:
    async with stage() as evening:
        mina = evening.requester()
        for kind in KINDS:
            content = b"CANARY-OF-" + kind.encode() * 9_000
            evening.ground.sends_file(mina.account, mina.chat, kind, content)
        await kept(evening, len(KINDS))
        await evening.ground.until(lambda: not things(mina), 10, "her things to go from her chat")
        await evening.settles()
        assert not [name for name, content in evening.files().items() if b"CANARY-OF-" in content]


async def test_an_album_is_kept_whole_across_a_crash() -> None:
    async with stage() as evening:
        mina = evening.requester()
        for number in range(3):
            evening.ground.sends_photo(mina.account, mina.chat, b"\xff\xd8\xff%d" % number, album="a")
        await evening.crashes()
        for number in range(3, 6):
            evening.ground.sends_photo(mina.account, mina.chat, b"\xff\xd8\xff%d" % number, album="a")
        await kept(evening, 6)
        await evening.desk.sees_card(holds="사진 x6")


async def test_a_kill_while_a_thing_is_fetched_loses_nothing() -> None:
    async with stage() as evening:
        mina = evening.requester()
        evening.ground.faults.slow_answers(2, times=1, methods=["file"])
        evening.ground.sends_photo(mina.account, mina.chat, b"\xff\xd8\xffsynthetic")
        await evening.desk.sees_card(holds="사진")
        await evening.crashes()
        await kept(evening, 1)


async def test_a_download_that_fails_is_tried_again() -> None:
    async with stage() as evening:
        mina = evening.requester()
        evening.ground.faults.cut_connections(1, methods=["getFile"])
        evening.ground.faults.server_errors(502, 1, methods=["file"])
        evening.ground.faults.cut_connections(1, methods=["file"])
        evening.ground.faults.refuse(
            bad("wrong file_id or the file is temporarily unavailable"), 1, methods=["getFile"]
        )
        evening.ground.sends_photo(mina.account, mina.chat, b"\xff\xd8\xffsynthetic")
        card = await evening.desk.sees_card(holds="사진")
        await evening.passes(minutes=1)
        await kept(evening, 1)
        assert "보관 안 됨" not in card.text


async def test_what_telegram_does_not_give_out_for_a_day_is_told_to_the_desk() -> None:
    async with stage() as evening:
        mina = evening.requester()
        evening.ground.faults.refuse(
            bad("wrong file_id or the file is temporarily unavailable"), None, methods=["getFile"]
        )
        evening.ground.sends_photo(mina.account, mina.chat, b"\xff\xd8\xffsynthetic")
        card = await evening.desk.sees_card(holds="사진")
        owner = await _taken(evening, card)
        await owner.sees(lambda one: "photo" in one.content)
        await evening.passes(minutes=24 * 60 + 1)
        await evening.desk.sees_card(holds="텔레그램이 하루 동안 내주지 않음", seconds=20)
        await owner.sees("텔레그램이 하루 동안 내주지 않음")


async def test_what_is_larger_than_a_bot_may_fetch_is_passed_on_and_said_to_be_so() -> None:
    async with stage() as evening:
        mina = evening.requester()
        evening.ground.sends_video(mina.account, mina.chat, b"\x00" * (20 * 2**20 + 1))
        card = await evening.desk.sees_card(holds="20 MB 초과")
        owner = await _taken(evening, card)
        film = await owner.sees(lambda one: "video" in one.content)
        assert "20 MB 초과" in film.text
        await evening.settles()
        assert evening.count("attachments") == 0
        assert things(mina)


async def test_a_place_in_a_picture_is_shown_with_when_it_was_taken_and_where_is_still_asked() -> None:
    async with stage() as evening:
        mina = evening.requester()
        picture = jpeg(tiff(*HERE, 12, "2026:11:20", "03:04:05"))
        evening.ground.sends_document(mina.account, mina.chat, picture, name="IMG_0001.JPG")
        card = await evening.desk.sees_card(holds=("10.60931,103.52962 ±12 m", "사진 속 위치", "촬영"), seconds=20)
        await mina.sees("지금 어디예요?")
        owner = await _taken(evening, card)
        pin = await owner.sees(lambda one: "location" in one.content)
        assert pin.content["location"]["latitude"] == pytest.approx(HERE[0], abs=1e-5)
        await mina.shares_place(10.7, 103.6)
        await evening.desk.sees_card(holds="10.70000,103.60000")


async def test_a_program_is_passed_on_with_a_warning() -> None:
    async with stage() as evening:
        mina = evening.requester()
        evening.ground.sends_document(mina.account, mina.chat, b"PK\x03\x04synthetic", name="kb-bank.apk")
        card = await evening.desk.sees_card(holds="열지 마세요", seconds=20)
        owner = await _taken(evening, card)
        await owner.sees(lambda one: "document" in one.content)
        other = evening.requester("Other")
        await other.says("여기 갇혀 있어요")
        await evening.settles()
        evening.ground.sends_document(mina.account, mina.chat, b"MZ\x90\x00synthetic", name="list.pdf")
        await owner.sees("열지 마세요", 20)


async def test_what_telegram_has_forgotten_is_sent_from_what_is_kept() -> None:
    async with stage() as evening:
        mina = evening.requester()
        evening.ground.sends_photo(mina.account, mina.chat, b"\xff\xd8\xffsynthetic", caption="문 앞")
        card = await evening.desk.sees_card(holds="사진")
        await kept(evening, 1)
        wrong = bad("wrong file identifier/HTTP URL specified")
        evening.ground.faults.refuse(wrong, 1, methods=["sendPhoto"])
        owner = await _taken(evening, card)
        photo = await owner.sees(lambda one: "photo" in one.content)
        assert photo.protected
        assert "문 앞" in photo.text
        assert not evening.ground.faults.state()["armed"]


async def _leaves_things_standing(mina: Person) -> None:
    """She wants to keep what she sends."""
    await mina.says("여기 갇혀 있어요")
    await mina.sees("이 대화에서는 지워요")
    await mina.says("/tidy")
    await mina.sees(lambda one: "이 대화에서는 지워요" not in one.text and "위치도 보낼 수 있어요?" in one.text)


async def test_changed_words_under_a_picture_reach_the_desk_and_the_picture_counts_once() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await _leaves_things_standing(mina)
        sent = evening.ground.sends_photo(mina.account, mina.chat, b"\xff\xd8\xffone", caption="정문")
        await evening.desk.sees_card(holds="정문")
        evening.ground.edits(mina.account, sent, "후문")
        await evening.desk.sees_card(holds=("정문", "후문", "사진 x1"))


async def test_a_picture_put_in_the_place_of_another_is_kept_beside_it() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await _leaves_things_standing(mina)
        sent = evening.ground.sends_photo(mina.account, mina.chat, b"\xff\xd8\xffone", caption="정문")
        await kept(evening, 1)
        other = evening.ground.files.keep("photo", b"\xff\xd8\xfftwo")
        sent.content = {**shown(evening.ground.files, other, {}), "caption": "후문"}
        evening.ground.edited(sent)
        await evening.desk.sees_card(holds=("정문", "후문", "사진 x2"))
        await kept(evening, 2)


async def test_the_same_file_in_two_cases_is_found_by_its_hash() -> None:
    async with stage() as evening:
        for name in ("Mina", "Jun"):
            person = evening.requester(name)
            evening.ground.sends_photo(person.account, person.chat, b"\xff\xd8\xffthe same")
        await kept(evening, 2)
        rows = evening.rows("SELECT COUNT(*), COUNT(DISTINCT address) FROM likenesses WHERE kind = 'file'")
        assert rows == [(2, 1)]


def _more_than(evening: Stage, number: int) -> bool:
    return evening.count("facts") > number


@pytest.mark.torture
async def test_so_much_that_the_limit_is_reached_is_passed_on_and_said() -> None:
    async with stage() as evening:
        mina = evening.requester()
        for number in range(17):
            content = bytes([number]) * (19 * 2**20)
            evening.ground.sends_document(mina.account, mina.chat, content, name=f"{number}.bin")
            await evening.ground.until(partial(_more_than, evening, number), 30, "it to be taken in")
        await evening.desk.sees_card(holds="한도 초과", seconds=60)
        assert evening.count("attachments") < 17
