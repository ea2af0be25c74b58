-- Logs that were turned: their year is over, or they died. A log's entries stay where they are, at
-- places of 2^40 times its number and up; everywhere else `seq` is such a place, and the first log,
-- number 0, has places that are its entries' numbers.
CREATE TABLE closed_logs (
    number INTEGER PRIMARY KEY CHECK (number >= 0),
    origin TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL CHECK (size >= 0),
    root BLOB NOT NULL,
    checkpoint TEXT NOT NULL,
    verifier_key TEXT NOT NULL,
    opening TEXT NOT NULL
) STRICT;
CREATE TABLE closed_checkpoints (
    log INTEGER NOT NULL REFERENCES closed_logs (number),
    size INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (log, size)
) STRICT, WITHOUT ROWID;
