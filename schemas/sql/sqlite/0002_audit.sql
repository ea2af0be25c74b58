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

-- Cases as the log names them.
CREATE TABLE audit_subjects (
    pk INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE
) STRICT;

-- Which entries bear a value. term > 0: the subject's pk, with its gap-free counter in subj_n;
-- term < 0: 63 bits of FNV-1a of `member=value`, so a hit must be held against the entry's bytes.
CREATE TABLE audit_index (
    term INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    subj_n INTEGER,
    PRIMARY KEY (term, seq)
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
