-- name: attachment_add^
INSERT INTO attachments (fact_id, case_id, size, sealed) VALUES (:fact_id, :case_id, :size, :sealed)
ON CONFLICT (fact_id) DO NOTHING RETURNING fact_id;

-- name: attachment_load^
SELECT fact_id, case_id, size, sealed FROM attachments WHERE fact_id = :fact_id;

-- name: attachment_of_case
SELECT fact_id, case_id, size, sealed FROM attachments WHERE case_id = :case_id ORDER BY fact_id;

-- name: attachment_size_of_case^
SELECT COALESCE(SUM(size), 0) AS size FROM attachments WHERE case_id = :case_id;

-- name: attachment_size^
SELECT COALESCE(SUM(size), 0) AS size FROM attachments;

-- name: attachment_drop!
DELETE FROM attachments WHERE case_id = :case_id;

-- name: piece_add!
INSERT INTO pieces (case_id, fact_id, number, sealed) VALUES (:case_id, :fact_id, :number, :sealed);

-- name: piece_of
SELECT number, sealed FROM pieces WHERE case_id = :case_id AND fact_id = :fact_id ORDER BY number;

-- name: piece_page
SELECT fact_id, number, sealed FROM pieces WHERE case_id = :case_id AND (fact_id, number) > (:fact_id, :number)
ORDER BY fact_id, number LIMIT :batch;

-- name: piece_drop!
DELETE FROM pieces WHERE case_id = :case_id;
