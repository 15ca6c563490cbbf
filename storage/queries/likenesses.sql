-- name: likeness_note!
INSERT INTO likenesses (case_id, kind, address, index_key, sealed) VALUES (:case_id, :kind, :address, :index_key, :sealed)
ON CONFLICT (case_id, kind, address) DO NOTHING;

-- name: likeness_cases
SELECT DISTINCT case_id FROM likenesses WHERE address = :address ORDER BY case_id;

-- name: likeness_under_older
SELECT case_id, kind, address, sealed FROM likenesses WHERE index_key < :newest OR index_key > :newest LIMIT :batch;

-- name: likeness_reindex!
UPDATE likenesses SET address = :address, index_key = :index_key
WHERE case_id = :case_id AND kind = :kind AND address = :before;

-- name: likeness_twice!
DELETE FROM likenesses WHERE case_id = :case_id AND kind = :kind AND address = :before AND EXISTS (
    SELECT 1 FROM likenesses AS newer
    WHERE newer.case_id = :case_id AND newer.kind = :kind AND newer.address = :address);

-- name: likeness_drop!
DELETE FROM likenesses WHERE case_id = :case_id;
