-- The column of schemas/sql/sqlite/0012, as PostgreSQL has it; what it is for is said there.
ALTER TABLE closed_logs ADD COLUMN retirement TEXT COLLATE "C" NOT NULL DEFAULT '';
