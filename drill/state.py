"""Decides what there is on the ground and that every change is noticed; knows neither HTTP nor who may do what."""

import itertools
import secrets
from typing import Any

from drill.accounts import BOT_ID, FIRST_ACCOUNT, Account
from drill.budgets import Budgets
from drill.calls import Receipt
from drill.changes import Changes
from drill.chats import FIRST_SUPERGROUP, Chat, Kind, Standing
from drill.clock import WindableClock
from drill.entities import words
from drill.faults import Faults
from drill.files import Files
from drill.messages import Message
from drill.presses import Press
from drill.profile import Profile
from drill.refusals import Refusal, bad, migrated
from drill.updates import Updates
from drill.webhook import Webhook

RECEIPTS_AT_MOST = 50_000


class State:
    """Accounts, chats, messages, updates and what is known of them."""

    def __init__(
        self,
        clock: WindableClock | None = None,
        token: str = "",
        bot_name: str = "Rescue Desk",
        bot_username: str = "rescue_desk_bot",
    ) -> None:
        self.clock = clock or WindableClock()
        self.token = token or f"{BOT_ID}:{secrets.token_urlsafe(26)}"
        self.bot = Account(int(self.token.partition(":")[0]), bot_name, bot_username, is_bot=True)
        self.changes = Changes()
        self.clock.on_wind(self.changes.note)
        self.faults = Faults(self.clock, self.changes.note)
        self.budgets = Budgets(self.clock)
        self.updates = Updates(self.clock)
        self.files = Files()
        self.profile = Profile()
        self.webhook = Webhook()
        self.accounts: dict[int, Account] = {}
        self.chats: dict[int, Chat] = {}
        self.presses_by_id: dict[str, Press] = {}
        self.calls: list[Receipt] = []
        self.chat_action: dict[int, tuple[str, float]] = {}
        self.polls = 0  # a getUpdates that sees this number changed was ended by a later one
        self.signed_out = False
        self._account_ids = itertools.count(FIRST_ACCOUNT)
        self._group_ids = itertools.count(4_000_001)
        self._press_ids = itertools.count(3_141_592_653_589_793)
        self._shared_ids = itertools.count(1)
        self._own_ids: dict[int, itertools.count[int]] = {}

    # --- accounts and chats

    def account(
        self,
        name: str,
        language_code: str | None = None,
        username: str | None = None,
        role: str | None = None,
    ) -> Account:
        """A new person with a phone. The bot cannot write to them before they have written."""
        account = Account(next(self._account_ids), name, username, language_code, role=role)
        self.accounts[account.id] = account
        members = {account.id: Standing.MEMBER, self.bot.id: Standing.MEMBER}
        self.chats[account.id] = Chat(account.id, Kind.PRIVATE, person=account, members=members)
        self.changes.note()
        return account

    def private(self, account: Account) -> Chat:
        """The private chat between a person and the bot."""
        return self.chats[account.id]

    def new_group(self, title: str, kind: Kind, *, forum: bool) -> Chat:
        number = next(self._group_ids)
        chat_id = -(FIRST_SUPERGROUP + number) if kind is Kind.SUPERGROUP else -number
        chat = self.chats[chat_id] = Chat(chat_id, kind, title, forum=forum)
        if kind is Kind.SUPERGROUP:
            self._own_ids[chat_id] = itertools.count(1)
        return chat

    def known(self, account_id: int) -> Account | None:
        return self.bot if account_id == self.bot.id else self.accounts.get(account_id)

    def chat(self, chat_id: int | str) -> Chat:
        """A chat as the bot names it; raises Refusal if the bot has never seen it."""
        if isinstance(chat_id, str):
            name = chat_id.removeprefix("@").lower()
            named = (a.id for a in self.accounts.values() if (a.username or "").lower() == name)
            chat_id = int(chat_id) if chat_id.lstrip("-").isdecimal() else next(named, 0)
        if chat := self.chats.get(chat_id):
            return chat
        raise bad("chat not found")

    def joined(self, chat_id: int | str) -> Chat:
        """A chat that the bot is in; raises Refusal in the words for why it is not."""
        chat = self.chat(chat_id)
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to.id)
        kind = "supergroup" if chat.kind is Kind.SUPERGROUP else "group"
        match chat.standing(self.bot.id):
            case Standing.KICKED:
                raise Refusal(403, f"bot was kicked from the {kind} chat")
            case Standing.LEFT:
                raise Refusal(403, f"bot is not a member of the {kind} chat")
        return chat

    def writable(self, chat_id: int | str) -> Chat:
        """A chat that the bot can write to; raises Refusal in Telegram's words."""
        chat = self.joined(chat_id)
        if chat.person is not None:
            if not chat.opened:
                raise Refusal(403, "bot can't initiate conversation with a user")
            if chat.person.blocks_bot:
                raise Refusal(403, "bot was blocked by the user")
        return chat

    # --- messages

    def post(self, chat: Chat, sender: Account, content: dict[str, Any], **more: Any) -> Message:
        """Appends a message to a chat; tells nobody."""
        ids = self._own_ids.get(chat.id, self._shared_ids)
        message = Message(next(ids), chat, sender, self.clock.now(), content, **more)
        chat.messages[message.id] = message
        self.changes.note()
        return message

    def forget(self, message: Message) -> None:
        """Deletes a message for everybody."""
        message.deleted = True
        message.chat.messages.pop(message.id, None)
        message.chat.deleted += 1
        if message.id in message.chat.pinned:
            message.chat.pinned.remove(message.id)
        self.changes.note()

    def service(self, chat: Chat, actor: Account, content: dict[str, Any], **more: Any) -> Message:
        """A service message, which the bot is always told."""
        message = self.post(chat, actor, content, **more)
        self.tell_of(message)
        return message

    # --- updates

    def tell(self, kind: str, payload: Any, key: int) -> None:
        """Queues an update for the bot."""
        if not self.updates.wants(kind):
            return
        payload, spare = self.faults.spoiled(kind, payload, key)
        self.updates.add(kind, payload, key, spare=spare)
        self.changes.note()

    def tell_of(self, message: Message, kind: str = "message") -> None:
        """Queues the update for a message that the bot is allowed to see."""
        if self.bot_sees(message):
            self.tell(kind, message.card(), message.chat.id)

    def bot_sees(self, message: Message) -> bool:
        """Privacy mode: https://core.telegram.org/bots/features#privacy-mode."""
        chat = message.chat
        if not chat.holds(self.bot.id):
            return False
        if chat.kind is Kind.PRIVATE or chat.led_by(self.bot.id) or message.service:
            return True
        if message.reply_to is not None and message.reply_to.sender is self.bot:
            return True
        marks = message.content.get("entities", message.content.get("caption_entities", []))
        return any(self._addressed(message.text, mark) for mark in marks)

    def _addressed(self, text: str, mark: dict[str, Any]) -> bool:
        said = words(text, mark).lower()
        name = f"@{self.bot.username}".lower()
        if mark["type"] == "bot_command":
            return "@" not in said or said.endswith(name)
        return mark["type"] == "mention" and said == name

    def remember(self, receipt: Receipt) -> None:
        """Keeps what the bot called; the older half goes when there is too much."""
        if len(self.calls) >= RECEIPTS_AT_MOST:
            del self.calls[: RECEIPTS_AT_MOST // 2]
        self.calls.append(receipt)

    def press(self, account: Account, message: Message, shown: str) -> Press:
        now = self.clock.now()
        press = Press(str(next(self._press_ids)), account.id, message.chat.id, message.id, shown, now)
        self.presses_by_id[press.id] = press
        return press
