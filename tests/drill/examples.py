"""One good call for each method that the ground carries out, made up in a world where all of them can succeed."""

from collections.abc import Callable
from typing import Any

from drill.clock import WindableClock
from drill.ground import Ground

NOON = 1_790_000_000.0
TOKEN = "7000000001:for-tests-only"
PICTURE = b"\xff\xd8\xff\xe0 a synthetic picture"
BUTTON = {"inline_keyboard": [[{"text": "I have it", "callback_data": "have"}]]}


def still_ground() -> Ground:
    """A ground whose clock moves only when it is wound."""
    return Ground(clock=WindableClock(real=lambda: NOON), token=TOKEN)


class World:
    """A person, a group, a forum with a topic, and messages of every kind that methods need."""

    def __init__(self) -> None:
        self.ground = ground = still_ground()
        ground.faults.rate_limits = False
        self.mina = ground.account("Mina", "ko")
        self.officer = ground.account("Officer One", "ko", "officer_one")
        self.desk = ground.group("Desk", [self.officer], [self.officer])
        self.forum = ground.group("Forum", [self.officer], [self.officer], kind="supergroup", forum=True)
        self.topic = ground.topic(self.forum, "First")
        self.closed = ground.topic(self.forum, "Closed")
        ground.closes_topic(self.forum, self.closed)
        self.hello = ground.says(self.mina, self.mina, "/start")
        self.more = ground.says(self.mina, self.mina, "hello, see https://example.org")
        self.photo = ground.sends_photo(self.mina, self.mina, PICTURE, "where I am")
        self.file_ids: dict[str, str] = {}
        for kind in ("photo", "voice", "video", "video_note", "audio", "document", "animation", "sticker"):
            self.file_ids[kind] = ground.files.keep(kind, b"content of a " + kind.encode(), None, f"{kind}.bin").id

    async def sent(self, method: str = "sendMessage", **params: Any) -> dict[str, Any]:
        """A message of the bot in the private chat, unless a chat is given."""
        given = {"chat_id": self.mina.id} | ({"text": "a line"} if method == "sendMessage" else {}) | params
        answer = await self.ground.call(method, **given)
        assert answer.status == 200, answer.body
        result: dict[str, Any] = answer.body["result"]
        return result

    async def message_id(self, method: str = "sendMessage", **params: Any) -> int:
        return int((await self.sent(method, **params))["message_id"])


async def _pressed(world: World) -> dict[str, Any]:
    shown = world.ground.private(world.mina).messages[await world.message_id(reply_markup=BUTTON)]
    return {"callback_query_id": world.ground.presses(world.mina, shown, button="I have it"), "text": "Yes"}


async def _pinned(world: World) -> dict[str, Any]:
    message_id = await world.message_id()
    await world.ground.call("pinChatMessage", chat_id=world.mina.id, message_id=message_id)
    return {"chat_id": world.mina.id, "message_id": message_id}


def _own(method: str = "sendMessage", sent: dict[str, Any] | None = None, **params: Any) -> "Example":
    """A call about a message that the bot has sent by `method` before."""

    async def example(world: World) -> dict[str, Any]:
        made = {name: world.file_ids.get(value, value) for name, value in (sent or {}).items()}
        message_id = await world.message_id(method, **made)
        filled = {name: _filled(world, value) for name, value in params.items()}
        return {"chat_id": world.mina.id, "message_id": message_id} | filled

    return example


def _filled(world: World, value: Any) -> Any:
    if isinstance(value, dict) and "media" in value:
        return value | {"media": world.file_ids[value["type"]]}
    return value


def _in(chat: str, **params: Any) -> "Example":
    """A call about a chat of the world."""

    async def example(world: World) -> dict[str, Any]:
        return {"chat_id": getattr(world, chat).id} | params

    return example


def _file(kind: str, **params: Any) -> "Example":
    async def example(world: World) -> dict[str, Any]:
        return {"chat_id": world.mina.id, kind: world.file_ids[kind]} | params

    return example


def _plain(**params: Any) -> "Example":
    async def example(_world: World) -> dict[str, Any]:
        return dict(params)

    return example


def _from_mina(*, one: bool) -> "Example":
    async def example(world: World) -> dict[str, Any]:
        several = {"message_ids": [world.hello.id, world.photo.id]}
        found = {"message_id": world.photo.id} if one else several
        return {"chat_id": world.desk.id, "from_chat_id": world.mina.id} | found

    return example


def _topic(which: str, /, **params: Any) -> "Example":
    async def example(world: World) -> dict[str, Any]:
        return {"chat_id": world.forum.id, "message_thread_id": getattr(world, which).id} | params

    return example


