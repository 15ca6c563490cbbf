"""Decides how groups come to be, who comes and goes, and how topics open and close; sends no ordinary message."""

from collections.abc import Iterable

from drill.accounts import Account
from drill.chats import Chat, Kind, Standing, Topic, member
from drill.refusals import Impossible
from drill.state import State


class Gatherings(State):
    """Groups, their members, migration, topics, and who has blocked the bot."""

    def group(
        self,
        title: str,
        members: Iterable[Account] = (),
        admins: Iterable[Account] = (),
        kind: str = "group",
        forum: bool = False,
        bot_is_admin: bool = True,
        with_bot: bool = True,
    ) -> Chat:
        """A new group; the first admin (or member) has made it and added the bot."""
        leaders = list(admins)
        people = list(dict.fromkeys([*leaders, *members]))
        if not people:
            raise Impossible("a group needs a person who makes it")
        chat = self.new_group(title, Kind(kind), forum=forum)
        chat.members |= {person.id: Standing.MEMBER for person in people}
        chat.members |= {leader.id: Standing.ADMINISTRATOR for leader in leaders}
        chat.members[people[0].id] = Standing.CREATOR
        if with_bot:
            self.adds_bot(chat, by=people[0], as_admin=bot_is_admin)
        self.changes.note()
        return chat

    def adds_bot(self, chat: Chat, by: Account | None = None, as_admin: bool = False) -> None:
        """The bot is added (again) to a group."""
        actor = by or self._leader(chat)
        self._stands(chat, self.bot, Standing.MEMBER, actor)
        self.service(chat, actor, {"new_chat_members": [self.bot.card()]})
        if as_admin:
            self._stands(chat, self.bot, Standing.ADMINISTRATOR, actor)

    def kicks_bot(self, chat: Chat, by: Account | None = None) -> None:
        """An admin removes the bot; sends to the group are refused from now on."""
        self._stands(chat, self.bot, Standing.KICKED, by or self._leader(chat))

    def promotes_bot(self, chat: Chat, as_admin: bool = True) -> None:
        standing = Standing.ADMINISTRATOR if as_admin else Standing.MEMBER
        self._stands(chat, self.bot, standing, self._leader(chat))

    def adds(self, chat: Chat, account: Account, by: Account | None = None) -> None:
        """A person joins a group, or is added to it."""
        actor = by or account
        self._stands(chat, account, Standing.MEMBER, actor)
        self.service(chat, actor, {"new_chat_members": [account.card()]})

    def removes(self, chat: Chat, account: Account, by: Account | None = None) -> None:
        """A person leaves a group, or (by an admin) is put out of it."""
        if not chat.holds(account.id):
            raise Impossible(f"{account.name} is not in this group")
        self._stands(chat, account, Standing.KICKED if by else Standing.LEFT, by or account)
        self.service(chat, by or account, {"left_chat_member": account.card()})

    def promotes(self, chat: Chat, account: Account, as_admin: bool = True) -> None:
        standing = Standing.ADMINISTRATOR if as_admin else Standing.MEMBER
        self._stands(chat, account, standing, self._leader(chat))

    def _stands(self, chat: Chat, account: Account, standing: Standing, actor: Account) -> None:
        old = chat.standing(account.id)
        chat.members[account.id] = standing
        self._tells_standing(chat, account, old, standing, actor)

    def _tells_standing(self, chat: Chat, account: Account, old: Standing, new: Standing, actor: Account) -> None:
        """The bot hears of itself always, of others as an admin (and if it asks)."""
        self.changes.note()
        kind = "my_chat_member" if account is self.bot else "chat_member"
        if kind == "chat_member" and not chat.led_by(self.bot.id):
            return
        told = {
            "chat": chat.card(),
            "from": actor.card(),
            "date": int(self.clock.now()),
            "old_chat_member": member(account, old),
            "new_chat_member": member(account, new),
        }
        self.tell(kind, told, chat.id)

    def _leader(self, chat: Chat) -> Account:
        leaders = [self.accounts[key] for key in chat.members if key in self.accounts and chat.led_by(key)]
        if not leaders:
            raise Impossible("nobody leads this group")
        return leaders[0]

    def blocks(self, account: Account) -> None:
        """A person blocks the bot: sends to them are refused with 403."""
        self._blocking(account, True)

    def unblocks(self, account: Account) -> None:
        self._blocking(account, False)

    def _blocking(self, account: Account, on: bool) -> None:
        chat = self.private(account)
        if account.blocks_bot == on:
            return
        account.blocks_bot = on
        was, now = (Standing.MEMBER, Standing.KICKED) if on else (Standing.KICKED, Standing.MEMBER)
        self._tells_standing(chat, self.bot, was, now, account)

    def migrates(self, chat: Chat) -> Chat:
        """A basic group becomes a supergroup with a new id; the old id is of no use from now on."""
        if chat.kind is not Kind.GROUP or chat.migrated_to is not None:
            raise Impossible("only a basic group can be upgraded")
        actor = self._leader(chat)
        fresh = self.new_group(chat.title or "", Kind.SUPERGROUP, forum=False)
        fresh.members = dict(chat.members)
        fresh.migrated_from = chat
        self.service(chat, actor, {"migrate_to_chat_id": fresh.id})
        chat.migrated_to = fresh
        self.service(fresh, actor, {"migrate_from_chat_id": chat.id})
        return fresh

    def topic(self, chat: Chat, name: str, by: Account | None = None, icon_color: int = 7322096) -> Topic:
        """A new topic of a forum."""
        if not chat.forum:
            raise Impossible("this group has no topics")
        actor = by or self._leader(chat)
        created = {"forum_topic_created": {"name": name, "icon_color": icon_color}}
        message = self.post(chat, actor, created)
        message.thread = message.id
        topic = chat.topics[message.id] = Topic(message.id, name, icon_color)
        self.tell_of(message)
        return topic

    def closes_topic(self, chat: Chat, topic: Topic, closed: bool = True, by: Account | None = None) -> None:
        """An admin closes (or reopens) a topic."""
        topic.closed = closed
        word = "forum_topic_closed" if closed else "forum_topic_reopened"
        self.service(chat, by or self._leader(chat), {word: {}}, thread=topic.id)

    def deletes_topic(self, chat: Chat, topic: Topic) -> None:
        """A topic goes with all its messages; no update tells of it."""
        topic.deleted = True
        for message in [m for m in chat.messages.values() if m.thread == topic.id]:
            self.forget(message)
        self.changes.note()
