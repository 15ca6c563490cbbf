-- name: roster_append!
INSERT INTO roster_events (id, desk, at, kind, sealed) VALUES (:id, :desk, :at, :kind, :sealed);

-- name: roster_of_desk
SELECT id, at, kind, sealed FROM roster_events WHERE desk = :desk ORDER BY seq;
