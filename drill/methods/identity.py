"""Decides what the bot can say and learn of itself: its card, names, commands, menu; writes no message."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from drill.calls import Call
from drill.profile import scope_key
from drill.refusals import bad
from drill.state import State

ABILITIES: dict[str, bool] = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,  # privacy mode is on
    "supports_guest_queries": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
    "has_topics_enabled": False,
    "allows_users_to_create_topics": False,
    "can_manage_bots": False,
    "supports_join_request_queries": False,
}
COMMANDS_AT_MOST = 100  # https://core.telegram.org/bots/api#setmycommands

Method = Callable[[State, Call], Awaitable[Any]]


async def get_me(state: State, _call: Call) -> dict[str, Any]:
    return state.bot.card() | {"first_name": state.profile.text("name", "", state.bot.name)} | ABILITIES


async def log_out(state: State, _call: Call) -> bool:
    state.signed_out = True
    return True


async def close(_state: State, _call: Call) -> bool:
    return True


def setter(name: str) -> Method:
    """A method that keeps one text of the profile, per language; an empty text takes it back."""

    async def keep(state: State, call: Call) -> bool:
        state.profile.texts[name, language(call)] = call.get(name, "")
        state.changes.note()
        return True

    return keep


def getter(name: str) -> Method:
    """A method that tells one text of the profile in a language."""

    async def tell(state: State, call: Call) -> dict[str, str]:
        fallback = state.bot.name if name == "name" else ""
        return {name: state.profile.text(name, language(call), fallback)}

    return tell


def language(call: Call) -> str:
    """A two-letter language code, or empty for all languages."""
    code = str(call.get("language_code", ""))
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad("invalid language code specified")
    return code


async def set_my_commands(state: State, call: Call) -> bool:
    commands = call["commands"]
    if len(commands) > COMMANDS_AT_MOST:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]+", command["command"]):
            raise bad("BOT_COMMAND_INVALID")
    state.profile.commands[scope(state, call), language(call)] = commands
    state.changes.note()
    return True


async def get_my_commands(state: State, call: Call) -> list[dict[str, str]]:
    return state.profile.commands.get((scope(state, call), language(call)), [])


async def delete_my_commands(state: State, call: Call) -> bool:
    state.profile.commands.pop((scope(state, call), language(call)), None)
    state.changes.note()
    return True


def scope(state: State, call: Call) -> tuple[str, int, int]:
    """Whom commands are for; a chat must be known to the bot."""
    given = call.get("scope")
    if given and "chat_id" in given:
        given = given | {"chat_id": state.chat(given["chat_id"]).id}
    return scope_key(given)


async def set_chat_menu_button(state: State, call: Call) -> bool:
    where = state.chat(call["chat_id"]).id if "chat_id" in call else 0
    state.profile.menus[where] = call.get("menu_button", {"type": "default"})
    state.changes.note()
    return True


async def get_chat_menu_button(state: State, call: Call) -> dict[str, Any]:
    return state.profile.menu(state.chat(call["chat_id"]).id if "chat_id" in call else 0)
