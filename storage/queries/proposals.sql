-- name: proposal_put!
INSERT INTO proposals (id, account, expires_at, key_id, sealed) VALUES (:id, :account, :expires_at, :key_id, :sealed);

-- name: proposal_take^
DELETE FROM proposals WHERE id = :id RETURNING id, account, expires_at, key_id, sealed;

-- name: proposal_of_account
SELECT id, account, expires_at, key_id, sealed FROM proposals WHERE account = :account ORDER BY expires_at DESC;

-- name: proposal_forget!
DELETE FROM proposals WHERE expires_at < :before;

-- name: proposal_drop!
DELETE FROM proposals WHERE account = :account;
