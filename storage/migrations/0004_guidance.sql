CREATE TABLE guidance (
    country TEXT NOT NULL, area TEXT NOT NULL, service TEXT NOT NULL, value TEXT NOT NULL, source TEXT NOT NULL,
    as_of TEXT NOT NULL, confirmed_at INTEGER NOT NULL, PRIMARY KEY (country, area, service)
) STRICT;
