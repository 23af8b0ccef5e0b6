import { quoteIdentifier } from '../../shared/sql-identifier';
import type { Catalogue } from './catalogue/catalogue';

/** What a role must be allowed for one step. */
export interface Needs {
  /** Where something new is made. */
  readonly creates?: 'extension' | 'schema' | 'in-public' | 'in-taktline' | 'role';
  /** Relation that must be ours; one that is not there yet will be. */
  readonly owns?: string;
  /** Anything else, from the catalogue. */
  readonly lacks?: ((catalogue: Catalogue) => LackingRight | undefined) | undefined;
}

/** A right that is lacking: what it is for a person, and where there is one, the least SQL by which a DBA gives it. */
export interface LackingRight {
  readonly right: string;
  /** Instead of running the step's own SQL, so that what is made belongs to the role; undefined: the DBA runs the step. */
  readonly grantSql?: string;
}

/** What the role lacks for a step; undefined where it may do it. A superuser may do everything. */
export function lackingRight(catalogue: Catalogue, needs: Needs): LackingRight | undefined {
  if (catalogue.role.isSuperuser) return undefined;
  return lackingToCreate(catalogue, needs.creates) ?? lackingToOwn(catalogue, needs.owns) ?? needs.lacks?.(catalogue);
}

function lackingToCreate(catalogue: Catalogue, creates: Needs['creates']): LackingRight | undefined {
  const { role, timescale, hasTaktlineSchema } = catalogue;
  const name = quoteIdentifier(role.name);
  switch (creates) {
    case undefined:
      return undefined;
    case 'extension':
      if (timescale.isTrusted && role.mayCreateSchemas) return undefined;
      return { right: `CREATE EXTENSION in ${role.database} (a superuser's)` };
    case 'role':
      return role.mayCreateRoles ? undefined : { right: 'CREATEROLE' };
    case 'schema':
      if (hasTaktlineSchema || role.mayCreateSchemas) return undefined;
      return {
        right: `CREATE on the database ${role.database}`,
        grantSql: `CREATE SCHEMA taktline AUTHORIZATION ${name};`,
      };
    case 'in-public':
      if (role.mayCreateInPublic) return undefined;
      return { right: 'CREATE on the schema public', grantSql: `GRANT USAGE, CREATE ON SCHEMA public TO ${name};` };
    case 'in-taktline':
      if (!hasTaktlineSchema || role.mayCreateInTaktline) return undefined;
      return { right: 'CREATE on the schema taktline', grantSql: `GRANT USAGE, CREATE ON SCHEMA taktline TO ${name};` };
  }
}

export function lackingToOwn(catalogue: Catalogue, owns: string | undefined): LackingRight | undefined {
  const relation = owns === undefined ? undefined : catalogue.relations.get(owns);
  if (relation === undefined || relation.isOurs) return undefined;
  return { right: `being owner of ${owns} (it belongs to ${relation.owner})` };
}
