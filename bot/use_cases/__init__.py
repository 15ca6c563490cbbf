"""The table from event to use case: one event, one short function that loads, decides and records."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.domain import events
from bot.domain.events import Event
from bot.ports import Shelves, Stamp
from bot.use_cases.anchor import anchor_due
from bot.use_cases.attach import media_fetched, media_not_fetched
from bot.use_cases.calendar import calendar_read
from bot.use_cases.command import command
from bot.use_cases.drill import drill_due, drill_ends
from bot.use_cases.find import open_menu, turn_page
from bot.use_cases.follow import follow, live_ended
from bot.use_cases.forget import chat_due, media_handed_over, part_due
from bot.use_cases.group import entered, members_joined
from bot.use_cases.hear import screen_shown
from bot.use_cases.hygiene import hygiene_due
from bot.use_cases.idle import idle_due
from bot.use_cases.lapse import check_in_missed, lapse_due, wipe_due
from bot.use_cases.note import promise_due
from bot.use_cases.numbers import report_due
from bot.use_cases.proposal import settle_proposal
from bot.use_cases.reach import (
    card_delivered,
    delivery_failed,
    delivery_unsure,
    event_shown,
    lose_chat,
    migrate_chat,
    report_unprocessed,
)
from bot.use_cases.receive import (
    press_not_known,
    receive_answer,
    receive_gesture,
    receive_invite,
    receive_language,
    receive_thing,
    receive_words,
)
from bot.use_cases.reply import amend_lost, relay_delivered
from bot.use_cases.reveal import identity_shown
from bot.use_cases.ring import ring_due
from bot.use_cases.rota import gap_due
from bot.use_cases.take import take_case
from bot.use_cases.topic import topic_opened, topic_refused
from bot.use_cases.translate import translation_came
from bot.use_cases.turn import check_in_due, turn_due
from bot.use_cases.window import window_due

UseCase = Callable[[Any, Shelves, Stamp], Awaitable[None]]

USE_CASES: dict[type[Event], UseCase] = {
    events.WordsArrived: receive_words,
    events.PlaceArrived: receive_thing,
    events.PlaceMoved: follow,
    events.MediaArrived: receive_thing,
    events.ContactArrived: receive_thing,
    events.GestureMade: receive_gesture,
    events.LanguageChosen: receive_language,
    events.AnswerTapped: receive_answer,
    events.InviteOpened: receive_invite,
    events.CommandGiven: command,
    events.CaseTaken: take_case,
    events.MenuOpened: open_menu,
    events.PageTurned: turn_page,
    events.IdentityShown: identity_shown,
    events.PromiseDue: promise_due,
    events.IdleDue: idle_due,
    events.WindowDue: window_due,
    events.HygieneDue: hygiene_due,
    events.ProposalAnswered: settle_proposal,
    events.PressNotKnown: press_not_known,
    events.ChatLost: lose_chat,
    events.ChatRegained: entered,
    events.MembersJoined: members_joined,
    events.ChatMigrated: migrate_chat,
    events.RingDue: ring_due,
    events.PartDue: part_due,
    events.ChatDue: chat_due,
    events.LiveEnded: live_ended,
    events.LapseDue: lapse_due,
    events.CheckInMissed: check_in_missed,
    events.WipeDue: wipe_due,
    events.AnchorDue: anchor_due,
    events.ReportDue: report_due,
    events.MediaHandedOver: media_handed_over,
    events.MediaFetched: media_fetched,
    events.MediaNotFetched: media_not_fetched,
    events.CalendarRead: calendar_read,
    events.CardDelivered: card_delivered,
    events.EventShown: event_shown,
    events.TranslationCame: translation_came,
    events.GapDue: gap_due,
    events.TurnDue: turn_due,
    events.CheckInDue: check_in_due,
    events.DrillDue: drill_due,
    events.DrillEnds: drill_ends,
    events.TopicOpened: topic_opened,
    events.TopicRefused: topic_refused,
    events.ScreenShown: screen_shown,
    events.RelayDelivered: relay_delivered,
    events.AmendLost: amend_lost,
    events.DeliveryFailed: delivery_failed,
    events.DeliveryUnsure: delivery_unsure,
    events.UpdateUnprocessed: report_unprocessed,
}
"""Every event has its use case; a test holds this table against the union of events."""


async def react(event: Event, shelves: Shelves, stamp: Stamp) -> None:
    """Let the event's use case load, decide and record, inside the caller's transaction."""
    await USE_CASES[type(event)](event, shelves, stamp)
