-- What:  the extension TimescaleDB in this database.
-- Why:   chunks, compression, continuous aggregates and policies are its work. The server must have its package.
-- Locks: nothing.
CREATE EXTENSION timescaledb;
