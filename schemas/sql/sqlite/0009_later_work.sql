-- Work that an answer does not wait for: how long it takes depends on what is stored, and whoever asked must not see that.
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
CREATE INDEX later_work_ready ON later_work (not_before, pk);
CREATE INDEX later_work_of_case ON later_work (case_pk);
CREATE INDEX later_work_untried ON later_work (kind, pk) WHERE attempts = 0;
