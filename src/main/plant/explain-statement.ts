import { connectPlant, dropPlant, type PlantAddress } from './connection';
import type { Question } from './statement-lane';

/** Planning takes milliseconds; a server that is busy beyond that is not to be asked for more. */
const STATEMENT_TIMEOUT_MS = 5_000;

/**
 * How the plant would run a statement: its plan as text, one line a step. The statement itself is not run, and on a
 * connection of its own nothing else waits; a read-only transaction, rolled back, sees to it that nothing is changed.
 * @throws the error of `pg`
 */
export async function explainStatement(
  address: PlantAddress,
  { statement, values }: Pick<Question<unknown>, 'statement' | 'values'>,
): Promise<string> {
  const client = await connectPlant(address, {
    applicationName: 'taktline plan',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  try {
    await client.query('begin read only');
    const { rows } = await client.query<unknown[]>({
      text: `explain (costs, settings) ${statement.text}`,
      values: [...values],
      rowMode: 'array',
    });
    await client.query('rollback');
    return rows.map(([line]) => String(line)).join('\n');
  } finally {
    dropPlant(client);
  }
}
