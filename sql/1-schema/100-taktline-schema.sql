-- What:  the schema that holds Taktline's own small tables and functions.
-- Why:   the plant's own schema stays free of our bookkeeping, and all of it can be found and removed in one place.
-- Locks: nothing.
CREATE SCHEMA taktline;
COMMENT ON SCHEMA taktline IS 'Bookkeeping of Taktline: what it made here, what it is preparing, what it imported';
