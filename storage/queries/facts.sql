-- name: fact_add!
INSERT INTO facts (id, case_id, at, kind, sealed) VALUES (:id, :case_id, :at, :kind, :sealed);

-- name: fact_of_case
SELECT id, at, kind, sealed FROM facts WHERE case_id = :case_id ORDER BY seq;

-- name: fact_load^
SELECT id, case_id, at, kind, sealed FROM facts WHERE id = :id;
