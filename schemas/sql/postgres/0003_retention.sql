-- The tables of schemas/sql/sqlite/0007, as PostgreSQL has them; what they are for is said there.
CREATE TABLE retention (
    case_pk BIGINT PRIMARY KEY REFERENCES cases (pk),
    kept_in TEXT COLLATE "C" NOT NULL,
    review_due BIGINT NOT NULL,
    reviews BIGINT NOT NULL CHECK (reviews >= 0),
    holds TEXT COLLATE "C" NOT NULL,
    proposed_by TEXT COLLATE "C" NOT NULL,
    erase_after BIGINT
);
CREATE INDEX retention_due ON retention (review_due, case_pk);
CREATE INDEX retention_agreed ON retention (erase_after) WHERE erase_after IS NOT NULL;
INSERT INTO retention (case_pk, kept_in, review_due, reviews, holds, proposed_by, erase_after)
    SELECT pk, '', received_at, 0, '', '', NULL FROM cases WHERE closed = 1;

CREATE TABLE erased_cases (
    pk BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL UNIQUE,
    case_pk BIGINT NOT NULL,
    erased_at BIGINT NOT NULL
);

CREATE INDEX tasks_of_case ON tasks (case_pk);
CREATE INDEX outbox_of_case ON outbox (case_pk);
CREATE INDEX dead_letters_of_case ON dead_letters (case_pk);
CREATE INDEX case_lists_of_case ON case_lists (case_pk);
ALTER TABLE search_tokens DROP CONSTRAINT search_tokens_case_pk_fkey;
