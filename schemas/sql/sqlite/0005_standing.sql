-- Whether what waits in the outbox may leave. A copy of a store is held from its making on, until
-- two people say that the store it was made of is stopped: so the two never both send.
CREATE TABLE standing (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch INTEGER NOT NULL CHECK (epoch > 0),  -- rises with every copy
    copy TEXT NOT NULL,                        -- random name of this copy; empty: none
    held INTEGER NOT NULL CHECK (held IN (0, 1))
) STRICT;
INSERT INTO standing (id, epoch, copy, held) VALUES (1, 1, '', 0);
