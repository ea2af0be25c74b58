-- The programs that work on this database. A node's number is its fencing number: it is given once,
-- and good for nothing after `until`, by this database's clock.
CREATE TABLE nodes (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    joined_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    until TIMESTAMPTZ NOT NULL
);

-- What one node does for all of them. `fence` rises each time a duty passes on.
CREATE TABLE duties (
    name TEXT COLLATE "C" PRIMARY KEY,
    holder BIGINT NOT NULL,
    fence BIGINT NOT NULL
);
INSERT INTO duties (name, holder, fence) VALUES ('timers', 0, 0), ('outbox', 0, 0);
