-- name: inbox_add!
INSERT INTO inbox (update_id, lane, key_id, raw, received_at, state)
VALUES (:update_id, :lane, :key_id, :raw, :received_at, 'pending')
ON CONFLICT (update_id) DO NOTHING;

-- name: inbox_pending
SELECT update_id, lane FROM inbox WHERE state = 'pending' AND update_id > :above ORDER BY update_id LIMIT 500;

-- name: inbox_begin^
UPDATE inbox SET attempts = attempts + 1 WHERE update_id = :update_id AND state = 'pending'
RETURNING key_id, raw, received_at, attempts;

-- name: inbox_fail^
UPDATE inbox SET failures = failures + 1 WHERE update_id = :update_id RETURNING failures;

-- name: inbox_settle^
UPDATE inbox SET state = 'settled', raw = NULL WHERE update_id = :update_id AND state = 'pending'
RETURNING update_id;

-- name: inbox_quarantine^
UPDATE inbox SET state = 'quarantined' WHERE update_id = :update_id AND state = 'pending' RETURNING update_id;

-- name: inbox_forget!
DELETE FROM inbox WHERE state = 'settled' AND received_at < :before;

-- name: inbox_waits^
SELECT update_id FROM inbox WHERE state = 'pending' LIMIT 1;

-- name: inbox_forget_quarantined!
DELETE FROM inbox WHERE state = 'quarantined' AND received_at < :before;
