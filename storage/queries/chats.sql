-- name: chat_add!
INSERT INTO chats (id, address, index_key, key_id, kind, language, language_chosen, reachable, heard_at, newest, screen, screen_keys, zone, sealed)
VALUES (:id, :address, :index_key, :key_id, :kind, :language, :language_chosen, :reachable, :heard_at, :newest, :screen, :screen_keys, :zone, :sealed);

-- name: chat_by_address^
SELECT id, key_id, kind, language, language_chosen, reachable, heard_at, newest, screen, screen_keys, zone, sealed
FROM chats WHERE address = :address;

-- name: chat_load^
SELECT id, key_id, kind, language, language_chosen, reachable, heard_at, newest, screen, screen_keys, zone, sealed
FROM chats WHERE id = :id;

-- name: chat_keep!
UPDATE chats SET language = :language, language_chosen = :language_chosen, reachable = :reachable,
    heard_at = :heard_at, newest = :newest, screen = :screen, screen_keys = :screen_keys, zone = :zone
WHERE id = :id;

-- name: chat_readdress!
UPDATE chats SET address = :address, index_key = :index_key, sealed = :sealed WHERE id = :id;

-- name: chat_under_older
SELECT id, key_id, kind, language, language_chosen, reachable, heard_at, newest, screen, screen_keys, zone, sealed
FROM chats WHERE index_key < :newest OR index_key > :newest LIMIT :batch;

-- name: chat_reindex!
UPDATE chats SET address = :address, index_key = :index_key WHERE id = :id;

-- name: chat_drop!
DELETE FROM chats WHERE id = :id;
