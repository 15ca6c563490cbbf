"""Decides which function carries out which method of the Bot API, and which of them spend the bot's budgets.

Every other method of `bot_api.json` is known and checked but not carried out: it is answered with 501 and
"Not Implemented: METHOD is not part of the practice ground". These are: polls, checklists, dice, games,
payments, stars, gifts, stories, paid media, live photos, rich messages and drafts, ephemeral messages,
inline mode, guest queries, web apps, passport, business accounts, managed bots, sticker sets, channels'
suggested posts, invite links and join requests, chat settings (title, photo, permissions, tags), bans and
restrictions, promotion by the bot, verification, boosts, profile photos and audio, the General topic, topic
icons, and unpinning per topic.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from drill.calls import Call
from drill.methods import deletion, editing, files, identity, places, receiving, repeating, sending
from drill.state import State

Method = Callable[[State, Call], Awaitable[Any]]

# What Telegram counts against 30/s in all, 1/s a private chat, 20/min a group.
BUDGETED: dict[str, Method] = {
    "sendMessage": sending.send_message,
    "sendLocation": sending.send_location,
    "sendVenue": sending.send_venue,
    "sendContact": sending.send_contact,
    "sendPhoto": files.send_photo,
    "sendVoice": files.send_voice,
    "sendVideo": files.send_video,
    "sendVideoNote": files.send_video_note,
    "sendAudio": files.send_audio,
    "sendDocument": files.send_document,
    "sendAnimation": files.send_animation,
    "sendSticker": files.send_sticker,
    "sendMediaGroup": files.send_media_group,
    "copyMessage": repeating.copy_message,
    "copyMessages": repeating.copy_messages,
    "forwardMessage": repeating.forward_message,
    "forwardMessages": repeating.forward_messages,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "editMessageLiveLocation": editing.edit_message_live_location,
    "stopMessageLiveLocation": editing.stop_message_live_location,
    "pinChatMessage": deletion.pin_chat_message,
    "unpinChatMessage": deletion.unpin_chat_message,
    "unpinAllChatMessages": deletion.unpin_all_chat_messages,
    "createForumTopic": places.create_forum_topic,
    "editForumTopic": places.edit_forum_topic,
    "closeForumTopic": places.close_forum_topic,
    "reopenForumTopic": places.reopen_forum_topic,
    "deleteForumTopic": places.delete_forum_topic,
}
FREE: dict[str, Method] = {
    "getMe": identity.get_me,
    "logOut": identity.log_out,
    "close": identity.close,
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "answerCallbackQuery": receiving.answer_callback_query,
    "deleteMessage": deletion.delete_message,
    "deleteMessages": deletion.delete_messages,
    "setMessageReaction": deletion.set_message_reaction,
    "sendChatAction": sending.send_chat_action,
    "getFile": files.get_file,
    "getChat": places.get_chat,
    "getChatMember": places.get_chat_member,
    "getChatAdministrators": places.get_chat_administrators,
    "getChatMemberCount": places.get_chat_member_count,
    "leaveChat": places.leave_chat,
    "setMyCommands": identity.set_my_commands,
    "getMyCommands": identity.get_my_commands,
    "deleteMyCommands": identity.delete_my_commands,
    "setMyName": identity.setter("name"),
    "getMyName": identity.getter("name"),
    "setMyDescription": identity.setter("description"),
    "getMyDescription": identity.getter("description"),
    "setMyShortDescription": identity.setter("short_description"),
    "getMyShortDescription": identity.getter("short_description"),
    "setChatMenuButton": identity.set_chat_menu_button,
    "getChatMenuButton": identity.get_chat_menu_button,
}
METHODS: dict[str, Method] = BUDGETED | FREE
