-- name: journal_last^
SELECT seq, chain FROM journal ORDER BY seq DESC LIMIT 1;

-- name: journal_append!
INSERT INTO journal (seq, at, deed, case_id, officer, note, chain, key_id)
VALUES (:seq, :at, :deed, :case_id, :officer, :note, :chain, :key_id);

-- name: journal_page
SELECT seq, at, deed, case_id, officer, note, chain, key_id FROM journal WHERE seq > :above ORDER BY seq LIMIT :batch;

-- name: journal_before
SELECT seq, at, deed, case_id, officer, note FROM journal WHERE seq < :below ORDER BY seq DESC LIMIT :batch;

-- name: journal_of_case
SELECT at, deed, case_id, officer, note FROM journal WHERE case_id = :case_id ORDER BY seq;

-- name: journal_of_officer
SELECT at, deed, case_id, officer, note FROM journal
WHERE officer = :officer AND case_id IS NULL AND deed IN ('person pause', 'person resume', 'person remove',
    'person pause undone', 'person resume undone', 'person remove undone')
ORDER BY seq;

-- name: journal_tip_set!
INSERT INTO journal_tip (id, seq, mark, key_id) VALUES (1, :seq, :mark, :key_id)
ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, mark = excluded.mark, key_id = excluded.key_id;

-- name: journal_tip^
SELECT seq, mark, key_id FROM journal_tip WHERE id = 1;

-- name: journal_entry^
SELECT seq, chain FROM journal WHERE seq = :seq;
