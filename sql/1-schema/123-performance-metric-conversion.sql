-- What:  turns the plant's own table of OEE samples into a hypertable, its rows moved into chunks; keys without the time
--        get it as a further column, or go where they cannot.
-- Why:   aggregates and compression need a hypertable, and its unique keys must hold the time. Only where the settings say
--        so, or where no writer would notice; what the keys were is kept in taktline.adoption.
-- Locks: the table, exclusively, for as long as its rows take to move: nobody reads or writes it meanwhile.
SET LOCAL statement_timeout = 0;
LOCK TABLE :"oee_schema".:"oee_table" IN ACCESS EXCLUSIVE MODE;
:oee_conversion_keys
SELECT create_hypertable(
  :'oee_relation', by_range(:'oee_time', INTERVAL :'oee_conversion_interval'),
  create_default_indexes => false, migrate_data => true
);
:oee_conversion_record
