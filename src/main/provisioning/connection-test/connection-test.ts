import { DeadlinePassed, withDeadline } from './deadline';
import { errorText } from './error-facts';
import { closeSession, logIn } from './login-stage';
import { reachPort, resolveName } from './network-stages';
import { judgeConnections, judgeRights, type Purpose } from './rights-stages';
import { readServerFacts, readTableRights, type ServerFacts, type TableName, type TableRights } from './server-facts';
import { compareClocks, tryListening } from './session-stages';
import { type Finding, failed, STAGES, type StageName, type StageResult, skipped } from './stage-result';
import type { ConnectionTestDeps, TestSession, TestTarget } from './test-target';
import { checkTls } from './tls-stage';
import {
  judgeLicence,
  judgePostgresVersion,
  judgeTimescale,
  judgeTimescaleVersion,
  judgeWorkers,
} from './version-stages';

export interface ConnectionTestOptions {
  /** What the login is for; default `provision`. */
  readonly purpose?: Purpose;
  /** Whose rights are looked at; default `public.metric` and `public.performance_metric`. */
  readonly tables?: readonly TableName[];
  /** Ends the test: the iteration throws its reason. */
  readonly signal?: AbortSignal;
}

const DEFAULT_TABLES: readonly TableName[] = [
  { schema: 'public', table: 'metric' },
  { schema: 'public', table: 'performance_metric' },
];

/** All stages together, in ms: 10 s less what closing the sessions and reporting may take. */
const TOTAL_LIMIT_MS = 9_300;
/** Longest wait of each stage, in ms; a stage gets less where the total runs out. */
const LIMIT_MS = {
  name: 1_500,
  tcp: 2_500,
  tls: 2_000,
  login: 2_500,
  facts: 2_000,
  clock: 1_000,
  listen: 2_500,
} as const;

/**
 * Tests the way to a plant's database stage by stage, each with a verdict of its own, and yields each result as it is
 * known. Always yields all stages, in the order of `STAGES`; what depends on a failed stage is skipped. Takes at most 10 s
 * (but for the time the caller spends between two results) and changes nothing in the database.
 * @throws only the signal's reason
 */
export async function* testConnection(
  target: TestTarget,
  deps: ConnectionTestDeps,
  options: ConnectionTestOptions = {},
): AsyncGenerator<StageResult, void, undefined> {
  const run = new ConnectionTestRun(target, deps, options);
  try {
    for (const stage of STAGES) {
      options.signal?.throwIfAborted();
      yield { stage, ...(await run.next(stage)) };
    }
  } finally {
    await run.close();
  }
}

/** On what each stage depends: where one of them failed or was skipped, it is skipped. */
const NEEDS: Readonly<Record<StageName, StageName | undefined>> = {
  name: undefined,
  tcp: 'name',
  tls: 'tcp',
  login: 'tls',
  database: 'login',
  'postgres-version': 'database',
  timescaledb: 'database',
  'timescaledb-version': 'timescaledb',
  licence: 'timescaledb',
  rights: 'database',
  connections: 'database',
  clock: 'database',
  workers: 'timescaledb',
  listen: 'database',
};

/** One run: what earlier stages found for later ones. */
class ConnectionTestRun {
  readonly #target: TestTarget;
  readonly #deps: ConnectionTestDeps;
  readonly #options: ConnectionTestOptions;
  readonly #endsMs: number;
  readonly #blocked = new Map<StageName, StageName>();
  #addresses: readonly { readonly address: string; readonly family: number }[] = [];
  #reached = '';
  #database: Finding | undefined;
  #session: TestSession | undefined;
  #facts: Promise<ServerFacts> | undefined;
  /** A statement was not answered in time, so none after it would be. */
  #isSilent = false;

  constructor(target: TestTarget, deps: ConnectionTestDeps, options: ConnectionTestOptions) {
    this.#target = target;
    this.#deps = deps;
    this.#options = options;
    this.#endsMs = deps.elapsedMs() + TOTAL_LIMIT_MS;
  }

  async next(stage: StageName): Promise<Finding> {
    const finding = this.#skip(stage) ?? (await this.#judged(stage));
    const need = NEEDS[stage];
    if (finding.verdict === 'failed') this.#blocked.set(stage, stage);
    if (finding.verdict === 'skipped') this.#blocked.set(stage, (need && this.#blocked.get(need)) ?? stage);
    return finding;
  }

