-- What:  lets the reader into this database and its schema public.
-- Why:   needed only where the owner has taken both from everybody (PUBLIC).
-- Locks: nothing.
GRANT CONNECT ON DATABASE :"database" TO :"reader_role";
GRANT USAGE ON SCHEMA public TO :"reader_role";
