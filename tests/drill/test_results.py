"""What the ground tells a bot is what the Bot API promises: every result, every update, field by field."""

import pytest

from drill.ground import Ground
from drill.methods import METHODS
from drill.specification import Mistyped, bot_api
from tests.drill.examples import EXAMPLES, PICTURE, World

CONSIDERED = [
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
]


def check_updates(ground: Ground) -> set[str]:
    """Checks every waiting update; the kinds that were seen."""
    waiting = ground.updates.pending()
    for pending in waiting:
        bot_api().check("Update", {"update_id": pending.id, **pending.content})
    return {pending.kind for pending in waiting}


@pytest.mark.parametrize("name", METHODS)
async def test_every_result_is_of_its_type(name: str, world: World) -> None:
    answer = await world.ground.call(name, **await EXAMPLES[name](world))
    assert answer.status == 200, answer.body
    bot_api().check(bot_api().methods[name].returns, answer.body["result"])
    check_updates(world.ground)


async def test_every_update_is_of_its_type(world: World) -> None:
    ground, mina, officer = world.ground, world.mina, world.officer
    ground.updates.allow(CONSIDERED)
    ground.edits(mina, world.more, "changed, #now @someone me@example.org +855 12 345 678")
    ground.edits(mina, world.photo, "another caption")
    live = ground.shares_place(mina, mina, 11.5, 104.9, accuracy=20, live_period=900)
    ground.moves(mina, live, 11.6, 104.8, heading=90)
    ground.stops_live(mina, live)
    ground.shares_place(mina, mina, 11.5, 104.9, title="Market", address="Street 1")
    ground.shares_contact(mina, mina)
    ground.shares_contact(mina, mina, "+12025550188", "Aunt", own=False)
    for kind in ("voice", "video", "video_note", "audio", "document", "animation", "sticker"):
        ground.sends_file(mina, mina, kind, b"content", name="f.bin")
    ground.sends_photo(mina, mina, PICTURE, album="7")
    shown = ground.private(mina).messages[await world.message_id(reply_markup=EXAMPLE_BUTTON)]
    ground.presses(mina, shown, data="have")
    ground.says(officer, world.forum, "in the topic", thread=world.topic.id)
    ground.closes_topic(world.forum, world.topic)
    ground.reacts(officer, ground.says(officer, world.desk, "text"), "👍")
    ground.adds(world.desk, mina, by=officer)
    ground.promotes(world.desk, mina)
    ground.removes(world.desk, mina, by=officer)
    ground.blocks(mina)
    ground.unblocks(mina)
    ground.migrates(world.desk)
    ground.kicks_bot(world.forum)
    assert check_updates(ground) >= set(CONSIDERED)


EXAMPLE_BUTTON = {"inline_keyboard": [[{"text": "I have it", "callback_data": "have"}]]}


def test_the_check_itself_sees_what_is_wrong() -> None:
    with pytest.raises(Mistyped, match="date"):
        bot_api().check("Message", {"message_id": 1, "date": "now", "chat": {"id": 1, "type": "private"}})
    with pytest.raises(Mistyped, match="colour"):
        bot_api().check("User", {"id": 1, "is_bot": False, "first_name": "x", "colour": "red"})
    with pytest.raises(Mistyped, match="first_name"):
        bot_api().check("User", {"id": 1, "is_bot": False})


async def test_methods_that_are_known_but_not_carried_out_say_so(world: World) -> None:
    answer = await world.ground.call("getAvailableGifts")
    assert answer.body == {
        "ok": False,
        "error_code": 501,
        "description": "Not Implemented: getAvailableGifts is not part of the practice ground",
    }


async def test_unknown_methods_and_tokens(world: World) -> None:
    assert (await world.ground.call("sendTelepathy")).body["description"] == "Not Found"
    refused = await world.ground.call("getMe", token="7000000001:wrong")
    assert (refused.status, refused.body["description"]) == (401, "Unauthorized")


async def test_method_names_are_taken_in_any_case(world: World) -> None:
    assert (await world.ground.call("GETME")).status == 200


async def test_the_specification_is_of_the_version_we_say() -> None:
    assert bot_api().version == "10.3"
    assert len(bot_api().methods) == 185
