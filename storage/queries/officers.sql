-- name: officer_add!
INSERT INTO officers (id, desk, chat, invite, joined_at, paused, supervisor, removed, sealed)
VALUES (:id, :desk, :chat, :invite, :joined_at, :paused, :supervisor, :removed, :sealed);

-- name: officer_keep!
UPDATE officers SET chat = :chat, joined_at = :joined_at, paused = :paused,
    supervisor = :supervisor, removed = :removed, sealed = :sealed WHERE id = :id;

-- name: officer_load^
SELECT id, desk, chat, joined_at, paused, supervisor, removed, sealed FROM officers WHERE id = :id;

-- name: officer_by_chat^
SELECT id, desk, chat, joined_at, paused, supervisor, removed, sealed FROM officers WHERE chat = :chat;

-- name: officer_by_invite^
SELECT id, desk, chat, joined_at, paused, supervisor, removed, sealed FROM officers WHERE invite = :invite;

-- name: officer_of_desk
SELECT id, desk, chat, joined_at, paused, supervisor, removed, sealed FROM officers WHERE desk = :desk ORDER BY id;
