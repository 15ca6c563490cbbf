-- name: key_add!
INSERT INTO data_keys (key_id, purpose, kek_id, wrapped, created_at)
VALUES (:key_id, :purpose, :kek_id, :wrapped, :created_at);

-- name: key_load^
SELECT key_id, purpose, kek_id, wrapped, created_at FROM data_keys WHERE key_id = :key_id;

-- name: key_newest^
SELECT key_id, purpose, kek_id, wrapped, created_at FROM data_keys
WHERE purpose = :purpose ORDER BY created_at DESC LIMIT 1;

-- name: key_counts
SELECT kek_id, COUNT(*) AS wraps FROM data_keys GROUP BY kek_id ORDER BY kek_id;

-- name: key_wrapped_by
SELECT key_id, kek_id, wrapped FROM data_keys WHERE kek_id = :kek_id ORDER BY key_id LIMIT :batch;

-- name: key_page
SELECT key_id, kek_id, wrapped FROM data_keys WHERE key_id > :above ORDER BY key_id LIMIT :batch;

-- name: key_rewrap!
UPDATE data_keys SET kek_id = :kek_id, wrapped = :wrapped WHERE key_id = :key_id AND kek_id = :before;

-- name: key_of_purpose
SELECT key_id FROM data_keys WHERE purpose = :purpose ORDER BY created_at DESC, key_id;

-- name: key_destroy!
DELETE FROM data_keys WHERE key_id = :key_id;

-- name: key_past_epochs
SELECT key_id FROM data_keys WHERE purpose = 'epoch' AND created_at < :before
AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.key_id = data_keys.key_id AND inbox.raw IS NOT NULL)
AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.key_id = data_keys.key_id AND outbox.sealed IS NOT NULL);

-- name: key_hold^
UPDATE data_keys SET purpose = purpose WHERE key_id = :key_id RETURNING key_id;
