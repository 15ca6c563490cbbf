"""Reads what people send in messages: words, places, contacts, things; decides nothing about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import PurePath
from typing import TypeAlias

from telegram import Audio, Document, Location, Message, PhotoSize, Sticker, Video, VideoNote, Voice

from bot.domain.events import (
    CommandGiven,
    ContactArrived,
    Event,
    GestureMade,
    MediaArrived,
    Origin,
    PlaceArrived,
    PlaceMoved,
    WordsArrived,
)
from bot.domain.facts import Media, MediaKind, Reachable
from bot.domain.ids import SECOND, Instant, after
from bot.domain.people import ChatKind
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from bot.domain.roles import Deed
from handlers.catalogue import Catalogue
from handlers.commands import LONGEST_LABEL, gesture_words, options_named, plain, take_words

_UNENDING = 0x7FFFFFFF
_LONGEST_SUFFIX = 8
_TYPES = {"text/calendar": "ics"}
"""What a file without a suffix is called by its type."""


def read_place(message: Message, origin: Origin) -> PlaceArrived | None:
    """A pin, a venue, or a live place and its movements."""
    spot = message.venue.location if message.venue else message.location
    if spot is None:
        return None
    fix = Fix.VENUE if message.venue else Fix.LIVE if spot.live_period else Fix.PIN
    accuracy = spot.horizontal_accuracy
    place = Place(Private(spot.latitude), Private(spot.longitude), fix, accuracy)
    return PlaceArrived(origin, place, _ends_at(spot, origin))


def _ends_at(spot: Location, origin: Origin) -> Instant | None:
    """When a live place stops by itself. Telegram's largest period means that it goes on until it is stopped."""
    period = spot.live_period
    seconds = int(period.total_seconds()) if isinstance(period, timedelta) else period
    return after(origin.sent_at, seconds * SECOND) if seconds and seconds < _UNENDING else None


def read_contact(message: Message, origin: Origin) -> Event | None:
    """A contact is the person's own only if its account is theirs."""
    card = message.contact
    if card is None:
        return None
    name = " ".join(part for part in (card.first_name, card.last_name) if part)
    own = card.user_id is not None and card.user_id == origin.account.reveal()
    return ContactArrived(origin, Reachable(Private(card.phone_number), Private(name), own))


def read_media(message: Message, origin: Origin) -> Event | None:
    """A picture, a voice, a film, a document, a sticker."""
    found = _file(message)
    if found is None:
        return None
    kind, file = found
    media = Media(
        kind,
        Private(file.file_id),
        message.message_id,
        Private(message.caption) if message.caption else None,
        message.media_group_id,
        file.file_unique_id,
        file.file_size,
        _suffix(getattr(file, "file_name", None)) or _TYPES.get(getattr(file, "mime_type", None) or "", ""),
    )
    return MediaArrived(origin, media)


_File: TypeAlias = PhotoSize | Sticker | Voice | Audio | Video | VideoNote | Document


def _file(message: Message) -> tuple[MediaKind, _File] | None:
    """A photo comes in several sizes, the largest last. An animation is set as a document, too."""
    found: tuple[tuple[MediaKind, _File | None], ...] = (
        (MediaKind.PHOTO, message.photo[-1] if message.photo else None),
        (MediaKind.STICKER, message.sticker),
        (MediaKind.VOICE, message.voice),
        (MediaKind.AUDIO, message.audio),
        (MediaKind.VIDEO, message.video),
        (MediaKind.VIDEO_NOTE, message.video_note),
        (MediaKind.DOCUMENT, message.document),
    )
    return next(((kind, file) for kind, file in found if file is not None), None)


def _suffix(name: str | None) -> str:
    """What stands behind the last dot of a file's name, if it looks like a suffix."""
    suffix = PurePath(name).suffix.removeprefix(".").lower() if name else ""
    return suffix if suffix.isascii() and suffix.isalnum() and len(suffix) <= _LONGEST_SUFFIX else ""


def read_words(message: Message, origin: Origin, catalogue: Catalogue) -> Event | None:
    """Words; a gesture's own label typed alone is the gesture."""
    if not message.text:
        return None
    typed = plain(message.text)
    gesture = gesture_words(catalogue).get(typed) if len(typed) < LONGEST_LABEL else None
    if gesture is not None and origin.kind is ChatKind.PRIVATE:
        return GestureMade(origin, gesture)
    if typed and origin.reply_to is not None and typed in take_words(catalogue):
        # "I have it", typed under a ring or a card; whoever is none of the staff has only said words.
        return CommandGiven(origin, Deed.TAKE, Private(""), Private(message.text))
    return WordsArrived(origin, Private(message.text), options=options_named(message.text, catalogue))


def read_edit(message: Message, origin: Origin) -> Event | None:
    """An edit adds a second version; a live place that moved is a place again, a thing may be another one."""
    sent = read_media(message, origin)
    if isinstance(sent, MediaArrived):
        return replace(sent, edited=True)
    words = message.text
    if words:
        return WordsArrived(origin, Private(words), edited=True)
    arrived = read_place(message, origin)
    if arrived is None or message.location is None:
        return arrived
    return PlaceMoved(origin, replace(arrived.place, fix=Fix.LIVE), ended=not message.location.live_period)


def read_other(message: Message, origin: Origin) -> Event | None:
    """Whatever else a person can send: dice, a poll, a story; the desk is told that something came."""
    if origin.kind is not ChatKind.PRIVATE or message.from_user is None or message.from_user.is_bot:
        return None
    if message.effective_attachment is None:
        return None
    return WordsArrived(origin, Private(f"[{type(message.effective_attachment).__name__}]"))
