-- How long closed cases are kept, and the end of it.
CREATE TABLE retention (
    case_pk INTEGER PRIMARY KEY REFERENCES cases (pk),
    kept_in TEXT NOT NULL,  -- a group of the retention policy; empty: nobody has said
    review_due INTEGER NOT NULL,
    reviews INTEGER NOT NULL CHECK (reviews >= 0),
    holds TEXT NOT NULL,        -- one a line: id, reason, instant, with a bar between
    proposed_by TEXT NOT NULL,  -- as the log names them; empty: nobody proposed to erase it
    erase_after INTEGER         -- two people want it erased, not before then
) STRICT;
CREATE INDEX retention_due ON retention (review_due, case_pk);
CREATE INDEX retention_agreed ON retention (erase_after) WHERE erase_after IS NOT NULL;
-- Cases that were closed before: each is due to be looked at.
INSERT INTO retention (case_pk, kept_in, review_due, reviews, holds, proposed_by, erase_after)
    SELECT pk, '', received_at, 0, '', '', NULL FROM cases WHERE closed = 1;

-- Cases that are gone: their numbers, so that whoever goes through all cases finds the way on.
CREATE TABLE erased_cases (
    pk INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE,
    case_pk INTEGER NOT NULL,
    erased_at INTEGER NOT NULL
) STRICT;

-- A case goes only where nothing refers to it, which is looked up by these.
CREATE INDEX tasks_of_case ON tasks (case_pk);
CREATE INDEX outbox_of_case ON outbox (case_pk);
CREATE INDEX dead_letters_of_case ON dead_letters (case_pk);
CREATE INDEX case_lists_of_case ON case_lists (case_pk);
-- Tokens are by far the most rows. An index by case would double what each request writes, so they
-- are found by one pass over the table, and the table refers to nothing.
ALTER TABLE search_tokens RENAME TO search_tokens_before;
CREATE TABLE search_tokens (
    token BLOB NOT NULL,
    case_pk INTEGER NOT NULL,
    PRIMARY KEY (token, case_pk)
) STRICT, WITHOUT ROWID;
INSERT INTO search_tokens (token, case_pk) SELECT token, case_pk FROM search_tokens_before;
DROP TABLE search_tokens_before;
