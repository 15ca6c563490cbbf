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
            if call.method in ("sendMessage", "editMessageText")
            and call.params.get("chat_id") == str(person.chat.id)
        ]
        return [str(one.get("text", "")) + " " + str(one.get("reply_markup", "")) for one in calls]


async def play(evening: Stage, scenario: dict[str, Any]) -> Played:
    """All steps; what a bot is expected to do is left to the test."""
    played = Played(evening)
    before = 0.0
    if any(step.get("kind") == "edit_text" for step in scenario["steps"]):
        # Nobody can edit what was removed from the chat: this person chose to keep their messages.
        played.people["A"] = _somebody(evening, scenario, {})
        await played.people["A"].says("/tidy")
        await evening.settles()
    for step in scenario["steps"]:
        gap, before = step["t"] - before, step["t"]
        if gap >= A_WHILE:
            await evening.settles()
            await evening.passes(seconds=gap)
            await evening.settles()
        if step["by"] != "user":
            continue
        person = played.people.setdefault(step.get("account", "A"), _somebody(evening, scenario, step))
        await _does(played, person, step)
    await evening.settles()
    return played


def _somebody(evening: Stage, scenario: dict[str, Any], step: dict[str, Any]) -> Person:
    return evening.requester(f"Person {scenario['id']}{step.get('account', 'A')}", scenario["languages"][0])


async def _does(played: Played, person: Person, step: dict[str, Any]) -> None:
    if step["kind"] in ("edit_text", "live_location_update"):
        await played.stage.settles()
    if step["kind"] == "button":
        await _answers(played, person, f"a:{step['data']}")
    else:
        _ACTS[step["kind"]](played, person, step)


def _says(played: Played, person: Person, step: dict[str, Any]) -> None:
    message = person.ground.says(person.account, person.chat, step["text"])
    played.sent[step.get("message_id", step["t"])] = message


def _edits(played: Played, person: Person, step: dict[str, Any]) -> None:
    person.ground.edits(person.account, played.sent[step["message_id"]], step["text"])


def _deletes(played: Played, person: Person, step: dict[str, Any]) -> None:
    """Unless the bot has tidied it away already."""
    message = played.sent[step["message_id"]]
    if not message.deleted:
        person.ground.deletes(person.account, message)


def _places(played: Played, person: Person, step: dict[str, Any]) -> None:
    place, accuracy = (step["lat"], step["lon"]), step.get("horizontal_accuracy")
    shared = person.ground.shares_place(
        person.account, person.chat, *place, accuracy=accuracy, live_period=step.get("live_period")
    )
    played.sent["live"] = shared


def _moves(played: Played, person: Person, step: dict[str, Any]) -> None:
    person.ground.moves(person.account, played.sent["live"], step["lat"], step["lon"], step.get("heading"))


def _contacts(_: Played, person: Person, step: dict[str, Any]) -> None:
    person.ground.shares_contact(person.account, person.chat, step["phone"], step["first_name"], own=False)


def _photos(_: Played, person: Person, step: dict[str, Any]) -> None:
    album = step.get("media_group_id")
    for item in step.get("items", [step]):
        caption = item.get("caption")
        person.ground.sends_photo(person.account, person.chat, item["file"].encode(), caption, album=album)


_ACTS = {
    "text": _says,
    "edit_text": _edits,
    "delete_message": _deletes,
    "location": _places,
    "live_location_start": _places,
    "live_location_update": _moves,
    "contact": _contacts,
    "photo": _photos,
    "album": _photos,
}


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
