-- A closed log whose period of keeping is over is retired: what two people signed then. Its entries are given out no
-- more; their bytes, the hashes and the checkpoints stay.
ALTER TABLE closed_logs ADD COLUMN retirement TEXT NOT NULL DEFAULT '';
