-- name: case_add!
INSERT INTO cases (id, code, desk, requester, level, state, opened_at, heard_at, owner, taken_at, delivered_at, ladder_from, rung, version, sealed, closing, closed_at, lowered, part_of, incident, drill, cried_at, first_taken_at, first_level, first_due_at, answered_at)
VALUES (:id, :code, :desk, :requester, :level, :state, :opened_at, :heard_at, :owner, :taken_at, :delivered_at, :ladder_from, :rung, :version, :sealed, :closing, :closed_at, :lowered, :part_of, :incident, :drill, :cried_at, :first_taken_at, :first_level, :first_due_at, :answered_at);

-- name: case_keep^
UPDATE cases SET desk = :desk, requester = :requester, level = :level, state = :state, heard_at = :heard_at,
    owner = :owner, taken_at = :taken_at, delivered_at = :delivered_at, ladder_from = :ladder_from, rung = :rung,
    version = version + 1, sealed = :sealed, closing = :closing, closed_at = :closed_at,
    lowered = :lowered, part_of = :part_of, incident = :incident, first_taken_at = :first_taken_at,
    first_level = :first_level, first_due_at = :first_due_at, answered_at = :answered_at
WHERE id = :id AND version = :version RETURNING version;

-- name: case_load^
SELECT cases.*, data_keys.key_id FROM cases
LEFT JOIN case_keys ON case_keys.case_id = cases.id AND case_keys.part = 'record'
LEFT JOIN data_keys ON data_keys.key_id = case_keys.key_id WHERE cases.id = :id;

-- name: case_by_code^
SELECT cases.*, data_keys.key_id FROM cases
LEFT JOIN case_keys ON case_keys.case_id = cases.id AND case_keys.part = 'record'
LEFT JOIN data_keys ON data_keys.key_id = case_keys.key_id WHERE cases.code = :code;

-- name: case_without_desk
SELECT cases.*, data_keys.key_id FROM cases
LEFT JOIN case_keys ON case_keys.case_id = cases.id AND case_keys.part = 'record'
LEFT JOIN data_keys ON data_keys.key_id = case_keys.key_id
WHERE cases.desk IS NULL AND cases.state <> 'closed' ORDER BY cases.opened_at;

-- name: case_of_desk
SELECT cases.*, data_keys.key_id FROM cases
LEFT JOIN case_keys ON case_keys.case_id = cases.id AND case_keys.part = 'record'
LEFT JOIN data_keys ON data_keys.key_id = case_keys.key_id
WHERE cases.desk = :desk AND cases.state <> 'closed' ORDER BY cases.level, cases.opened_at;

-- name: case_parts
SELECT cases.*, data_keys.key_id FROM cases
LEFT JOIN case_keys ON case_keys.case_id = cases.id AND case_keys.part = 'record'
LEFT JOIN data_keys ON data_keys.key_id = case_keys.key_id
WHERE cases.part_of = :head ORDER BY cases.opened_at;

-- name: case_of_incident
SELECT cases.*, data_keys.key_id FROM cases
LEFT JOIN case_keys ON case_keys.case_id = cases.id AND case_keys.part = 'record'
LEFT JOIN data_keys ON data_keys.key_id = case_keys.key_id
WHERE cases.incident = :head ORDER BY cases.opened_at;

-- name: case_incident_size^
SELECT COUNT(*) AS size, MAX(opened_at) AS newest FROM cases WHERE incident = :head;

-- name: case_incidents
SELECT DISTINCT incident FROM cases WHERE incident IS NOT NULL AND desk = :desk AND state <> 'closed' ORDER BY incident;

-- name: case_open_of^
SELECT cases.*, data_keys.key_id FROM cases
LEFT JOIN case_keys ON case_keys.case_id = cases.id AND case_keys.part = 'record'
LEFT JOIN data_keys ON data_keys.key_id = case_keys.key_id
WHERE cases.requester = :requester AND cases.state <> 'closed';

-- name: case_key_add!
INSERT INTO case_keys (case_id, part, key_id) VALUES (:case_id, :part, :key_id);

-- name: case_keys_of
SELECT case_keys.part, case_keys.key_id FROM case_keys JOIN data_keys ON data_keys.key_id = case_keys.key_id
WHERE case_keys.case_id = :case_id;

-- name: case_key_drop!
DELETE FROM case_keys WHERE case_id = :case_id AND part = :part;

-- name: case_unsay!
UPDATE cases SET sealed = :nothing, version = version + 1 WHERE id = :id;

-- name: case_forget!
UPDATE cases SET sealed = :nothing, requester = '', owner = NULL, version = version + 1 WHERE id = :id;

-- name: case_last_closed_of^
SELECT cases.*, data_keys.key_id FROM cases
LEFT JOIN case_keys ON case_keys.case_id = cases.id AND case_keys.part = 'record'
LEFT JOIN data_keys ON data_keys.key_id = case_keys.key_id
WHERE cases.requester = :requester AND cases.state = 'closed'
ORDER BY cases.closed_at IS NULL, cases.closed_at DESC LIMIT 1;

-- name: case_drills
SELECT code, opened_at, delivered_at, first_taken_at, answered_at,
    (SELECT officer FROM journal WHERE journal.case_id = cases.id AND journal.deed IN ('taken', 'handed over')
        ORDER BY seq LIMIT 1) AS taker
FROM cases WHERE drill = 1 AND desk = :desk AND state = 'closed' ORDER BY opened_at DESC LIMIT :batch;

-- name: case_measured
SELECT id, code, desk, level, state, opened_at, cried_at, delivered_at, first_taken_at, first_level, first_due_at,
    answered_at, closing, closed_at, part_of
FROM cases WHERE opened_at >= :begins_at AND opened_at < :ends_at AND drill = 0 ORDER BY opened_at, id;

-- name: case_reached
SELECT journal.case_id, journal.deed, journal.note, MIN(journal.at) AS at
FROM cases JOIN journal ON journal.case_id = cases.id
WHERE cases.opened_at >= :begins_at AND cases.opened_at < :ends_at AND cases.drill = 0
    AND journal.deed IN ('state', 'handed over')
GROUP BY journal.case_id, journal.deed, journal.note;
