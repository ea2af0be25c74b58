-- What a case is found by is replaced and erased by case. Without this a request, a turn of the token key and an erasure each
-- read every token of every case.
CREATE INDEX search_tokens_of_case ON search_tokens (case_pk);
