-- name: key_add!
INSERT INTO data_keys (key_id, purpose, kek_id, wrapped, created_at)
VALUES (:key_id, :purpose, :kek_id, :wrapped, :created_at);

-- name: key_load^
SELECT key_id, purpose, kek_id, wrapped, created_at FROM data_keys WHERE key_id = :key_id;

-- name: key_newest^
SELECT key_id, purpose, kek_id, wrapped, created_at FROM data_keys
WHERE purpose = :purpose ORDER BY created_at DESC LIMIT 1;
