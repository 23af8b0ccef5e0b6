-- What:  the role of daily work: it may log in, and its sessions begin read-only. It has no password yet, so that none
--        stands in this text, in the ledger or in the server's log.
-- Why:   whoever takes a kiosk apart finds a login that can read a few tables and nothing else. Reading, LISTEN and
--        NOTIFY work in a read-only session; even a temporary table does not.
-- Locks: nothing. A role belongs to the whole server, not to this database.
CREATE ROLE :"reader_role" LOGIN;
ALTER ROLE :"reader_role" SET default_transaction_read_only = on;
