-- name: tally_load^
SELECT key_id, version, sealed FROM tallies WHERE month = :month;

-- name: tally_keep^
INSERT INTO tallies (month, key_id, version, sealed) VALUES (:month, :key_id, :version + 1, :sealed)
ON CONFLICT (month) DO UPDATE SET version = excluded.version, sealed = excluded.sealed
WHERE tallies.version = excluded.version - 1 RETURNING version;

-- name: tally_before
SELECT month, key_id FROM tallies WHERE month < :month ORDER BY month;

-- name: tally_drop!
DELETE FROM tallies WHERE month = :month;
