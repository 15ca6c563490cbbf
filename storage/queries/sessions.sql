-- name: session_load^
SELECT sealed FROM sessions WHERE chat = :chat;

-- name: session_keep!
INSERT INTO sessions (chat, sealed) VALUES (:chat, :sealed)
ON CONFLICT (chat) DO UPDATE SET sealed = excluded.sealed;

-- name: session_drop!
DELETE FROM sessions WHERE chat = :chat;
