-- name: archive_put!
INSERT INTO archive (case_id, part, at, public_key, key_id, sealed)
VALUES (:case_id, :part, :at, :public_key, :key_id, :sealed);

-- name: archive_load^
SELECT case_id, part, at, public_key, key_id, sealed FROM archive WHERE case_id = :case_id AND part = :part;

-- name: archive_page
SELECT case_id, part, at, public_key, key_id, sealed,
    (SELECT code FROM cases WHERE cases.id = archive.case_id) AS code
FROM archive WHERE (case_id, part) > (:case_id, :part) ORDER BY case_id, part LIMIT :batch;

-- name: archive_drop!
DELETE FROM archive WHERE case_id = :case_id AND part = :part;
