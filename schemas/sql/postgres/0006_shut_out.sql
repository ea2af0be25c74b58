-- People whom an operator shut out, whatever their provider says of them; heard by every node of
-- this database. A single file's service keeps them in a file beside it.
CREATE TABLE shut_out (
    person TEXT COLLATE "C" PRIMARY KEY,
    since TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);
