import { createHash } from 'node:crypto';
import { quoteLiteral } from './render-sql';
import type { SqlClient } from './sql-client';

/** One line of `taktline.applied_step` to write; `removed` takes it out. */
export interface LedgerEntry {
  readonly stepId: string;
  readonly group: string;
  readonly checksum: string;
  readonly outcome: 'made' | 'found' | 'removed';
}

/** SHA-256 of rendered SQL, hex: other settings give another one. */
export function checksum(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}

/** The statement that writes one line. What was made stays ours, also where a later run finds it. */
export function ledgerLineSql(entry: LedgerEntry): string {
  if (entry.outcome === 'removed') {
    return `DELETE FROM taktline.applied_step WHERE step_id = ${quoteLiteral(entry.stepId)};`;
  }
  const values = [entry.stepId, entry.group, entry.checksum, entry.outcome].map(quoteLiteral).join(', ');
  const onConflict =
    entry.outcome === 'found'
      ? 'DO NOTHING'
      : `DO UPDATE SET checksum = excluded.checksum, outcome = excluded.outcome,
      applied_at = clock_timestamp(), applied_by = session_user`;
  return `INSERT INTO taktline.applied_step (step_id, step_group, checksum, outcome) VALUES (${values})
    ON CONFLICT (step_id) ${onConflict};`;
}

/**
 * Runs SQL and writes its lines in one transaction: several statements in one simple query are one. An interruption
 * leaves both or neither.
 */
export async function runAndRecord(client: SqlClient, sql: string, entries: readonly LedgerEntry[]): Promise<void> {
  const body = sql.trim().replace(/;$/, '');
  await client.query([body === '' ? '' : `${body};`, ...entries.map(ledgerLineSql)].filter(Boolean).join('\n'));
}
