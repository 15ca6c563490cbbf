-- name: journal_last^
SELECT seq, chain FROM journal ORDER BY seq DESC LIMIT 1;

-- name: journal_append!
INSERT INTO journal (seq, at, deed, case_id, officer, note, chain)
VALUES (:seq, :at, :deed, :case_id, :officer, :note, :chain);

-- name: journal_page
SELECT seq, at, deed, case_id, officer, note, chain FROM journal WHERE seq > :above ORDER BY seq LIMIT :batch;

-- name: journal_tip_set!
INSERT INTO journal_tip (id, seq, mark) VALUES (1, :seq, :mark)
ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, mark = excluded.mark;

-- name: journal_tip^
SELECT seq, mark FROM journal_tip WHERE id = 1;
