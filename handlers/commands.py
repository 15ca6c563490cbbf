"""The command grammar as one table: which words are staff commands, and which gestures anybody may type."""

from __future__ import annotations

import re
from collections.abc import Mapping

from telegram import Message, MessageEntity

from bot.conversation.flows import FLOWS
from bot.domain.events import CommandGiven, Event, Gesture, GestureMade, InviteOpened, Origin
from bot.domain.folding import key
from bot.domain.private import Private
from bot.domain.roles import ABOUT_OFFICERS, Deed
from handlers.catalogue import Catalogue

_COMMAND = re.compile(r"^/([A-Za-z_]{1,32})(?:@(\w+))?(?:\s+([\s\S]*))?$")

DEEDS: Mapping[str, Deed] = {deed.value: deed for deed in Deed if deed is not Deed.REPLY}
GESTURES: Mapping[str, Gesture] = {one.value: one for one in Gesture if one.value not in DEEDS}
"""`/out` is an officer's; whoever has got out says so by the button, or in words."""


def read_command(message: Message, origin: Origin, own_name: str) -> Event | None:
    """A command, or None where the text is none that we know, so that it counts as words.

    In a group `/take@another_bot` is meant for another bot, `own_name` being ours.
    """
    text = message.text or ""
    found = _COMMAND.match(text)
    if found is None or (found[2] and found[2].lower() != own_name.lower()):
        return None
    name, rest = found[1].lower(), found[3] or ""
    if name == Gesture.START and rest.strip():
        called = message.from_user.username if message.from_user else None
        return InviteOpened(origin, Private(rest.strip()), Private(called or ""))
    if name in GESTURES:
        return GestureMade(origin, GESTURES[name])
    if name in DEEDS:
        said = _pointed(message, found.start(3)) if DEEDS[name] in ABOUT_OFFICERS else rest
        return CommandGiven(origin, DEEDS[name], Private(said), Private(text))
    return None


def _pointed(message: Message, begin: int) -> str:
    """The arguments, in which a mention of somebody without a name on Telegram is their account after `@`.

    Telegram counts in UTF-16 (Bot API, MessageEntity).
    """
    if begin < 0:
        return ""
    text = (message.text or "").encode("utf-16-le")
    mentions = [one for one in message.entities if one.type == MessageEntity.TEXT_MENTION and one.user]
    for one in sorted(mentions, key=lambda one: one.offset, reverse=True):
        account = f"@{one.user.id}" if one.user else ""
        end = 2 * (one.offset + one.length)
        text = text[: 2 * one.offset] + account.encode("utf-16-le") + text[end:]
    return text.decode("utf-16-le")[begin:]


LONGEST_LABEL = 40
"""Longer words are no label."""
TYPED = (
    Gesture.SOS,
    Gesture.HIDE,
    Gesture.SKIP,
    Gesture.BACK,
    Gesture.STOP,
    Gesture.TIDY,
    Gesture.LANGUAGE,
    Gesture.CODE,
    Gesture.NEXT,
)
"""What may be typed as plain words, because a person may be without buttons."""


def gesture_words(catalogue: Catalogue) -> Mapping[str, Gesture]:
    """What a person may type instead of pressing: each gesture's label in every language, and its plain name."""
    words: dict[str, Gesture] = {gesture.value: gesture for gesture in TYPED}
    for gesture in (*TYPED, Gesture.KEEP, Gesture.REMOVE):
        for label in catalogue.every("requester", f"gesture.{gesture.value}"):
            words[plain(label)] = gesture
    return words


def take_words(catalogue: Catalogue) -> frozenset[str]:
    """What stands on the button that takes a case, in every language of the desks."""
    return frozenset(plain(catalogue.text("desk", one, "button.take")) for one in catalogue.desk_languages)


_OPTIONS = sorted({option for flow in FLOWS.values() for step in flow.steps for option in step.options})


def options_named(words: str, catalogue: Catalogue) -> frozenset[str]:
    """The answers whose label these words are, in any language: who has no buttons types what stands on them."""
    if len(words) >= LONGEST_LABEL:
        return frozenset()
    typed = _bare(words)
    return frozenset(
        option
        for option in _OPTIONS
        if any(_bare(label) == typed for label in catalogue.every("requester", f"option.{option}"))
    )


def _bare(words: str) -> str:
    return key(words).strip(" .,!?\u3002\u0964\u06d4\uff01\uff1f")


def plain(text: str) -> str:
    """Letters only, case folded, so that a label typed without its sign is still the label."""
    return "".join(char for char in text.casefold() if char.isalnum())
