-- What auditors ask of the log and is kept: a query under a name, or an export that two people ask for. Its words
-- are sealed: a query may name people's cases.
CREATE TABLE audit_requests (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,  -- as the log names them
    stage TEXT NOT NULL,
    at INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX audit_requests_of_kind ON audit_requests (kind, owner, pk);
