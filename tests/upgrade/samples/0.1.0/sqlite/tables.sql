CREATE TABLE schema_migrations (name TEXT PRIMARY KEY, hash BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE keys (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    fingerprint TEXT NOT NULL
) STRICT;
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
, lists TEXT NOT NULL DEFAULT '', walls TEXT NOT NULL DEFAULT '') STRICT;
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
CREATE TABLE idempotency (
    pk INTEGER PRIMARY KEY,
    name BLOB NOT NULL UNIQUE,
    request_hash BLOB NOT NULL,
    answer TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE audit_refs (
    person TEXT PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_entries (
    seq INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE audit_details (
    seq INTEGER PRIMARY KEY REFERENCES audit_entries (seq),
    sealed BLOB NOT NULL
) STRICT;
CREATE TABLE audit_nodes (
    level INTEGER NOT NULL,
    place INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, place)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE audit_by_value (
    shelf INTEGER NOT NULL,
    value INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (shelf, value, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_days (
    day INTEGER NOT NULL,
    block INTEGER NOT NULL,
    PRIMARY KEY (day, block)
) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoints (
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL
) STRICT;
CREATE TABLE store_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    log_size INTEGER NOT NULL,
    log_frontier BLOB NOT NULL,
    next_outbox INTEGER NOT NULL
) STRICT;
CREATE TABLE case_lists (
    list TEXT NOT NULL,
    urgency INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    case_id TEXT NOT NULL,
    case_pk INTEGER NOT NULL REFERENCES cases (pk),
    PRIMARY KEY (list, urgency, due_at, received_at, case_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE list_counts (
    list TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE colleagues (
    person TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    roles TEXT NOT NULL  -- one a line
) STRICT, WITHOUT ROWID;
CREATE TABLE standing (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch INTEGER NOT NULL CHECK (epoch > 0),  -- rises with every copy
    copy TEXT NOT NULL,                        -- random name of this copy; empty: none
    held INTEGER NOT NULL CHECK (held IN (0, 1))
) STRICT;
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
CREATE TABLE retention (
    case_pk INTEGER PRIMARY KEY REFERENCES cases (pk),
    kept_in TEXT NOT NULL,  -- a group of the retention policy; empty: nobody has said
    review_due INTEGER NOT NULL,
    reviews INTEGER NOT NULL CHECK (reviews >= 0),
    holds TEXT NOT NULL,        -- one a line: id, reason, instant, with a bar between
    proposed_by TEXT NOT NULL,  -- as the log names them; empty: nobody proposed to erase it
    erase_after INTEGER         -- two people want it erased, not before then
) STRICT;
CREATE TABLE erased_cases (
    pk INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE,
    case_pk INTEGER NOT NULL,
    erased_at INTEGER NOT NULL
) STRICT;
CREATE TABLE search_tokens (
    token BLOB NOT NULL,
    case_pk INTEGER NOT NULL,
    PRIMARY KEY (token, case_pk)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE "outbox" (
    id INTEGER PRIMARY KEY,
    case_pk INTEGER REFERENCES cases (pk),
    key TEXT NOT NULL,
    effect TEXT NOT NULL,
    not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    sealed_params BLOB NOT NULL
) STRICT;
CREATE TABLE "dead_letters" (
    id INTEGER PRIMARY KEY,
    case_pk INTEGER REFERENCES cases (pk),
    key TEXT NOT NULL,
    effect TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    reason TEXT NOT NULL,
    sealed_params BLOB NOT NULL
) STRICT;
CREATE TABLE later_work (
    pk INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    case_pk INTEGER REFERENCES cases (pk),  -- whose work it is; none: no case's
    not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    key_id TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX cases_in_queue ON cases (queue, closed, urgency, due_at, received_at, case_id)
    WHERE queue <> '';
CREATE INDEX cases_in_order ON cases (closed, urgency, due_at, received_at, case_id);
CREATE INDEX timers_due ON timers (due);
CREATE INDEX tasks_open ON tasks (case_pk) WHERE closed_at IS NULL;
CREATE INDEX tasks_open_each ON tasks (each) WHERE closed_at IS NULL AND each <> '';
CREATE INDEX retention_due ON retention (review_due, case_pk);
CREATE INDEX retention_agreed ON retention (erase_after) WHERE erase_after IS NOT NULL;
CREATE INDEX tasks_of_case ON tasks (case_pk);
CREATE INDEX case_lists_of_case ON case_lists (case_pk);
CREATE INDEX alerts_open ON alerts (pk) WHERE settled_at IS NULL;
CREATE INDEX outbox_ready ON outbox (not_before);
CREATE INDEX later_work_ready ON later_work (not_before, pk);
CREATE INDEX later_work_of_case ON later_work (case_pk);
CREATE INDEX later_work_untried ON later_work (kind, pk) WHERE attempts = 0;
CREATE INDEX search_tokens_of_case ON search_tokens (case_pk);
