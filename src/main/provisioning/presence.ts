/** A question to the catalogue: one row with the boolean column `present`. */
export interface PresenceCheck {
  readonly text: string;
  readonly values: readonly string[];
}

export function schemaPresent(name: string): PresenceCheck {
  return { text: 'SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1) AS present', values: [name] };
}

/** @param name schema-qualified, as `public.metric` */
export function tablePresent(name: string): PresenceCheck {
  return { text: 'SELECT to_regclass($1) IS NOT NULL AS present', values: [name] };
}

export function hypertablePresent(table: string): PresenceCheck {
  return {
    text: `SELECT EXISTS (SELECT FROM timescaledb_information.hypertables
      WHERE hypertable_schema = 'public' AND hypertable_name = $1) AS present`,
    values: [table],
  };
}

export function compressionPresent(table: string): PresenceCheck {
  return {
    text: `SELECT EXISTS (SELECT FROM timescaledb_information.hypertables
      WHERE hypertable_schema = 'public' AND hypertable_name = $1 AND compression_enabled) AS present`,
    values: [table],
  };
}

export function aggregatePresent(view: string): PresenceCheck {
  return {
    text: `SELECT EXISTS (SELECT FROM timescaledb_information.continuous_aggregates
      WHERE view_schema = 'public' AND view_name = $1) AS present`,
    values: [view],
  };
}

export type PolicyProcedure = 'policy_refresh_continuous_aggregate' | 'policy_compression' | 'policy_retention';

/** @param relation a hypertable or an aggregate: some versions list an aggregate's jobs under the table behind it */
export function policyPresent(relation: string, procedure: PolicyProcedure): PresenceCheck {
  return {
    text: `SELECT EXISTS (
        SELECT FROM timescaledb_information.jobs j
        LEFT JOIN timescaledb_information.continuous_aggregates a
          ON (a.materialization_hypertable_schema, a.materialization_hypertable_name)
           = (j.hypertable_schema, j.hypertable_name)
        WHERE j.proc_name = $2
          AND (coalesce(a.view_schema, j.hypertable_schema), coalesce(a.view_name, j.hypertable_name)) = ('public', $1)
      ) AS present`,
    values: [relation, procedure],
  };
}

/** Either kind of retention of metric: the plain policy, or the job that spares recordings. Both would be one too many. */
export function metricRetentionPresent(): PresenceCheck {
  return {
    text: `SELECT EXISTS (SELECT FROM timescaledb_information.jobs
      WHERE (proc_name = $2 AND hypertable_schema = 'public' AND hypertable_name = 'metric')
         OR (proc_schema = 'taktline' AND proc_name = $1)) AS present`,
    values: ['drop_unrecorded_chunks', 'policy_retention'],
  };
}

/** @param signature schema-qualified with argument types, as `taktline.wake_up_channel(text)` */
export function routinePresent(signature: string): PresenceCheck {
  return { text: 'SELECT to_regprocedure($1) IS NOT NULL AS present', values: [signature] };
}

export function triggerPresent(table: string, trigger: string): PresenceCheck {
  return {
    text: `SELECT EXISTS (SELECT FROM pg_trigger
      WHERE tgrelid = to_regclass('public.' || $1) AND tgname = $2 AND NOT tgisinternal) AS present`,
    values: [table, trigger],
  };
}
