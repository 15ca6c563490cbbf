"""Decides how a person shares a place, a contact or a file; does not know how files are kept."""

from typing import Any

from drill.accounts import Account
from drill.chats import Chat
from drill.entities import found
from drill.media import shown
from drill.messages import Message
from drill.phone import Phone
from drill.refusals import Impossible

# What a tap on a key that asks for the place sends, when no place is named: the middle of Phnom Penh.
HERE = (11.5564, 104.9282)
UNENDING = 0x7FFFFFFF


class Shares(Phone):
    """Places, live places, contacts, photos, voices, videos, documents, reply keys."""

    def shares_place(
        self,
        account: Account,
        chat: Chat | Account,
        lat: float,
        lon: float,
        accuracy: float | None = None,
        live_period: int | None = None,
        title: str | None = None,
        address: str | None = None,
        reply_to: Message | None = None,
        thread: int | None = None,
    ) -> Message:
        """A person shares a place; with a title it is a venue, with a period (seconds) it moves."""
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise Impossible("there is no such place on Earth")
        place: dict[str, Any] = {"latitude": float(lat), "longitude": float(lon)}
        optional = {"horizontal_accuracy": accuracy, "live_period": live_period}
        place |= {name: value for name, value in optional.items() if value is not None}
        content: dict[str, Any] = {"location": place}
        if title is not None:
            content["venue"] = {"location": place, "title": title, "address": address or ""}
        return self.sends(account, chat, content, reply_to, thread)

    def moves(
        self, account: Account, message: Message, lat: float, lon: float, heading: int | None = None
    ) -> Message:
        """A live place moves on, which the bot sees as an edited message."""
        place = self._live_place(account, message)
        place |= {"latitude": float(lat), "longitude": float(lon)}
        if heading is not None:
            place["heading"] = heading
        return self.edited(self._placed(message, place))

    def stops_live(self, account: Account, message: Message) -> Message:
        """A person stops sharing; the last place stays."""
        place = self._live_place(account, message)
        for name in ("live_period", "heading"):
            place.pop(name, None)
        return self.edited(self._placed(message, place))

    def _live_place(self, account: Account, message: Message) -> dict[str, Any]:
        place = dict(message.content.get("location", {}))
        if message.deleted or message.sender is not account or "live_period" not in place:
            raise Impossible("this is not a live place of this person")
        if place["live_period"] != UNENDING and self.clock.now() >= message.date + place["live_period"]:
            raise Impossible("this live place has ended")
        return place

    def _placed(self, message: Message, place: dict[str, Any]) -> Message:
        message.content = {**message.content, "location": place}
        return message

    def shares_contact(
        self,
        account: Account,
        chat: Chat | Account,
        phone: str | None = None,
        first_name: str | None = None,
        own: bool = True,
    ) -> Message:
        """A person shares their own contact, or somebody's who has no account here."""
        contact: dict[str, Any] = {
            "phone_number": phone or account.phone,
            "first_name": first_name or account.name,
        }
        if own:
            contact["user_id"] = account.id
        return self.sends(account, chat, {"contact": contact})

    def taps_key(self, account: Account, chat: Chat | Account, text: str) -> Message:
        """A person taps a key of the reply keyboard: its text is sent, or the place or contact it asks for."""
        place = self.private(chat) if isinstance(chat, Account) else chat
        brought = place.keyboards.get(account.id)
        rows = (brought.markup or {}).get("keyboard", []) if brought and not brought.deleted else []
        keys = [key if isinstance(key, dict) else {"text": key} for row in rows for key in row]
        tapped = next((key for key in keys if key["text"] == text), None)
        if tapped is None:
            raise Impossible(f"there is no such key; there are {[key['text'] for key in keys]}")
        if tapped.get("request_location"):
            return self.shares_place(account, place, *HERE)
        if tapped.get("request_contact"):
            return self.shares_contact(account, place)
        return self.says(account, place, text)

    def sends_file(
        self,
        account: Account,
        chat: Chat | Account,
        kind: str,
        content: bytes,
        caption: str | None = None,
        album: str | None = None,
        name: str | None = None,
        mime_type: str | None = None,
        reply_to: Message | None = None,
        thread: int | None = None,
        **given: Any,
    ) -> Message:
        """A person sends a file of a kind: photo, voice, video, video_note, audio, document, animation ..."""
        file = self.files.keep(kind, content, mime_type, name)
        shape = shown(self.files, file, given)
        if caption:
            shape["caption"] = caption
            shape |= {"caption_entities": marks} if (marks := found(caption)) else {}
        return self.sends(account, chat, shape, reply_to, thread, album=album)

    def sends_photo(
        self, account: Account, chat: Chat | Account, content: bytes, caption: str | None = None, **more: Any
    ) -> Message:
        """A photo; several with the same `album` are one album."""
        return self.sends_file(account, chat, "photo", content, caption, **more)

    def sends_voice(self, account: Account, chat: Chat | Account, content: bytes, **more: Any) -> Message:
        return self.sends_file(account, chat, "voice", content, **more)

    def sends_video(self, account: Account, chat: Chat | Account, content: bytes, **more: Any) -> Message:
        return self.sends_file(account, chat, "video", content, **more)

    def sends_document(self, account: Account, chat: Chat | Account, content: bytes, **more: Any) -> Message:
        return self.sends_file(account, chat, "document", content, **more)
