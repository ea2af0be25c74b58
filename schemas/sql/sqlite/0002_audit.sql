-- The append-only log. The bytes of an entry are the leaf; everything else here can be made again
-- from them.
CREATE TABLE audit_entries (
    seq INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE audit_details (
    seq INTEGER PRIMARY KEY REFERENCES audit_entries (seq),
    sealed BLOB NOT NULL
) STRICT;

-- Hashes of complete subtrees of 256, 65536 and 16777216 leaves (level 8, 16, 24); those between
-- are computed from them or from the entries.
CREATE TABLE audit_nodes (
    level INTEGER NOT NULL,
    place INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, place)
) STRICT, WITHOUT ROWID;

-- Cases as the log names them, and their entries with the gap-free counter.
CREATE TABLE audit_subjects (
    pk INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE audit_by_subject (
    subject INTEGER NOT NULL REFERENCES audit_subjects (pk),
    seq INTEGER NOT NULL,
    subj_n INTEGER NOT NULL,
    PRIMARY KEY (subject, seq)
) STRICT, WITHOUT ROWID;

-- What an entry is like: few values each, so all of them together are few kinds.
CREATE TABLE audit_kinds (
    pk INTEGER PRIMARY KEY,
    cls TEXT NOT NULL,
    type TEXT NOT NULL,
    org TEXT NOT NULL,
    why TEXT NOT NULL,
    out TEXT NOT NULL,
    UNIQUE (cls, type, org, why, out)
) STRICT;
CREATE TABLE audit_by_kind (
    kind INTEGER NOT NULL REFERENCES audit_kinds (pk),
    seq INTEGER NOT NULL,
    PRIMARY KEY (kind, seq)
) STRICT, WITHOUT ROWID;

-- Entries by actor, recipient and request. value is 63 bits of FNV-1a of `member=value`, so a hit
-- must be held against the entry's bytes. shelf is 0, and seq / 1024 for requests: each of them is
-- seen once, and would touch a page of its own in one long list.
CREATE TABLE audit_by_value (
    shelf INTEGER NOT NULL,
    value INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (shelf, value, seq)
) STRICT, WITHOUT ROWID;

-- Which blocks of 256 entries hold entries of a day (days since 1970, UTC): the way from dates to
-- numbers, right even where the clock was set back.
CREATE TABLE audit_days (
    day INTEGER NOT NULL,
    block INTEGER NOT NULL,
    PRIMARY KEY (day, block)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL
) STRICT;

-- Written once a commit: how large the log is, its frontier (largest subtree first), and the next
-- outbox number.
CREATE TABLE store_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    log_size INTEGER NOT NULL,
    log_frontier BLOB NOT NULL,
    next_outbox INTEGER NOT NULL
) STRICT;
INSERT INTO store_head (id, log_size, log_frontier, next_outbox) VALUES (1, 0, x'', 1);
