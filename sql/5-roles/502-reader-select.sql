-- What:  lets the reader read the tables and aggregates of Taktline, and nothing else of the plant.
-- Why:   chunks, present and future, follow their table; an aggregate that a later plan makes is granted by that plan.
--        Default privileges would open every later table of the owner as well, whatever it holds: there are none.
--        Listening needs no right.
-- Locks: nothing.
GRANT USAGE ON SCHEMA taktline TO :"reader_role";
GRANT SELECT ON :reader_relation_list TO :"reader_role";
