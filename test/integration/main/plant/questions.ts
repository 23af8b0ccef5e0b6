import type { Question } from '../../../../src/main/plant/statement-lane';

/** Statements of tests about connections. */

/** Holds its connection for so long. */
export const sleep = (seconds: number): Question<number> => ({
  statement: { name: 'sleep', text: 'select pg_sleep($1)' },
  values: [seconds],
  decode: (rows) => rows.length,
});

/** On which session of the server it runs. */
export const BACKEND: Question<number> = {
  statement: { name: 'backend', text: 'select pg_backend_pid()' },
  values: [],
  decode: (rows) => Number(rows[0]?.[0]),
};
