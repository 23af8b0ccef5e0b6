import { quoteIdentifier } from '../../shared/sql-identifier';
import type { Catalogue } from './catalogue/catalogue';
import { BOOKKEEPING_TABLES, PLANT_TABLES, VIEWS } from './catalogue/read-catalogue';
import { isReaderOurs } from './reader-notes';
import { type ReaderStepFile, readerStepId } from './reader-step-id';
import { renderSql } from './render-sql';
import { type LackingRight, lackingToOwn, type Needs } from './rights';
import { SQL_TEXT } from './sql-files';
import { ABSENT, type Inspect, RIGHT } from './step-state';
import type { ProvisioningStep } from './steps';

/** The role of daily work: its name, and the database that it gets into. */
export interface ReaderSettings {
  readonly name: string;
  readonly database: string;
}

/** What the reader may read: the tables, every aggregate, and our bookkeeping. */
export const READER_RELATIONS: readonly string[] = [...PLANT_TABLES, ...VIEWS, ...BOOKKEEPING_TABLES];

/**
 * A role that may read and listen, least rights: made without a password where it is not there, let in where it is not,
 * and granted each relation by name. What the server says it may do counts, from whomever it has that.
 * @param relations those to read, as `schema.name`; ones that earlier steps make included
 */
export function readerSteps(
  { name, database }: ReaderSettings,
  relations: readonly string[] = READER_RELATIONS,
): readonly ProvisioningStep[] {
  const list = relations.map(quoteRelation).join(', ');
  const parameters = { reader_role: name, database, reader_relation_list: list };
  const step = (file: ReaderStepFile, reason: string, needs: Needs, inspect: (sql: string) => Inspect) => {
    const sql = renderSql(SQL_TEXT[file], parameters);
    return { id: readerStepId(file, name), group: 'roles', reason, needs, sql, inspect: inspect(sql) } as const;
  };
  return [
    step('reader-role', `The role ${name} for daily work: it may log in and read`, { creates: 'role' }, () =>
      inspectRole(name),
    ),
    step('reader-connect', `${name} may enter the database`, { lacks: lackingToLetIn }, () => inspectEntry(name)),
    step(
      'reader-select',
      `${name} may read tables, aggregates and bookkeeping`,
      { lacks: lackingToGrant(relations) },
      () => inspectReading(name, relations),
    ),
  ];
}

/** The names of the catalogue are `schema.name`. */
export function quoteRelation(relation: string): string {
  const at = relation.indexOf('.');
  return `${quoteIdentifier(relation.slice(0, at))}.${quoteIdentifier(relation.slice(at + 1))}`;
}

function inspectRole(name: string): Inspect {
  return (catalogue) => {
    const reader = catalogue.readers.get(name);
    if (reader === undefined) return ABSENT;
    const isOurs = isReaderOurs(catalogue, name);
    if (!isOurs || reader.beginsReadOnly) return RIGHT;
    return {
      kind: 'differs',
      what: `sessions of ${name} begin read-only again`,
      sql: `ALTER ROLE ${quoteIdentifier(name)} SET default_transaction_read_only = on`,
    };
  };
}

function inspectEntry(name: string): Inspect {
  // A role that is yet to be made will have what everybody has.
  return ({ readers, everybody }) => ((readers.get(name)?.mayEnter ?? everybody.mayEnter) ? RIGHT : ABSENT);
}

function inspectReading(name: string, relations: readonly string[]): Inspect {
  return (catalogue) => {
    const reader = catalogue.readers.get(name);
    const mayRead = reader?.mayUseTaktline === true && relations.every((relation) => reader.readable.has(relation));
    return mayRead ? RIGHT : ABSENT;
  };
}

function lackingToLetIn({ role }: Catalogue): LackingRight | undefined {
  return role.mayLetOthersIn ? undefined : { right: 'giving others entry to the database and the schema public' };
}

function lackingToGrant(relations: readonly string[]): Needs['lacks'] {
  return (catalogue: Catalogue) =>
    relations.map((relation) => lackingToOwn(catalogue, relation)).find((lacking) => lacking !== undefined);
}
