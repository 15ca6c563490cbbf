-- name: case_add!
INSERT INTO cases (id, code, desk, requester, key_id, level, state, opened_at, heard_at, owner, taken_at, delivered_at, ladder_from, rung, version, sealed)
VALUES (:id, :code, :desk, :requester, :key_id, :level, :state, :opened_at, :heard_at, :owner, :taken_at, :delivered_at, :ladder_from, :rung, :version, :sealed);

-- name: case_keep^
UPDATE cases SET desk = :desk, level = :level, state = :state, heard_at = :heard_at, owner = :owner, taken_at = :taken_at,
    delivered_at = :delivered_at, ladder_from = :ladder_from, rung = :rung, version = version + 1, sealed = :sealed
WHERE id = :id AND version = :version RETURNING version;

-- name: case_load^
SELECT * FROM cases WHERE id = :id;

-- name: case_by_code^
SELECT * FROM cases WHERE code = :code;

-- name: case_without_desk
SELECT * FROM cases WHERE desk IS NULL AND state <> 'closed' ORDER BY opened_at;

-- name: case_open_of^
SELECT * FROM cases WHERE requester = :requester AND state <> 'closed';
