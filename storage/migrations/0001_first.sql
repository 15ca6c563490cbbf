CREATE TABLE data_keys (
    key_id TEXT PRIMARY KEY, purpose TEXT NOT NULL, kek_id TEXT NOT NULL, wrapped BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX data_keys_by_kek ON data_keys (kek_id, key_id);
CREATE INDEX data_keys_by_purpose ON data_keys (purpose, created_at);

CREATE TABLE inbox (
    update_id INTEGER PRIMARY KEY, lane BLOB NOT NULL, key_id TEXT NOT NULL, raw BLOB,
    received_at INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX inbox_pending ON inbox (update_id) WHERE state = 'pending';
CREATE INDEX inbox_settled ON inbox (received_at) WHERE state = 'settled';

CREATE TABLE chats (
    id TEXT PRIMARY KEY, address BLOB NOT NULL UNIQUE, key_id TEXT NOT NULL, kind TEXT NOT NULL,
    language TEXT NOT NULL, language_chosen INTEGER NOT NULL, reachable INTEGER NOT NULL,
    heard_at INTEGER NOT NULL, newest INTEGER NOT NULL, screen INTEGER, screen_keys INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX chats_newest ON chats (newest) WHERE kind = 'private';

CREATE TABLE desks (
    id TEXT PRIMARY KEY, key_id TEXT NOT NULL, chat TEXT, opened_at INTEGER NOT NULL, sealed BLOB NOT NULL
) STRICT;

CREATE TABLE officers (
    id TEXT PRIMARY KEY, desk TEXT NOT NULL REFERENCES desks (id), chat TEXT UNIQUE, invite BLOB UNIQUE,
    joined_at INTEGER, paused INTEGER NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX officers_by_desk ON officers (desk);

CREATE TABLE roster_events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, desk TEXT NOT NULL REFERENCES desks (id),
    at INTEGER NOT NULL, kind TEXT NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX roster_events_by_desk ON roster_events (desk, seq);

CREATE TABLE cases (
    id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, desk TEXT, requester TEXT NOT NULL, key_id TEXT NOT NULL,
    level TEXT NOT NULL, state TEXT NOT NULL, opened_at INTEGER NOT NULL, heard_at INTEGER NOT NULL,
    owner TEXT, taken_at INTEGER, delivered_at INTEGER, ladder_from INTEGER NOT NULL, rung INTEGER NOT NULL,
    version INTEGER NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX cases_open_of ON cases (requester) WHERE state <> 'closed';
CREATE INDEX cases_without_desk ON cases (opened_at) WHERE desk IS NULL;

CREATE TABLE facts (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL REFERENCES cases (id),
    at INTEGER NOT NULL, kind TEXT NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX facts_by_case ON facts (case_id, seq);

CREATE TABLE sessions (chat TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT;

CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, chat TEXT NOT NULL, case_id TEXT,
    kind TEXT NOT NULL, priority INTEGER NOT NULL, key_id TEXT NOT NULL, sealed BLOB, coalesced TEXT,
    created_at INTEGER NOT NULL, not_before INTEGER NOT NULL, expires_at INTEGER, state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, unsure INTEGER NOT NULL DEFAULT 0, repeat INTEGER NOT NULL DEFAULT 0,
    above INTEGER, ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX outbox_coalesced ON outbox (coalesced) WHERE state = 'due' AND coalesced IS NOT NULL;
CREATE INDEX outbox_due ON outbox (chat, priority, seq) WHERE state = 'due';
CREATE INDEX outbox_sending ON outbox (seq) WHERE state = 'sending';
CREATE INDEX outbox_held ON outbox (chat) WHERE state = 'held';
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE dues (
    kind TEXT NOT NULL, subject TEXT NOT NULL, due_at INTEGER NOT NULL, PRIMARY KEY (kind, subject)
) STRICT;
CREATE INDEX dues_at ON dues (due_at);

CREATE TABLE messages (
    chat TEXT NOT NULL, message_id INTEGER NOT NULL, side TEXT NOT NULL, purpose TEXT NOT NULL,
    at INTEGER NOT NULL, case_id TEXT, PRIMARY KEY (chat, message_id)
) STRICT;
CREATE INDEX messages_of_case ON messages (case_id, purpose) WHERE case_id IS NOT NULL;
CREATE INDEX messages_at ON messages (chat, at);

CREATE TABLE proposals (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, expires_at INTEGER NOT NULL, key_id TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX proposals_of ON proposals (account, expires_at);
CREATE INDEX proposals_expire ON proposals (expires_at);

CREATE TABLE journal (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, deed TEXT NOT NULL, case_id TEXT, officer TEXT,
    note TEXT NOT NULL, chain BLOB NOT NULL
) STRICT;

CREATE TABLE journal_tip (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, mark BLOB NOT NULL) STRICT;
