import type { ServerFacts, TableRights } from './server-facts';
import { type Finding, failed, passed, type StageDetails, warned } from './stage-result';

/** What the login is for: making the schema, or daily reading. */
export type Purpose = 'provision' | 'read';

/** Sessions that provisioning and one appliance hold at most, the test's own two not counted. */
const CONNECTIONS_WANTED = 10;
/** Below this not even one appliance can read and listen. */
const CONNECTIONS_NEEDED = 3;

/** What the role can and cannot do, measured by what it is for. */
export function judgeRights(facts: ServerFacts, tables: readonly TableRights[], purpose: Purpose): Finding {
  const details = rightsDetails(facts, tables);
  return purpose === 'read' ? judgeReader(facts, tables, details) : judgeOwner(facts, tables, details);
}

function rightsDetails(facts: ServerFacts, tables: readonly TableRights[]): StageDetails {
  const named = (has: (table: TableRights) => boolean) => tables.filter(has).map(({ name }) => name);
  return {
    role: facts.role,
    connect: true,
    superuser: facts.is_superuser,
    createSchema: facts.may_create_schemas,
    createInPublic: facts.may_create_in_public,
    createExtension: facts.is_superuser || (facts.is_timescale_trusted && facts.may_create_schemas),
    tables: named(() => true),
    owns: named(({ is_own }) => is_own),
    select: named(({ may_select }) => may_select),
    insert: named(({ may_insert }) => may_insert),
  };
}

function judgeOwner(facts: ServerFacts, tables: readonly TableRights[], details: StageDetails): Finding {
  if (facts.is_standby || facts.is_read_only) {
    const what = facts.is_standby ? 'This server is a standby' : 'This role or database is set to read only';
    return failed(
      `${what}: nothing can be made here.`,
      'Give the address of the primary server for provisioning.',
      details,
    );
  }
  const missing = [
    ...(facts.may_create_schemas ? [] : ['create schemas']),
    ...(facts.may_create_in_public ? [] : ['create tables in public']),
    ...tables.filter(({ is_own }) => !is_own).map(({ name, owner }) => `change ${name}, which is ${owner}'s`),
  ];
  if (missing.length === 0) {
    const what = facts.is_superuser
      ? `${facts.role} may make everything that a plan needs (as a superuser, which is more than it takes).`
      : `${facts.role} may make everything that a plan needs.`;
    return passed(what, details);
  }
  return warned(
    `${facts.role} may connect, but may not ${missing.join(', nor ')}.`,
    'Log in as the owner, or hand the script that the plan writes to the DBA.',
    details,
  );
}

function judgeReader(facts: ServerFacts, tables: readonly TableRights[], details: StageDetails): Finding {
  const unreadable = tables.filter(({ may_select }) => !may_select).map(({ name }) => name);
  if (unreadable.length > 0) {
    return failed(
      `${facts.role} may not read ${unreadable.join(' and ')}.`,
      'Ask the owner for USAGE on the schema and SELECT on the tables, or let the plan grant them.',
      details,
    );
  }
  if (facts.surplus.length > 0) {
    return warned(
      `${facts.role} has more rights than reading takes: it ${facts.surplus.join(', and ')}.`,
      'Use a role with SELECT alone for daily work, such as the reader that the plan makes.',
      details,
    );
  }
  if (tables.length === 0) {
    const remedy = 'Provision the plant first, then test the reader again.';
    return warned("The plant's tables do not exist yet: whether they may be read is not known.", remedy, details);
  }
  return passed(`${facts.role} may read ${tables.map(({ name }) => name).join(' and ')}, and nothing more.`, details);
}

/** How many more sessions the server would take of this role. */
export function judgeConnections(facts: ServerFacts): Finding {
  const reserved = facts.is_superuser ? 0 : facts.reserved_connections;
  const ways = [
    { limit: 'max_connections', left: facts.max_connections - reserved - facts.used_connections },
    ...(facts.role_limit === null || facts.is_superuser
      ? []
      : [{ limit: `the limit of ${facts.role}`, left: facts.role_limit - facts.role_used }]),
    ...(facts.database_limit === null || facts.is_superuser
      ? []
      : [{ limit: 'the limit of the database', left: facts.database_limit - facts.database_used }]),
  ];
  const { limit, left } = ways.reduce((least, way) => (way.left < least.left ? way : least));
  const details = {
    left: Math.max(0, left),
    limit,
    maxConnections: facts.max_connections,
    used: facts.used_connections,
    reserved: facts.reserved_connections,
  };
  if (left >= CONNECTIONS_WANTED)
    return passed(
      `${left} more connections are left of ${limit} (${facts.used_connections} of ${facts.max_connections} are used).`,
      details,
    );
  const what = `Only ${Math.max(0, left)} more connections are left of ${limit}.`;
  const remedy = `End unused sessions or raise ${limit}: provisioning and one appliance take up to ${CONNECTIONS_WANTED}.`;
  return left < CONNECTIONS_NEEDED ? failed(what, remedy, details) : warned(what, remedy, details);
}
