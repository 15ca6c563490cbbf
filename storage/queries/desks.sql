-- name: desk_add!
INSERT INTO desks (id, key_id, chat, opened_at, sealed) VALUES (:id, :key_id, :chat, :opened_at, :sealed);

-- name: desk_keep!
UPDATE desks SET chat = :chat, sealed = :sealed WHERE id = :id;

-- name: desk_load^
SELECT id, key_id, chat, opened_at, sealed FROM desks WHERE id = :id;

-- name: desk_all
SELECT id, key_id, chat, opened_at, sealed FROM desks ORDER BY opened_at, id;
