-- name: migration_all
SELECT number, digest FROM migrations ORDER BY number;

-- name: migration_note!
INSERT INTO migrations (number, name, digest, applied_at) VALUES (:number, :name, :digest, :applied_at);
