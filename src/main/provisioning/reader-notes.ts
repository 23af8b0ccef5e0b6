import { quoteIdentifier } from '../../shared/sql-identifier';
import { surplusRightsSentence } from '../../shared/surplus-rights';
import type { Catalogue } from './catalogue/catalogue';
import { FAMILIES, type Family } from './levels';
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

/** A plant's own tables are opened by the plant: where its reader may not read them yet, a sentence each. */
function closedTables(catalogue: Catalogue, reader: string): readonly string[] {
  return closedRelations(catalogue, reader).map(
    (family) =>
      `${sourceRelation(catalogue.tables, family)} is the plant's, and ${reader} may not read it yet: what its owner or a DBA has to run for that is in the script for the DBA.`,
  );
}

/**
 * What the owner of the plant's own tables has to run, so that the role of daily work may read them.
 * @param isMadeHere whether the plan makes the role; otherwise the script does, without a password
 */
export function openingSql(catalogue: Catalogue, reader: string | undefined, isMadeHere: boolean): readonly string[] {
  if (reader === undefined || reader === catalogue.role.name) return [];
  const families = closedRelations(catalogue, reader);
  if (families.length === 0) return [];
  const role = quoteIdentifier(reader);
  const schemas = new Set(families.map((family) => catalogue.tables[family].schema));
  return [
    ...(isMadeHere || catalogue.readers.has(reader) ? [] : [`CREATE ROLE ${role} LOGIN;`]),
    ...[...schemas].map((schema) => `GRANT USAGE ON SCHEMA ${quoteIdentifier(schema)} TO ${role};`),
    ...families.map((family) => `GRANT SELECT ON ${sourceRelation(catalogue.tables, family)} TO ${role};`),
  ];
}

/** The plant's own tables that are there and closed to the reader. */
function closedRelations(catalogue: Catalogue, reader: string): readonly Family[] {
  return FAMILIES.filter((family) => {
    const relation = sourceRelation(catalogue.tables, family);
    const isOpen = catalogue.readers.get(reader)?.readable.has(relation) === true;
    return !isOurTable(catalogue.tables, family) && catalogue.relations.has(relation) && !isOpen;
  });
}
