import type { RoleFacts } from './catalogue/catalogue';
import type { PlanStep } from './plan';
import { ledgerLineSql } from './step-ledger';

/**
 * What the role may not do, as one script for psql and a superuser: rights where a right is enough, so that what is made
 * belongs to the role; the steps themselves otherwise, each in a transaction with its line in the ledger.
 * @param openings what opens the plant's own tables to the role of daily work; that role may be made by a step before
 */
export function dbaScript(blocked: readonly PlanStep[], role: RoleFacts, openings: readonly string[]): string {
  const grants = [...new Set(blocked.flatMap((step) => (step.grantSql === undefined ? [] : [step.grantSql])))];
  const steps = blocked.filter((step) => step.grantSql === undefined && step.action !== 'prepare');
  return [
    `-- What the role ${oneLine(role.name)} lacks in the database ${oneLine(role.database)}, for a superuser:`,
    '--   psql --dbname=… --file=THIS-FILE',
    '-- Then plan again as that role: what is left, it may do itself.',
    '\\set ON_ERROR_STOP on',
    '',
    ...grants.flatMap((sql) => [`-- A right instead of the steps that need it.`, sql, '']),
    ...steps.flatMap((step) => stepLines(step)),
    ...openingLines(openings),
  ].join('\n');
}

/** They stand last: where the plan makes the role, it is there by then. */
function openingLines(openings: readonly string[]): readonly string[] {
  if (openings.length === 0) return [];
  return [
    "-- The plant's own tables, for the role of daily work. Run it after that role was made; give it a password by \\password.",
    ...openings,
    '',
  ];
}

function stepLines(step: PlanStep): readonly string[] {
  const isBookkept = step.id !== 'timescaledb' && !/^reader-(role|connect) /.test(step.id);
  return [
    `-- ${step.id}: ${oneLine(step.reason)}`,
    `-- Needs: ${oneLine(step.needsRight ?? '')}. Locks: ${oneLine(step.locks)}`,
    ...(step.sideEffect === undefined ? [] : [`-- Side effect: ${oneLine(step.sideEffect)}`]),
    'BEGIN;',
    `${step.sql.trim().replace(/;$/, '')};`,
    // Extension and role may come before the ledger: then they are found, and removing leaves them to who made them.
    ...(isBookkept ? step.entries.map(ledgerLineSql) : []),
    'COMMIT;',
    '',
  ];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
