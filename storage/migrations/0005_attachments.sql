CREATE TABLE attachments (
    fact_id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases (id), size INTEGER NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX attachments_of_case ON attachments (case_id, size);

CREATE TABLE pieces (
    case_id TEXT NOT NULL REFERENCES cases (id), fact_id TEXT NOT NULL, number INTEGER NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (case_id, fact_id, number)
) STRICT;
