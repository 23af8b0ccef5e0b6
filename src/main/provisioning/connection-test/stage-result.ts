/** The stages of the connection test, in the order in which they run. */
export const STAGES = [
  'name',
  'tcp',
  'tls',
  'login',
  'database',
  'postgres-version',
  'timescaledb',
  'timescaledb-version',
  'licence',
  'rights',
  'connections',
  'clock',
  'workers',
  'listen',
] as const;

export type StageName = (typeof STAGES)[number];

export const STAGE_TITLES: Readonly<Record<StageName, string>> = {
  name: 'name resolution',
  tcp: 'TCP',
  tls: 'TLS',
  login: 'login',
  database: 'database',
  'postgres-version': 'PostgreSQL version',
  timescaledb: 'TimescaleDB',
  'timescaledb-version': 'TimescaleDB version',
  licence: 'licence',
  rights: 'rights',
  connections: 'connections left',
  clock: 'clock',
  workers: 'background workers',
  listen: 'LISTEN',
};

/** `warned`: works, with a drawback that has a remedy. `skipped`: a stage it depends on did not pass. */
export type Verdict = 'passed' | 'warned' | 'failed' | 'skipped';

/** Figures and names behind a verdict; never a secret. */
export type StageDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** What one stage found. */
export interface StageResult {
  readonly stage: StageName;
  readonly verdict: Verdict;
  /** One sentence: what was found. */
  readonly what: string;
  /** One sentence: what to do about it; absent exactly where the stage passed. */
  readonly remedy?: string;
  readonly details: StageDetails;
}

/** A stage's finding, before it is known which stage's it is. */
export type Finding = Omit<StageResult, 'stage'>;

export function passed(what: string, details: StageDetails = {}): Finding {
  return { verdict: 'passed', what, details };
}

export function warned(what: string, remedy: string, details: StageDetails = {}): Finding {
  return { verdict: 'warned', what, remedy, details };
}

export function failed(what: string, remedy: string, details: StageDetails = {}): Finding {
  return { verdict: 'failed', what, remedy, details };
}

export function skipped(what: string, remedy: string): Finding {
  return { verdict: 'skipped', what, remedy, details: {} };
}

/** The worst verdict of a whole test; skipped stages follow from a failed one and decide nothing. */
export function overallVerdict(results: readonly StageResult[]): 'passed' | 'warned' | 'failed' {
  if (results.some(({ verdict }) => verdict === 'failed')) return 'failed';
  return results.some(({ verdict }) => verdict === 'warned') ? 'warned' : 'passed';
}
