import { quoteIdentifier } from '../../shared/sql-identifier';
import type { Catalogue } from './catalogue/catalogue';
import { readerStepId } from './reader-step-id';
import { quoteRelation, READER_RELATIONS } from './reader-steps';

/**
 * How a step for the role of daily work is undone; undefined: nothing is left of it. The role itself goes only where
 * nothing else rests on it, neither here nor in another database of the server.
 */
export function undoReader(
  catalogue: Catalogue,
  stepId: string,
  name: string,
): { readonly sql: string } | { readonly keep: string } | undefined {
  const reader = catalogue.readers.get(name);
  if (reader === undefined) return undefined;
  const role = quoteIdentifier(name);
  if (stepId === readerStepId('reader-select', name)) {
    // A plant's own table was opened by the plant, whoever may read it.
    const ours = [...reader.readable].filter((relation) => READER_RELATIONS.includes(relation));
    const readable = ours.map(quoteRelation).join(', ');
    return {
      sql: [
        ...(readable === '' ? [] : [`REVOKE SELECT ON ${readable} FROM ${role}`]),
        `REVOKE USAGE ON SCHEMA taktline FROM ${role}`,
      ].join(';\n'),
    };
  }
  if (stepId === readerStepId('reader-connect', name)) {
    const database = quoteIdentifier(catalogue.role.database);
    return { sql: `REVOKE CONNECT ON DATABASE ${database} FROM ${role};\nREVOKE USAGE ON SCHEMA public FROM ${role}` };
  }
  if (reader.otherDependents.length === 0) return { sql: `DROP ROLE ${role}` };
  return { keep: `The role ${name} stays: other things rest on it (${reader.otherDependents.join('; ')}).` };
}
