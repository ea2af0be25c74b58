-- Cases and what belongs to them. Instants are milliseconds since 1970 in UTC; what `sealed` or
-- `wrapped` names is ciphertext. Personal data is in no other column.

-- What only one key set produces: another one is refused.
CREATE TABLE keys (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    fingerprint TEXT NOT NULL
) STRICT;

-- Published bundles: definition, forms, profile and calendars. Never changed.
CREATE TABLE definitions (
    pk INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    bytes BLOB NOT NULL,
    published_at INTEGER NOT NULL
) STRICT;

CREATE TABLE cases (
    pk INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE,
    reference TEXT NOT NULL UNIQUE,
    audit_ref TEXT NOT NULL,
    bundle TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 0),
    received_at INTEGER NOT NULL,
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
    queue TEXT NOT NULL,
    outcome TEXT NOT NULL,
    urgency INTEGER NOT NULL,  -- minus the priority: every column a list sorts by rises
    due_at INTEGER NOT NULL,   -- the largest integer when there is no limit
    states TEXT NOT NULL,      -- one a line
    key_id TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    sealed_snapshot BLOB NOT NULL
) STRICT;
-- The two lists, each a range of its index: one queue, and all of them.
CREATE INDEX cases_in_queue ON cases (queue, closed, urgency, due_at, received_at, case_id)
    WHERE queue <> '';
CREATE INDEX cases_in_order ON cases (closed, urgency, due_at, received_at, case_id);

-- How many cases there are, by what reports ask for; kept up with every change.
CREATE TABLE case_counts (
    month TEXT NOT NULL,  -- of receipt, UTC: 2026-11
    outcome TEXT NOT NULL,
    queue TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (month, outcome, queue)
) STRICT, WITHOUT ROWID;

-- Rows are appended in the order of commits; the narrow key beside them keeps each case's history
-- free of gaps and repeats.
CREATE TABLE case_events (
    pk INTEGER PRIMARY KEY,
    case_pk INTEGER NOT NULL REFERENCES cases (pk),
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    at INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    UNIQUE (case_pk, sequence)
) STRICT;

CREATE TABLE timers (
    case_pk INTEGER NOT NULL REFERENCES cases (pk),
    timer_id TEXT NOT NULL,
    due INTEGER NOT NULL,
    PRIMARY KEY (case_pk, timer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX timers_due ON timers (due);

CREATE TABLE tasks (
    pk INTEGER PRIMARY KEY,
    task_id TEXT NOT NULL UNIQUE,
    case_pk INTEGER NOT NULL REFERENCES cases (pk),
    state TEXT NOT NULL,
    each TEXT NOT NULL,
    title TEXT NOT NULL,
    queue TEXT NOT NULL,
    roles TEXT NOT NULL,  -- one a line
    priority INTEGER NOT NULL,
    due INTEGER,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE INDEX tasks_open ON tasks (case_pk) WHERE closed_at IS NULL;
CREATE INDEX tasks_open_each ON tasks (each) WHERE closed_at IS NULL AND each <> '';

-- Effects to be done in the world, and those given up. Numbers are never used twice.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    case_pk INTEGER NOT NULL REFERENCES cases (pk),
    key TEXT NOT NULL,
    effect TEXT NOT NULL,
    not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    sealed_params BLOB NOT NULL
) STRICT;
CREATE INDEX outbox_ready ON outbox (not_before);

CREATE TABLE dead_letters (
    id INTEGER PRIMARY KEY,
    case_pk INTEGER NOT NULL REFERENCES cases (pk),
    key TEXT NOT NULL,
    effect TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    reason TEXT NOT NULL,
    sealed_params BLOB NOT NULL
) STRICT;

-- Answers already given: a repeat with the same key gets the same one. name is the first 16 bytes of
-- SHA-256(caller, a zero byte, key).
CREATE TABLE idempotency (
    pk INTEGER PRIMARY KEY,
    name BLOB NOT NULL UNIQUE,
    request_hash BLOB NOT NULL,
    answer TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- Keyed tokens of normalised values, their first 16 bytes: search without plain text.
CREATE TABLE search_tokens (
    token BLOB NOT NULL,
    case_pk INTEGER NOT NULL REFERENCES cases (pk),
    PRIMARY KEY (token, case_pk)
) STRICT, WITHOUT ROWID;

-- How the log names people and services: random, never derived from who they are.
CREATE TABLE audit_refs (
    person TEXT PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;
