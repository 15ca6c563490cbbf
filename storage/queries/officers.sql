-- name: officer_add!
INSERT INTO officers (id, desk, chat, invite, joined_at, paused, sealed)
VALUES (:id, :desk, :chat, :invite, :joined_at, :paused, :sealed);

-- name: officer_keep!
UPDATE officers SET chat = :chat, joined_at = :joined_at, paused = :paused, sealed = :sealed WHERE id = :id;

-- name: officer_load^
SELECT id, desk, chat, joined_at, paused, sealed FROM officers WHERE id = :id;

-- name: officer_by_chat^
SELECT id, desk, chat, joined_at, paused, sealed FROM officers WHERE chat = :chat;

-- name: officer_by_invite^
SELECT id, desk, chat, joined_at, paused, sealed FROM officers WHERE invite = :invite;

-- name: officer_of_desk
SELECT id, desk, chat, joined_at, paused, sealed FROM officers WHERE desk = :desk ORDER BY id;
