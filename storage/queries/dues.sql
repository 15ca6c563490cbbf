-- name: due_set!
INSERT INTO dues (kind, subject, due_at) VALUES (:kind, :subject, :due_at)
ON CONFLICT (kind, subject) DO UPDATE SET due_at = excluded.due_at;

-- name: due_set_first!
INSERT INTO dues (kind, subject, due_at) VALUES (:kind, :subject, :due_at) ON CONFLICT (kind, subject) DO NOTHING;

-- name: due_set_sooner!
INSERT INTO dues (kind, subject, due_at) VALUES (:kind, :subject, :due_at)
ON CONFLICT (kind, subject) DO UPDATE SET due_at = excluded.due_at WHERE excluded.due_at < dues.due_at;

-- name: due_clear!
DELETE FROM dues WHERE kind = :kind AND subject = :subject;

-- name: due_claim^
DELETE FROM dues WHERE kind = :kind AND subject = :subject AND due_at = :due_at RETURNING subject;

-- name: due_now
SELECT subject, due_at FROM dues WHERE kind = :kind AND due_at <= :now ORDER BY due_at LIMIT 200;
