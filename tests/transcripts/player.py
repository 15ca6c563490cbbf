"""Plays a written conversation on the stage: each step as a person does it on a phone, with the time between."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drill.messages import Message
from tests.journeys.stage import Person, Stage

SCENARIOS: dict[str, dict[str, Any]] = {
    one["id"]: one
    for one in json.loads((Path(__file__).parent / "scenarios.json").read_text("utf-8"))["scenarios"]
}
LINKS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "scenarios.json").read_text("utf-8"))[
    "link_formats"
]
A_WHILE = 45
"""Seconds between two steps from which on time is wound; less than that is one burst."""


@dataclass
class Played:
    """What a scenario left: who wrote, and everything that each of them was ever shown."""

    stage: Stage
    people: dict[str, Person] = field(default_factory=dict)
    sent: dict[Any, Message] = field(default_factory=dict)

    def shown_to(self, person: Person) -> list[str]:
        """Every text of the bot that ever stood on this phone, with the labels of its buttons."""
        calls = [
            call.params
            for call in self.stage.ground.calls
            if call.method in ("sendMessage", "editMessageText") and call.params.get("chat_id") == str(person.chat.id)
        ]
        return [str(one.get("text", "")) + " " + str(one.get("reply_markup", "")) for one in calls]


async def play(evening: Stage, scenario: dict[str, Any]) -> Played:
    """All steps; what a bot is expected to do is left to the test."""
    played = Played(evening)
    before = 0.0
    for step in scenario["steps"]:
        if step["by"] != "user" and step["kind" if "kind" in step else "intent"] != "silence":
            continue
        gap, before = step["t"] - before, step["t"]
        if gap >= A_WHILE:
            await evening.settles()
            await evening.passes(seconds=gap)
        person = played.people.setdefault(step.get("account", "A"), _somebody(evening, scenario, step))
        await _does(played, person, step)
    await evening.settles()
    return played


def _somebody(evening: Stage, scenario: dict[str, Any], step: dict[str, Any]) -> Person:
    return evening.requester(f"Person {scenario['id']}{step.get('account', 'A')}", scenario["languages"][0])


async def _does(played: Played, person: Person, step: dict[str, Any]) -> None:
    ground, who, chat = person.ground, person.account, person.chat
    match step.get("kind"):
        case "text":
            played.sent[step.get("message_id", step["t"])] = await person.says(step["text"])
        case "edit_text":
            await played.stage.settles()
            ground.edits(who, played.sent[step["message_id"]], step["text"])
        case "delete_message":
            ground.deletes(who, played.sent[step["message_id"]])
        case "location":
            ground.shares_place(who, chat, step["lat"], step["lon"], accuracy=step.get("horizontal_accuracy"))
        case "live_location_start":
            place = step["lat"], step["lon"]
            played.sent["live"] = ground.shares_place(who, chat, *place, live_period=step["live_period"])
        case "live_location_update":
            await played.stage.settles()
            ground.moves(who, played.sent["live"], step["lat"], step["lon"], step.get("heading"))
        case "contact":
            ground.shares_contact(who, chat, step["phone"], step["first_name"], own=False)
        case "photo":
            ground.sends_photo(who, chat, step["file"].encode(), step.get("caption"))
        case "album":
            for item in step["items"]:
                ground.sends_photo(who, chat, item["file"].encode(), item["caption"], album=step["media_group_id"])
        case "button":
            await _answers(played, person, f"a:{step['data']}")


async def _answers(played: Played, person: Person, press: str) -> None:
    """Presses the answer where it stands; questions before it are skipped."""
    for _ in range(8):
        await played.stage.settles()
        for message in reversed(person.from_bot()):
            if any(button.get("callback_data") == press for row in message.inline for button in row):
                person.ground.presses(person.account, message, data=press)
                return
        await person.says("/skip")
    raise AssertionError(f"{person.account.name} was never offered {press!r}: {person.from_bot()}")
