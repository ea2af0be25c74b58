-- Lists beside the queues: of a person, of a role, unassigned, due soon, overdue, contact unsafe.
-- Open cases alone; each row sorts as the case does.
ALTER TABLE cases ADD COLUMN lists TEXT NOT NULL DEFAULT '';  -- one a line

CREATE TABLE case_lists (
    list TEXT NOT NULL,
    urgency INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    case_id TEXT NOT NULL,
    case_pk INTEGER NOT NULL REFERENCES cases (pk),
    PRIMARY KEY (list, urgency, due_at, received_at, case_id)
) STRICT, WITHOUT ROWID;

-- How many cases stand on a list, wait in a queue (`queue:<name>`) or are open; kept up with every
-- change.
CREATE TABLE list_counts (
    list TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Cases from before: each waits unassigned, and finds its other lists with its next step.
UPDATE cases SET lists = 'unassigned' WHERE closed = 0;
INSERT INTO case_lists (list, urgency, due_at, received_at, case_id, case_pk)
    SELECT 'unassigned', urgency, due_at, received_at, case_id, pk FROM cases WHERE closed = 0;
INSERT INTO list_counts (list, count)
    SELECT 'queue:' || queue, count(*) FROM cases WHERE closed = 0 AND queue <> '' GROUP BY queue;
INSERT INTO list_counts (list, count) SELECT 'open', count(*) FROM cases WHERE closed = 0;
INSERT INTO list_counts (list, count) SELECT 'unassigned', count(*) FROM cases WHERE closed = 0;

-- Who works on cases: staff, never people that cases are about.
CREATE TABLE colleagues (
    person TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    roles TEXT NOT NULL  -- one a line
) STRICT, WITHOUT ROWID;
