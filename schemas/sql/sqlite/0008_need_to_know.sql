-- Who is kept from a case, or let to it: conflicts of interest, a seal and its readers. Staff, never
-- people that cases are about.
ALTER TABLE cases ADD COLUMN walls TEXT NOT NULL DEFAULT '';  -- one a line

-- What supervisors must look at about how the service was used. `once` tells the same thing apart
-- from another.
CREATE TABLE alerts (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    rule TEXT NOT NULL,
    once TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL,
    case_pk INTEGER REFERENCES cases (pk),
    raised_at INTEGER NOT NULL,
    count INTEGER NOT NULL,
    settled_at INTEGER,
    settled_by TEXT NOT NULL,
    finding TEXT NOT NULL
) STRICT;
CREATE INDEX alerts_open ON alerts (pk) WHERE settled_at IS NULL;

-- An effect may be about no case: a message to supervisors that there is something to look at.
CREATE TABLE outbox_anew (
    id INTEGER PRIMARY KEY,
    case_pk INTEGER REFERENCES cases (pk),
    key TEXT NOT NULL,
    effect TEXT NOT NULL,
    not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    sealed_params BLOB NOT NULL
) STRICT;
INSERT INTO outbox_anew (id, case_pk, key, effect, not_before, attempts, sealed_params)
    SELECT id, case_pk, key, effect, not_before, attempts, sealed_params FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_anew RENAME TO outbox;
CREATE INDEX outbox_ready ON outbox (not_before);

CREATE TABLE dead_letters_anew (
    id INTEGER PRIMARY KEY,
    case_pk INTEGER REFERENCES cases (pk),
    key TEXT NOT NULL,
    effect TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    reason TEXT NOT NULL,
    sealed_params BLOB NOT NULL
) STRICT;
INSERT INTO dead_letters_anew (id, case_pk, key, effect, attempts, reason, sealed_params)
    SELECT id, case_pk, key, effect, attempts, reason, sealed_params FROM dead_letters;
DROP TABLE dead_letters;
ALTER TABLE dead_letters_anew RENAME TO dead_letters;
