"""Decides how a message of the bot gets into a chat: its thread, reply, keyboard and text; sends no files."""

from typing import Any

from drill.calls import Call
from drill.chats import Chat, Kind
from drill.markup import read
from drill.messages import Message
from drill.refusals import bad
from drill.specification import Field, beyond, bot_api
from drill.state import State

ACTIONS = frozenset(
    [
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
        "disabled",
    ]
)


async def send_message(state: State, call: Call) -> dict[str, Any]:
    return deliver(state, call, formatted(call, "text")).card()


async def send_location(state: State, call: Call) -> dict[str, Any]:
    names = ("latitude", "longitude", "horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
    return deliver(state, call, {"location": place(call, names)}).card()


async def send_venue(state: State, call: Call) -> dict[str, Any]:
    names = ("title", "address", "foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
    where = place(call, ("latitude", "longitude"))
    venue = {"location": where} | {name: call[name] for name in names if name in call}
    return deliver(state, call, {"location": where, "venue": venue}).card()


async def send_contact(state: State, call: Call) -> dict[str, Any]:
    names = ("phone_number", "first_name", "last_name", "vcard")
    return deliver(state, call, {"contact": {name: call[name] for name in names if name in call}}).card()


async def send_chat_action(state: State, call: Call) -> bool:
    chat = state.writable(call["chat_id"])
    state.chat_action[chat.id] = (call["action"], state.clock.now() + 5.0)
    state.changes.note()
    return True


def place(call: Call, names: tuple[str, ...]) -> dict[str, Any]:
    """A Location of a call's parameters."""
    found = {name: call[name] for name in names if name in call}
    if not (-90 <= found["latitude"] <= 90 and -180 <= found["longitude"] <= 180):
        raise bad("bad location: latitude or longitude is out of range")
    return found


def formatted(call: Call, name: str, *, method: str = "") -> dict[str, Any]:
    """The text or caption of a call with its entities, after parsing and within its limits."""
    field = bot_api().methods[method or call.method].parameters[name]
    marks = "entities" if name == "text" else "caption_entities"
    return parsed(field, call.get(name, ""), call.get("parse_mode"), call.get(marks), marks)


def parsed(field: Field, raw: str, mode: str | None, given: Any, marks: str) -> dict[str, Any]:
    """`{field: text, marks: entities}`, without what is empty; raises Refusal beyond the stated limit."""
    text, entities = read(raw, mode, given)
    if field.unit and not field.admits(text):
        raise beyond(field, text)
    content: dict[str, Any] = {field.name: text} if text else {}
    return content | ({marks: entities} if entities else {})


def deliver(state: State, call: Call, content: dict[str, Any], **more: Any) -> Message:
    """Puts a message of the bot into the chat that the call names."""
    chat = state.writable(call["chat_id"])
    thread = threaded(state, chat, call)
    markup = keyboard(chat, call.get("reply_markup"))
    message = state.post(
        chat,
        state.bot,
        content,
        reply_to=replied(chat, call) or chat.messages.get(thread or 0),
        thread=thread,
        markup=markup,
        silent=call.get("disable_notification", False),
        protected=call.get("protect_content", False),
        **more,
    )
    offer(message)
    return message


def threaded(state: State, chat: Chat, call: Call) -> int | None:
    """The topic that a message goes to; raises Refusal if it is not there or closed."""
    thread = call.get("message_thread_id")
    if thread is None or (thread == 1 and chat.forum):  # 1 is the topic "General"
        return None
    topic = chat.topics.get(thread)
    if topic is None or topic.deleted:
        raise bad("message thread not found")
    if topic.closed and not chat.led_by(state.bot.id):
        raise bad("TOPIC_CLOSED")
    return topic.id


def replied(chat: Chat, call: Call) -> Message | None:
    """The message that is replied to."""
    wanted = call.get("reply_parameters")
    if not wanted:
        return None
    if "message_id" not in wanted:
        raise bad("message identifier is not specified")
    message = chat.messages.get(wanted["message_id"])
    if message is None and not wanted.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return message


def keyboard(chat: Chat, markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """A keyboard that Telegram takes; raises Refusal otherwise."""
    if not markup:
        return None
    for button in (button for row in markup.get("inline_keyboard", []) for button in row):
        if not ACTIONS & button.keys():
            raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if not button["text"].strip():
            raise bad('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if "keyboard" in markup and chat.kind is not Kind.PRIVATE:
        keys = [key for row in markup["keyboard"] for key in row]
        if any(key.get("request_contact") for key in keys):
            raise bad("phone number can be requested in private chats only")
        if any(key.get("request_location") for key in keys):
            raise bad("location can be requested in private chats only")
    if markup.get("inline_keyboard") == []:
        return None
    return markup


def offer(message: Message) -> None:
    """Shows or takes away the reply keyboard of those in the chat."""
    markup = message.markup or {}
    shown = message.chat.keyboards
    for account_id in _addressees(message) if markup.get("selective") else message.chat.members:
        if "keyboard" in markup:
            shown[account_id] = message
        elif markup.get("remove_keyboard"):
            shown.pop(account_id, None)


def _addressees(message: Message) -> list[int]:
    """Whom a selective keyboard is for: the one replied to."""
    return [message.reply_to.sender.id] if message.reply_to else []
