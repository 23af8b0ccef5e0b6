import { expect, test } from 'vitest';
import { provisionSchema } from '../../../../src/main/provisioning/apply';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import type { SqlClient, SqlRow } from '../../../../src/main/provisioning/sql-client';

/** A database that answers by pattern and keeps what it was asked; the embedded plant's locks never conflict. */
function database(answers: readonly (readonly [RegExp, readonly SqlRow[]])[]): { client: SqlClient; asked: string[] } {
  const asked: string[] = [];
  const query = async (text: string) => {
    asked.push(text);
    return { rows: answers.find(([pattern]) => pattern.test(text))?.[1] ?? [] };
  };
  return { client: { query }, asked };
}

test('while another installer holds the lock nothing is changed, and the caller is told', async () => {
  const { client, asked } = database([[/pg_try_advisory_lock/, [{ locked: false }]]]);
  await expect(provisionSchema(client, DEFAULT_SCHEMA_SETTINGS)).rejects.toMatchObject({
    code: 'locked',
    message: 'Another installer is provisioning this database; wait for it, then run again.',
  });
  expect(asked).toHaveLength(1);
});

test('a server without the package of TimescaleDB is refused with the remedy, and nothing is changed', async () => {
  const { client, asked } = database([[/pg_try_advisory_lock/, [{ locked: true }]]]);
  await expect(provisionSchema(client, DEFAULT_SCHEMA_SETTINGS)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('This server has no TimescaleDB: install its package'),
  });
  expect(asked.filter((text) => /CREATE|INSERT/.test(text.replace(/^\s*SELECT[\s\S]*$/, '')))).toEqual([]);
});

test('the lock is given back when a step fails', async () => {
  const { client, asked } = database([
    [/pg_available_extensions/, [{ role: 'owner', is_superuser: true, available: '2.26.0' }]],
    [/pg_try_advisory_lock/, [{ locked: true }]],
  ]);
  const failing: SqlClient = {
    query: (text, values) =>
      text.includes('CREATE SCHEMA')
        ? Promise.reject(Object.assign(new Error('permission denied for database plant'), { code: '42501' }))
        : client.query(text, values),
  };
  await expect(provisionSchema(failing, DEFAULT_SCHEMA_SETTINGS)).rejects.toMatchObject({
    code: 'step-failed',
    stepId: 'taktline-schema',
    message: expect.stringMatching(/permission denied for database plant\. The login lacks a right/),
  });
  expect(asked.at(-1)).toContain('pg_advisory_unlock');
});

test('a connection that is lost in a step is told as that step’s failure, not as a lock that could not be given back', async () => {
  const { client } = database([
    [/pg_available_extensions/, [{ role: 'owner', is_superuser: true, available: '2.26.0' }]],
    [/pg_try_advisory_lock/, [{ locked: true }]],
  ]);
  let lost = false;
  const failing: SqlClient = {
    query: (text, values) => {
      if (text.includes('CREATE SCHEMA')) {
        lost = true;
        return Promise.reject(new Error('Connection terminated unexpectedly'));
      }
      return lost ? Promise.reject(new Error('Client was closed and is not queryable')) : client.query(text, values);
    },
  };
  await expect(provisionSchema(failing, DEFAULT_SCHEMA_SETTINGS)).rejects.toMatchObject({
    code: 'step-failed',
    message: expect.stringContaining('Connection terminated unexpectedly'),
  });
});
