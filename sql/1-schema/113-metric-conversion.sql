-- What:  turns the plant's own table of samples into a hypertable, its rows moved into chunks; keys without the time
--        get it as a further column, or go where they cannot.
-- Why:   aggregates and compression need a hypertable, and its unique keys must hold the time. Only where the settings say
--        so, or where no writer would notice; what the keys were is kept in taktline.adoption.
-- Locks: the table, exclusively, for as long as its rows take to move: nobody reads or writes it meanwhile.
SET LOCAL statement_timeout = 0;
LOCK TABLE :"metric_schema".:"metric_table" IN ACCESS EXCLUSIVE MODE;
:metric_conversion_keys
SELECT create_hypertable(
  :'metric_relation', by_range(:'metric_time', INTERVAL :'metric_conversion_interval'),
  create_default_indexes => false, migrate_data => true
);
:metric_conversion_record
