-- What every node of this database must hear of signing in and out. A single file's service keeps
-- the first in memory, for what it ends is in the same memory, and the second in a file beside it.
-- Rows are numbered in the order in which they can be seen: whoever adds one takes a lock first.
CREATE TABLE signed_out (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    issuer TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    provider_session TEXT COLLATE "C" NOT NULL,
    by_operator BOOLEAN NOT NULL,
    at BIGINT NOT NULL
);

-- One row, changed whole: a pass that is used at one node is used at all of them.
CREATE TABLE emergency_passes (
    id BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (id),
    kept TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL
);
INSERT INTO emergency_passes (kept, version) VALUES ('', 0);
