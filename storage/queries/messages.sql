-- name: message_note!
INSERT INTO messages (chat, message_id, side, purpose, at, case_id)
VALUES (:chat, :message_id, :side, :purpose, :at, :case_id)
ON CONFLICT (chat, message_id) DO UPDATE
SET side = excluded.side, purpose = excluded.purpose, at = excluded.at, case_id = excluded.case_id
WHERE messages.purpose = 'lost';

-- name: message_find^
SELECT chat, message_id, side, purpose, at, case_id FROM messages WHERE chat = :chat AND message_id = :message_id;

-- name: message_of_case
SELECT chat, message_id, side, purpose, at, case_id FROM messages
WHERE case_id = :case_id AND purpose = :purpose ORDER BY at, message_id;

-- name: message_since
SELECT chat, message_id, side, purpose, at, case_id FROM messages WHERE chat = :chat AND at > :at ORDER BY message_id;

-- name: message_forget!
DELETE FROM messages WHERE chat = :chat AND message_id = :message_id;

-- name: message_drop!
DELETE FROM messages WHERE chat = :chat;

-- name: message_of_case_drop!
DELETE FROM messages WHERE case_id = :case_id;
