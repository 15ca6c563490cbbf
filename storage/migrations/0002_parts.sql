CREATE TABLE case_keys (
    case_id TEXT NOT NULL REFERENCES cases (id), part TEXT NOT NULL, key_id TEXT NOT NULL,
    PRIMARY KEY (case_id, part)
) STRICT;
INSERT INTO case_keys (case_id, part, key_id) SELECT id, 'record', key_id FROM cases;
ALTER TABLE cases DROP COLUMN key_id;
ALTER TABLE cases ADD COLUMN closing TEXT;
ALTER TABLE cases ADD COLUMN closed_at INTEGER;
ALTER TABLE facts ADD COLUMN part TEXT NOT NULL DEFAULT 'record';

CREATE TABLE archive (
    case_id TEXT NOT NULL REFERENCES cases (id), part TEXT NOT NULL, at INTEGER NOT NULL, public_key TEXT NOT NULL,
    key_id TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (case_id, part)
) STRICT;

ALTER TABLE chats ADD COLUMN index_key TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN key_id TEXT NOT NULL DEFAULT '';
ALTER TABLE journal_tip ADD COLUMN key_id TEXT NOT NULL DEFAULT '';
UPDATE chats SET index_key = (SELECT key_id FROM data_keys WHERE purpose = 'index');
UPDATE journal SET key_id = (SELECT key_id FROM data_keys WHERE purpose = 'journal');
UPDATE journal_tip SET key_id = (SELECT key_id FROM data_keys WHERE purpose = 'journal');
CREATE INDEX chats_by_index_key ON chats (index_key);

DROP INDEX dues_at;
CREATE INDEX dues_at ON dues (kind, due_at);
INSERT INTO dues (kind, subject, due_at) SELECT 'chat', id, heard_at + 2592000000 FROM chats WHERE kind = 'private';

CREATE INDEX outbox_by_key ON outbox (key_id) WHERE sealed IS NOT NULL;
CREATE INDEX outbox_of_case ON outbox (case_id) WHERE case_id IS NOT NULL AND ended_at IS NULL;
CREATE INDEX inbox_by_key ON inbox (key_id) WHERE raw IS NOT NULL;
CREATE INDEX inbox_quarantined ON inbox (received_at) WHERE state = 'quarantined';
CREATE INDEX cases_closed_of ON cases (requester, closed_at) WHERE state = 'closed';
