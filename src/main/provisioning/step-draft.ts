import { inspectRoutine } from './inspect-routines';
import type { Family } from './levels';
import type { SqlParameters } from './render-sql';
import type { Needs } from './rights';
import type { SqlFile } from './sql-files';
import type { Inspect } from './step-state';

/** A function of an adopted table alone, made from the file that serves our own tables. */
type AdoptedRoutine = `${Family}-notify-${'inserted' | 'updated'}`;

/** A step before its SQL is rendered. */
export interface Draft {
  readonly id: SqlFile | AdoptedRoutine;
  /** Where it is not the one of that name. */
  readonly file?: SqlFile;
  /** Over the common ones. */
  readonly parameters?: SqlParameters;
  readonly reason: string;
  readonly needs: Needs;
  /** @param sql the step's own, rendered */
  readonly inspect: (sql: string) => Inspect;
}

export const IN_TAKTLINE: Needs = { creates: 'in-taktline' };

/** How the steps of a family's table begin. */
export const STEP_PREFIX = { metric: 'metric', oee: 'performance-metric' } as const;

/** A function or procedure of the schema taktline. */
export const routine = (id: Draft['id'], name: string, reason: string): Draft => ({
  id,
  reason,
  needs: IN_TAKTLINE,
  inspect: (sql) => inspectRoutine(name, sql),
});