async def _album(world: World) -> dict[str, Any]:
    item = {"type": "photo", "media": world.file_ids["photo"], "caption": "one"}
    return {"chat_id": world.mina.id, "media": [item, item]}


async def _member(world: World) -> dict[str, Any]:
    return {"chat_id": world.desk.id, "user_id": world.officer.id}


async def _file_id(world: World) -> dict[str, Any]:
    return {"file_id": world.file_ids["voice"]}


async def _reaction(world: World) -> dict[str, Any]:
    reaction = [{"type": "emoji", "emoji": "👍"}]
    return {"chat_id": world.mina.id, "message_id": world.more.id, "reaction": reaction}


async def _several(world: World) -> dict[str, Any]:
    return {"chat_id": world.mina.id, "message_ids": [world.hello.id, await world.message_id()]}


Example = Callable[[World], Any]
LIVE: dict[str, Any] = {"latitude": 11.5, "longitude": 104.9, "live_period": 900}
PLACE: dict[str, Any] = {"latitude": 11.5564, "longitude": 104.9282}
EXAMPLES: dict[str, Example] = {
    "getMe": _plain(),
    "logOut": _plain(),
    "close": _plain(),
    "getUpdates": _plain(limit=10, allowed_updates=[]),
    "setWebhook": _plain(url="http://127.0.0.1:9/hook", secret_token="abc", max_connections=3),
    "deleteWebhook": _plain(),
    "getWebhookInfo": _plain(),
    "sendMessage": _in("mina", text="<b>bold</b> and /start", parse_mode="HTML", reply_markup=BUTTON),
    "sendLocation": _in("mina", **PLACE, horizontal_accuracy=12.5),
    "sendVenue": _in("mina", **PLACE, title="Embassy", address="Preah Norodom Boulevard"),
    "sendContact": _in("mina", phone_number="+12025550199", first_name="Desk"),
    "sendPhoto": _file("photo", caption="a picture"),
    "sendVoice": _file("voice", duration=3),
    "sendVideo": _file("video"),
    "sendVideoNote": _file("video_note"),
    "sendAudio": _file("audio", title="Song"),
    "sendDocument": _file("document", caption="a paper"),
    "sendAnimation": _file("animation"),
    "sendSticker": _file("sticker"),
    "sendMediaGroup": _album,
    "copyMessage": _from_mina(one=True),
    "copyMessages": _from_mina(one=False),
    "forwardMessage": _from_mina(one=True),
    "forwardMessages": _from_mina(one=False),
    "editMessageText": _own(text="another line"),
    "editMessageCaption": _own("sendPhoto", {"photo": "photo"}, caption="another caption"),
    "editMessageMedia": _own("sendPhoto", {"photo": "photo"}, media={"type": "video", "media": "?"}),
    "editMessageReplyMarkup": _own(reply_markup=BUTTON),
    "editMessageLiveLocation": _own("sendLocation", LIVE, latitude=11.6, longitude=104.8),
    "stopMessageLiveLocation": _own("sendLocation", LIVE),
    "pinChatMessage": _own(),
    "unpinChatMessage": _pinned,
    "unpinAllChatMessages": _in("mina"),
    "createForumTopic": _in("forum", name="Second"),
    "editForumTopic": _topic("topic", name="Renamed"),
    "closeForumTopic": _topic("topic"),
    "reopenForumTopic": _topic("closed"),
    "deleteForumTopic": _topic("topic"),
    "answerCallbackQuery": _pressed,
    "deleteMessage": _own(),
    "deleteMessages": _several,
    "setMessageReaction": _reaction,
    "sendChatAction": _in("mina", action="typing"),
    "getFile": _file_id,
    "getChat": _in("desk"),
    "getChatMember": _member,
    "getChatAdministrators": _in("desk"),
    "getChatMemberCount": _in("desk"),
    "leaveChat": _in("desk"),
    "setMyCommands": _plain(commands=[{"command": "start", "description": "Begin"}]),
    "getMyCommands": _plain(scope={"type": "all_private_chats"}, language_code="ko"),
    "deleteMyCommands": _plain(),
    "setMyName": _plain(name="Desk", language_code="ko"),
    "getMyName": _plain(),
    "setMyDescription": _plain(description="Writes to the desk"),
    "getMyDescription": _plain(language_code="ko"),
    "setMyShortDescription": _plain(short_description="The desk"),
    "getMyShortDescription": _plain(),
    "setChatMenuButton": _in("mina", menu_button={"type": "commands"}),
    "getChatMenuButton": _in("mina"),
}
