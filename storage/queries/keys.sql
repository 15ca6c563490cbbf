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
