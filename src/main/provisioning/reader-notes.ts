import { quoteIdentifier } from '../../shared/sql-identifier';
import { surplusRightsSentence } from '../../shared/surplus-rights';
import type { Catalogue } from './catalogue/catalogue';
import { FAMILIES } from './levels';
import { readerOfStep, readerStepId } from './reader-step-id';
import type { ReaderSettings } from './reader-steps';
import { isOurTable, sourceRelation } from './source-table';

/** The role of daily work that a plan makes; undefined where none is wanted, or where it is the role that provisions. */
export function readerOf(catalogue: Catalogue, reader: string | undefined): ReaderSettings | undefined {
  if (reader === undefined || reader === catalogue.role.name) return undefined;
  return { name: reader, database: catalogue.role.database };
}

/** What an installer should know of the role of daily work, a sentence each. */
export function readerNotes(catalogue: Catalogue, reader: string | undefined): readonly string[] {
  if (reader === undefined) return [];
  if (reader === catalogue.role.name) {
    return [`No role for daily work is made: ${reader} is the role that provisions. Name another one as roles.reader.`];
  }
  const { database } = catalogue.role;
  const temporary = `${reader} may make temporary tables once a session of its own leaves read-only mode, because everybody may in ${database}. To rule that out: REVOKE TEMPORARY ON DATABASE ${database} FROM PUBLIC, and grant it to the roles that need it.`;
  return [
    ...readerFaults(catalogue, reader),
    ...closedTables(catalogue, reader),
    ...(catalogue.everybody.mayMakeTemporaryTables ? [temporary] : []),
    ...formerReaders(catalogue, reader).map(
      (name) => `${name} was the role for daily work before and keeps its rights; remove takes them back.`,
    ),
  ];
}

/** What is wrong with the role itself and not ours to change, a sentence each. */
export function readerFaults(catalogue: Catalogue, reader: string | undefined): readonly string[] {
  const found = reader === undefined || reader === catalogue.role.name ? undefined : catalogue.readers.get(reader);
  if (reader === undefined || found === undefined) return [];
  const surplus = surplusRightsSentence(reader, found.surplus);
  return [
    ...(surplus === undefined ? [] : [surplus]),
    ...(found.mayLogIn ? [] : [`The role ${reader} may not log in; ask the DBA for: ALTER ROLE ${reader} LOGIN.`]),
  ];
}

/** Roles that have been the reader here and are no more. */
function formerReaders(catalogue: Catalogue, reader: string): readonly string[] {
  const names = [...(catalogue.ledger?.keys() ?? [])].map(readerOfStep);
  return [...new Set(names)].filter(
    (name) => name !== undefined && name !== reader && catalogue.readers.has(name),
  ) as string[];
}

/** Whether the role was made here. */
export function isReaderOurs(catalogue: Catalogue, reader: string): boolean {
  return catalogue.ledger?.get(readerStepId('reader-role', reader))?.outcome === 'made';
}

/** A plant's own tables are opened by the plant: what it has to run, where its reader may not read them yet. */
function closedTables(catalogue: Catalogue, reader: string): readonly string[] {
  return FAMILIES.flatMap((family) => {
    const relation = sourceRelation(catalogue.tables, family);
    const isOpen = catalogue.readers.get(reader)?.readable.has(relation) === true;
    if (isOurTable(catalogue.tables, family) || !catalogue.relations.has(relation) || isOpen) return [];
    const schema = quoteIdentifier(catalogue.tables[family].schema);
    const role = quoteIdentifier(reader);
    return [
      `${relation} is the plant's, and ${reader} may not read it yet: GRANT USAGE ON SCHEMA ${schema} TO ${role}; GRANT SELECT ON ${relation} TO ${role}.`,
    ];
  });
}
