-- name: journal_last^
SELECT seq, chain FROM journal ORDER BY seq DESC LIMIT 1;

-- name: journal_append!
INSERT INTO journal (seq, at, deed, case_id, officer, note, chain)
VALUES (:seq, :at, :deed, :case_id, :officer, :note, :chain);

-- name: journal_all
SELECT seq, at, deed, case_id, officer, note, chain FROM journal ORDER BY seq;
