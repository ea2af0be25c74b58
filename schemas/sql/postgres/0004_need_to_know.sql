-- As schemas/sql/sqlite, 0007, has it: who is kept from a case, what supervisors must look at, and
-- effects that are about no case.
ALTER TABLE cases ADD COLUMN walls TEXT COLLATE "C" NOT NULL DEFAULT '';

CREATE TABLE alerts (
    pk BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    rule TEXT COLLATE "C" NOT NULL,
    once TEXT COLLATE "C" NOT NULL UNIQUE,
    person TEXT COLLATE "C" NOT NULL,
    case_pk BIGINT REFERENCES cases (pk),
    raised_at BIGINT NOT NULL,
    count BIGINT NOT NULL,
    settled_at BIGINT,
    settled_by TEXT COLLATE "C" NOT NULL,
    finding TEXT COLLATE "C" NOT NULL
);
CREATE INDEX alerts_open ON alerts (pk) WHERE settled_at IS NULL;

ALTER TABLE outbox ALTER COLUMN case_pk DROP NOT NULL;
ALTER TABLE dead_letters ALTER COLUMN case_pk DROP NOT NULL;
