CREATE TABLE likenesses (
    case_id TEXT NOT NULL REFERENCES cases (id), kind TEXT NOT NULL, address BLOB NOT NULL, index_key TEXT NOT NULL,
    sealed BLOB NOT NULL, PRIMARY KEY (case_id, kind, address)
) STRICT;
CREATE INDEX likenesses_at ON likenesses (address);
CREATE INDEX likenesses_by_index_key ON likenesses (index_key);
