ALTER TABLE cases ADD COLUMN cried_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN first_taken_at INTEGER;
ALTER TABLE cases ADD COLUMN first_level TEXT;
ALTER TABLE cases ADD COLUMN first_due_at INTEGER;
ALTER TABLE cases ADD COLUMN answered_at INTEGER;
UPDATE cases SET cried_at = opened_at,
    first_taken_at = (SELECT MIN(journal.at) FROM journal WHERE journal.case_id = cases.id AND journal.deed IN ('taken', 'handed over')),
    answered_at = (SELECT MIN(journal.at) FROM journal WHERE journal.case_id = cases.id AND journal.deed = 'replied');
UPDATE cases SET first_level = level, first_due_at = opened_at
    + CASE level WHEN 'L1' THEN 300000 WHEN 'L2' THEN 1800000 WHEN 'L3' THEN 14400000 ELSE 86400000 END
WHERE first_taken_at IS NOT NULL;
CREATE INDEX cases_opened ON cases (opened_at);

CREATE TABLE tallies (
    month TEXT PRIMARY KEY, key_id TEXT NOT NULL, version INTEGER NOT NULL, sealed BLOB NOT NULL
) STRICT;