  /** Closes the session, whether or not the server still answers. */
  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (session !== undefined) await closeSession(session);
  }

  #skip(stage: StageName): Finding | undefined {
    const need = NEEDS[stage];
    const blocker = need === undefined ? undefined : this.#blocked.get(need);
    if (blocker !== undefined) {
      return skipped(
        `Not tested, because the stage ${blocker} did not pass.`,
        `Follow the remedy of ${blocker} first.`,
      );
    }
    if (this.#deps.elapsedMs() < this.#endsMs) return undefined;
    return skipped(
      'Not tested, because the time was used up.',
      'Find out what makes the server slow, then test again.',
    );
  }

  /** A stage that throws has failed, in the words of what it threw. */
  async #judged(stage: StageName): Promise<Finding> {
    try {
      return await this.#run(stage);
    } catch (error) {
      this.#options.signal?.throwIfAborted();
      if (error instanceof DeadlinePassed) this.#isSilent = true;
      return failed(
        `The stage could not be finished: ${errorText(error, this.#target)}.`,
        "Test again; should it happen again, the server's log says more.",
      );
    }
  }

  async #run(stage: StageName): Promise<Finding> {
    switch (stage) {
      case 'name': {
        const { finding, addresses } = await resolveName(this.#target, this.#deps, this.#limit('name'));
        this.#addresses = addresses;
        return finding;
      }
      case 'tcp': {
        const { finding, reached } = await reachPort(this.#target, this.#addresses, this.#deps, this.#limit('tcp'));
        this.#reached = reached ?? '';
        return finding;
      }
      case 'tls':
        return checkTls(this.#target, this.#deps, { address: this.#reached, ...this.#limit('tls') });
      case 'login':
        return this.#logIn();
      case 'database':
        return this.#database ?? failed('No session was opened.', 'Test again.');
      case 'postgres-version':
        return judgePostgresVersion(await this.#serverFacts(), this.#deps.nowMs());
      case 'timescaledb':
        return judgeTimescale(await this.#serverFacts());
      case 'timescaledb-version':
        return judgeTimescaleVersion(await this.#serverFacts());
      case 'licence':
        return this.#onceInstalled(judgeLicence);
      case 'rights':
        return judgeRights(await this.#serverFacts(), await this.#tableRights(), this.#options.purpose ?? 'provision');
      case 'connections':
        return judgeConnections(await this.#serverFacts());
      case 'clock':
        return compareClocks(this.#openSession(), this.#deps, this.#limit('clock'));
      case 'workers':
        return this.#onceInstalled(judgeWorkers);
      case 'listen':
        return tryListening(this.#target, this.#openSession(), this.#deps, this.#limit('listen'));
    }
  }

  async #logIn(): Promise<Finding> {
    const { login, database, session } = await logIn(this.#target, this.#deps, {
      ...this.#limit('login'),
      queryLimitMs: LIMIT_MS.facts,
    });
    this.#database = database;
    this.#session = session;
    return login;
  }

  /** Licence and workers belong to the extension: the server tells of them once it is installed. */
  async #onceInstalled(judge: (facts: ServerFacts) => Finding): Promise<Finding> {
    const facts = await this.#serverFacts();
    if (facts.timescale_installed !== null) return judge(facts);
    return skipped(
      'Not tested, because TimescaleDB is not installed in this database yet.',
      'Test again once the plan has installed it.',
    );
  }

  /** Asked once: where the server does not answer, each stage that needs it fails at once instead of waiting again. */
  #serverFacts(): Promise<ServerFacts> {
    this.#facts ??= this.#within('facts', readServerFacts(this.#openSession()));
    return this.#facts;
  }

  #tableRights(): Promise<readonly TableRights[]> {
    return this.#within('facts', readTableRights(this.#openSession(), this.#options.tables ?? DEFAULT_TABLES));
  }

  #openSession(): TestSession {
    if (this.#session === undefined) throw new Error('the session is closed');
    // The driver would queue behind the statement that is never answered.
    if (this.#isSilent) throw new Error('the server stopped answering');
    return this.#session;
  }

  #within<T>(kind: keyof typeof LIMIT_MS, work: Promise<T>): Promise<T> {
    const { limitMs, signal } = this.#limit(kind);
    return withDeadline(work, limitMs, { signal });
  }

  #limit(kind: keyof typeof LIMIT_MS): { readonly limitMs: number; readonly signal: AbortSignal | undefined } {
    const leftMs = Math.max(1, this.#endsMs - this.#deps.elapsedMs());
    return { limitMs: Math.min(LIMIT_MS[kind], leftMs), signal: this.#options.signal };
  }
}
