"""A case's own topic in the desk's group: made before its first message, and made again where it is gone."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.did import Did
from bot.domain.effects import Tell
from bot.domain.events import TopicOpened, TopicRefused
from bot.domain.private import Private
from bot.ports import Shelves, Stamp
from bot.use_cases.speakers import admins


async def topic_opened(event: TopicOpened, shelves: Shelves, stamp: Stamp) -> None:
    """Now that there is a topic, what waited for it goes there."""
    await shelves.outbox.put(event.effect, stamp.now)


async def topic_refused(event: TopicRefused, shelves: Shelves, stamp: Stamp) -> None:
    """The group is no forum, or the bot may not lead one: all goes on without topics, and the admins are told."""
    desk = next((one for one in await shelves.desks.all() if one.chat == event.effect.chat), None)
    if desk is not None and desk.topics:
        await shelves.desks.keep(replace(desk, topics=False))
        await shelves.journal.append(Did.DESK_TOPICS_OFF, stamp.now)
        for admin in await admins(shelves, stamp):
            told = Tell(admin.id, "desk.no_topics", (("desk", Private(desk.name)),), sounds=True)
            await shelves.outbox.put(told, stamp.now)
    await shelves.outbox.put(event.effect, stamp.now)
