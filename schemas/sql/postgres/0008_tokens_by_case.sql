-- As schemas/sql/sqlite/0010; why is said there.
CREATE INDEX search_tokens_of_case ON search_tokens (case_pk);
