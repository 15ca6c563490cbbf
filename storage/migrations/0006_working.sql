ALTER TABLE cases ADD COLUMN lowered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN part_of TEXT;
ALTER TABLE officers ADD COLUMN supervisor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE officers ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
DROP INDEX cases_without_desk;
CREATE INDEX cases_of_desk ON cases (desk, level, opened_at) WHERE state <> 'closed';
CREATE INDEX cases_part_of ON cases (part_of) WHERE part_of IS NOT NULL;
CREATE INDEX journal_of_case ON journal (case_id, seq) WHERE case_id IS NOT NULL;
