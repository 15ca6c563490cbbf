-- name: fact_add!
INSERT INTO facts (id, case_id, at, kind, part, sealed) VALUES (:id, :case_id, :at, :kind, :part, :sealed);

-- name: fact_of_case
SELECT id, at, kind, part, sealed FROM facts WHERE case_id = :case_id ORDER BY seq;

-- name: fact_load^
SELECT id, case_id, at, kind, part, sealed FROM facts WHERE id = :id;

-- name: fact_drop!
DELETE FROM facts WHERE case_id = :case_id AND part = :part;

-- name: fact_count^
SELECT COUNT(*) AS count FROM facts WHERE case_id = :case_id AND kind = :kind AND at > :since;
