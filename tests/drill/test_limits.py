"""The limits that the specification states hold for every method that is carried out."""

from typing import Any

import pytest

from drill.methods import METHODS
from drill.specification import CLAMPED, Field, bot_api
from tests.drill.examples import EXAMPLES, World

LIMITED = [
    (name, field)
    for name in METHODS
    for field in bot_api().methods[name].parameters.values()
    if field.unit and name != "sendPoll"
]


def sized(field: Field, size: int, base: Any) -> Any:
    """A value of `size` in the unit of the field."""
    match field.unit:
        case "value":
            return size
        case "items" if field.type == "Integer[]":
            return list(range(1, size + 1))
        case "items":
            return [base[0]] * size
    return "x" * size


def ids(case: object) -> str:
    return case.name if isinstance(case, Field) else str(case)


def test_there_is_an_example_for_every_method_carried_out() -> None:
    assert EXAMPLES.keys() == METHODS.keys()


@pytest.mark.parametrize(("name", "field"), LIMITED, ids=ids)
async def test_more_than_the_limit_is_refused(name: str, field: Field, world: World) -> None:
    given = await EXAMPLES[name](world)
    given[field.name] = sized(field, field.max + 1, given.get(field.name))
    answer = await world.ground.call(name, **given)
    if (name, field.name) in CLAMPED:
        assert answer.status == 200
    else:
        assert (answer.status, answer.body["ok"]) == (400, False), answer.body


@pytest.mark.parametrize(("name", "field"), LIMITED, ids=ids)
async def test_the_limit_itself_is_taken(name: str, field: Field, world: World) -> None:
    given = await EXAMPLES[name](world)
    given[field.name] = sized(field, field.max, given.get(field.name))
    answer = await world.ground.call(name, **given)
    assert answer.status == 200, answer.body


LEAST = [(name, field) for name, field in LIMITED if field.min and (field.required or field.unit == "value")]


@pytest.mark.parametrize(("name", "field"), LEAST, ids=ids)
async def test_less_than_the_limit_is_refused(name: str, field: Field, world: World) -> None:
    given = await EXAMPLES[name](world)
    given[field.name] = sized(field, field.min - 1, given.get(field.name))
    answer = await world.ground.call(name, **given)
    assert answer.status == (200 if (name, field.name) in CLAMPED else 400), answer.body


REQUIRED = [
    (name, field.name)
    for name in METHODS
    for field in bot_api().methods[name].parameters.values()
    if field.required
]


@pytest.mark.parametrize(("name", "missing"), REQUIRED)
async def test_what_is_required_is_asked_for(name: str, missing: str, world: World) -> None:
    given = await EXAMPLES[name](world)
    del given[missing]
    answer = await world.ground.call(name, **given)
    assert answer.status == 400, answer.body


TYPED = [
    (name, field.name)
    for name in METHODS
    for field in bot_api().methods[name].parameters.values()
    if field.type not in ("String", "Boolean", "InputFile|String", "Integer|String")
]


@pytest.mark.parametrize(("name", "parameter"), TYPED)
async def test_a_value_of_another_type_is_refused(name: str, parameter: str, world: World) -> None:
    given = await EXAMPLES[name](world)
    answer = await world.ground.call(name, **(given | {parameter: "neither number nor JSON"}))
    assert answer.status == 400, answer.body


@pytest.mark.parametrize(
    ("name", "change", "text"),
    [
        ("sendMessage", {"text": "x" * 4097}, "message is too long"),
        ("sendMessage", {"text": "  \n "}, "message text is empty"),
        ("sendMessage", {"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ("sendMessage", {"chat_id": ""}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 12345}, "chat not found"),
        ("sendPhoto", {"caption": "x" * 1025}, "message caption is too long"),
        ("deleteMessages", {"message_ids": list(range(1, 102))}, "too many message identifiers specified"),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old and response timeout expired"),
    ],
)
async def test_refusals_are_in_telegrams_words(name: str, change: dict[str, Any], text: str, world: World) -> None:
    answer = await world.ground.call(name, **(await EXAMPLES[name](world) | change))
    assert answer.status == 400
    assert answer.body["description"].startswith(f"Bad Request: {text}")


@pytest.mark.parametrize("size", [0, 65])
async def test_button_data_has_1_to_64_bytes(size: int, world: World) -> None:
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "d" * size}]]}
    answer = await world.ground.call("sendMessage", chat_id=world.mina.id, text="x", reply_markup=markup)
    assert answer.body["description"] == "Bad Request: BUTTON_DATA_INVALID"


async def test_button_data_is_counted_in_bytes(world: World) -> None:
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "가" * 22}]]}
    answer = await world.ground.call("sendMessage", chat_id=world.mina.id, text="x", reply_markup=markup)
    assert answer.body["description"] == "Bad Request: BUTTON_DATA_INVALID"


async def test_length_is_counted_after_parsing(world: World) -> None:
    text = "<b>" + "x" * 4096 + "</b>"
    answer = await world.ground.call("sendMessage", chat_id=world.mina.id, text=text, parse_mode="HTML")
    assert answer.status == 200
