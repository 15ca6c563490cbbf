-- name: outbox_put!
INSERT INTO outbox (id, chat, case_id, kind, priority, key_id, sealed, coalesced, created_at, not_before, expires_at, state)
VALUES (:id, :chat, :case_id, :kind, :priority, :key_id, :sealed, :coalesced, :created_at, :not_before, :expires_at, :state)
ON CONFLICT (coalesced) WHERE state = 'due' AND coalesced IS NOT NULL
DO UPDATE SET expires_at = excluded.expires_at,
    priority = CASE WHEN excluded.priority < outbox.priority THEN excluded.priority ELSE outbox.priority END,
    not_before = CASE WHEN excluded.not_before < outbox.not_before THEN excluded.not_before ELSE outbox.not_before END;

-- name: outbox_heads
SELECT ranked.id, ranked.chat, ranked.kind, chats.kind AS chat_kind FROM (
    SELECT id, chat, kind, priority, seq, ROW_NUMBER() OVER (PARTITION BY chat ORDER BY priority, seq) AS place
    FROM outbox WHERE state = 'due' AND not_before <= :now
) AS ranked JOIN chats ON chats.id = ranked.chat
WHERE ranked.place <= 3 ORDER BY ranked.priority, ranked.seq LIMIT 100;

-- name: outbox_lease^
UPDATE outbox SET state = 'sending', attempts = attempts + 1,
    above = CASE WHEN repeat = 1 THEN above ELSE (SELECT MAX(newest) FROM chats WHERE chats.kind = 'private') END
WHERE id = :id AND state IN ('due', 'sending')
RETURNING id, chat, case_id, kind, key_id, sealed, created_at, expires_at, attempts, unsure, repeat, above;

-- name: outbox_end^
UPDATE outbox SET state = :state, ended_at = :ended_at, sealed = NULL, coalesced = NULL
WHERE id = :id AND ended_at IS NULL RETURNING id;

-- name: outbox_again!
UPDATE outbox SET state = 'due', not_before = :not_before, repeat = :repeat, unsure = :unsure, coalesced = NULL WHERE id = :id;

-- name: outbox_hold!
UPDATE outbox SET state = 'held', coalesced = NULL WHERE id = :id;

-- name: outbox_release
UPDATE outbox SET state = 'due', not_before = :now, expires_at = :expires_at
WHERE chat = :chat AND state = 'held' RETURNING id;

-- name: outbox_interrupted
SELECT id, chat, kind, above FROM outbox WHERE state = 'sending' ORDER BY seq;

-- name: outbox_forget!
DELETE FROM outbox WHERE ended_at IS NOT NULL AND ended_at < :before;

-- name: outbox_drop_of_case!
UPDATE outbox SET state = 'dropped', ended_at = :ended_at, sealed = NULL, coalesced = NULL
WHERE case_id = :case_id AND kind = :kind AND state IN ('due', 'held') AND ended_at IS NULL;

-- name: outbox_drop_to!
UPDATE outbox SET state = 'dropped', ended_at = :ended_at, sealed = NULL, coalesced = NULL
WHERE chat = :chat AND state = 'due' AND kind = :kind;

-- name: outbox_drop_under!
DELETE FROM outbox WHERE key_id = :key_id AND sealed IS NOT NULL;

-- name: outbox_drop_due!
DELETE FROM outbox WHERE chat = :chat AND state = 'due';

-- name: outbox_drop_held!
DELETE FROM outbox WHERE chat = :chat AND state = 'held';
