import type { ClientSession, Unit } from './client-session';
import { EngineSqlError, type PlantEngine, readRows } from './engine';
import { SUPERUSER } from './engine-facts';
import type { Held, HoldStatistics } from './hold-statistics';
import type { ListenAction } from './rewrite';
import {
  initialSettings,
  quoteIdentifier,
  type SessionSettings,
  SNAPSHOT_QUERY,
  settledSettings,
  switchStatements,
} from './session-settings';
import {
  BACKEND,
  COPY_IN_FRAME,
  commandCompleteFrame,
  eachFrame,
  errorFrame,
  queryFrame,
  readCString,
  readyForQueryFrame,
  SYNC_FRAME,
  type TextRow,
  type TransactionStatus,
} from './wire';

/**
 * The engine's one session, taken in turns. Each client's unit runs undivided; whoever is inside a transaction, or
 * between Flush and Sync, keeps the session until it is out. Clients wait in one fair queue: one unit each, then
 * to its end. Our own background work waits until no client does, or has waited long enough.
 *
 * Over 300 lines with its neighbours in mind: turn-taking, settings, notifications and clean-up share one state,
 * the session's, and must not be able to interleave.
 */

/** What the session calls back to. */
export interface Seat {
  readonly client: ClientSession;
  /** Whole messages for the client, in order. */
  deliver(frames: Buffer): void;
  /** Ends the connection after these last messages. */
  dismiss(frames: Buffer): void;
}

export interface SharedSessionOptions {
  readonly statistics: HoldStatistics;
  /** How long a client may keep the others waiting inside a transaction without sending anything, in ms. */
  readonly idleInTransactionMs: number;
  /** The engine is broken; nothing runs any more. */
  readonly onBroken: (error: unknown) => void;
  /** A steady clock, ms. */
  readonly now: () => number;
  /** Processor time that this process has used, ms. */
  readonly cpuMs: () => number;
}

/** What a statement of ours gave, and how long it held the session, in ms. */
export interface Finished {
  readonly rows: readonly TextRow[];
  readonly heldMs: number;
}

interface Waiting {
  readonly seat: Seat;
  readonly units: Unit[];
}

interface BackgroundTurn {
  readonly sinceMs: number;
  run(): Promise<void>;
}

/** Background work waits for a pause, but not for ever. */
const BACKGROUND_PATIENCE_MS = 1_000;

interface Answer {
  readonly bytes: Buffer;
  readonly status: TransactionStatus | undefined;
  readonly hasError: boolean;
  readonly lastTag: string;
  readonly hasNotifications: boolean;
}

export class SharedSession {
  readonly #engine: PlantEngine;
  readonly #options: SharedSessionOptions;
  readonly #waiting = new Map<Seat, Waiting>();
  readonly #seats = new Set<Seat>();
  /** Seats with something to run, in order of their turn. */
  #queue: Seat[] = [];
  /** Clients that have left and are not cleaned up after yet. */
  readonly #gone = new Set<Seat>();
  #urgent: (() => Promise<void>)[] = [];
  #background: BackgroundTurn[] = [];
  #owner: Seat | undefined;
  #ownerStatus: TransactionStatus | 'between-flush-and-sync' = 'I';
  #ownerIdleTimer: NodeJS.Timeout | undefined;
  /** What the engine's session is set to; undefined when not known. */
  #applied: SessionSettings | undefined;
  #unnamedOwner: Seat | undefined;
  readonly #engineListens = new Set<string>();
  #state: 'waiting' | 'running' | 'broken' | 'closed' = 'waiting';

  constructor(engine: PlantEngine, options: SharedSessionOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  join(seat: Seat): void {
    this.#seats.add(seat);
    this.#waiting.set(seat, { seat, units: [] });
  }

  /** Queues a unit of a client that has joined. */
  submit(seat: Seat, unit: Unit): void {
    const waiting = this.#waiting.get(seat);
    if (waiting === undefined) return;
    waiting.units.push(unit);
    if (seat === this.#owner) this.#stopIdleTimer();
    else if (waiting.units.length === 1) this.#queue.push(seat);
    this.#wake();
  }

  /** The client is gone: its transaction is rolled back, its statements and channels are dropped. Idempotent. */
  leave(seat: Seat): void {
    if (!this.#seats.delete(seat)) return;
    this.#waiting.delete(seat);
    this.#queue = this.#queue.filter((other) => other !== seat);
    if (seat === this.#owner) this.#stopIdleTimer();
    this.#gone.add(seat);
    this.#wake();
  }

  /**
   * Runs one statement of ours as superuser when it is our turn.
   * @param applicationName under which its time is counted
   * @param priority `client`: before the clients' present units; `background`: when nobody waits
   * @param user superuser by default
   * @throws EngineSqlError
   */
  run(applicationName: string, sql: string, priority: 'client' | 'background', user = SUPERUSER): Promise<Finished> {
    return new Promise((resolve, reject) => {
      const turn = async () => {
        const held = this.#startTurn();
        try {
          await this.#become(initialSettings(user, new Map()));
          const answer = await this.#execute(queryFrame(sql));
          this.#notifyOthers(answer, undefined);
          resolve({ rows: readRows(answer.bytes, sql), heldMs: held().heldMs });
        } catch (error) {
          reject(error);
          if (!(error instanceof EngineSqlError)) throw error;
          this.#applied = undefined;
        } finally {
          this.#options.statistics.record(applicationName, sql, held());
        }
      };
      if (priority === 'background') this.#background.push({ sinceMs: this.#options.now(), run: turn });
      else this.#urgent.push(turn);
      this.#wake();
    });
  }

  #startTurn(): () => Held {
    const { now, cpuMs } = this.#options;
    const [startedMs, startedCpuMs] = [now(), cpuMs()];
    return () => ({ heldMs: now() - startedMs, cpuMs: cpuMs() - startedCpuMs });
  }

  /** True while a client listens on this channel; that ends with the client, however it ends. */
  hasListener(channel: string): boolean {
    return [...this.#seats].some((seat) => seat.client.listening.has(channel));
  }

  /** Clients that wait for a turn now. */
  get waitingClients(): number {
    return this.#queue.length;
  }

  /** Lets the present turn end and starts no other. */
  async close(): Promise<void> {
    this.#stopIdleTimer();
    while (this.#state === 'running') await new Promise((resolve) => setImmediate(resolve));
    this.#state = 'closed';
  }

  #wake(): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'running';
    setImmediate(() => {
      this.#takeTurns().catch((error: unknown) => {
        this.#state = 'broken';
        this.#options.onBroken(error);
      });
    });
  }

  async #takeTurns(): Promise<void> {
    for (let turn = this.#nextTurn(); turn !== undefined; turn = this.#nextTurn()) {
      await turn();
      // Sockets are read between turns: otherwise a busy client would be served before others are even heard.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#state = 'waiting';
    if (this.#owner !== undefined) this.#startIdleTimer(this.#owner);
  }

  #nextTurn(): (() => Promise<void>) | undefined {
    const owner = this.#owner;
    if (owner !== undefined) {
      // Before anything else: our own statements must not run inside a dead client's transaction.
      if (this.#gone.has(owner)) return () => this.#cleanUpAfter(owner);
      const unit = this.#waiting.get(owner)?.units.shift();
      return unit === undefined ? undefined : () => this.#runUnit(owner, unit);
    }
    const [gone] = this.#gone;
    if (gone !== undefined) return () => this.#cleanUpAfter(gone);
    const urgent = this.#urgent.shift();
    if (urgent !== undefined) return urgent;
    const background = this.#background[0];
    const isPatient = background === undefined || this.#options.now() - background.sinceMs < BACKGROUND_PATIENCE_MS;
    const seat = isPatient ? this.#queue.shift() : undefined;
    if (seat === undefined) return background === undefined ? undefined : () => this.#runBackground();
    const waiting = this.#waiting.get(seat);
    const unit = waiting?.units.shift();
    if (waiting === undefined || unit === undefined) return () => Promise.resolve();
    return async () => {
      await this.#runUnit(seat, unit);
      if (waiting.units.length > 0 && this.#owner !== seat) this.#queue.push(seat);
    };
  }

  async #runBackground(): Promise<void> {
    await this.#background.shift()?.run();
  }

  async #runUnit(seat: Seat, unit: Unit): Promise<void> {
    const held = this.#startTurn();
    try {
      if (this.#owner === undefined) await this.#become(seat.client.settings);
      await this.#perform(seat, unit);
    } catch (error) {
      // One of our own statements around the client's failed, such as becoming a user that has been dropped.
      if (!(error instanceof EngineSqlError)) throw error;
      this.#applied = undefined;
      seat.dismiss(errorFrame('FATAL', error.code, error.message));
    } finally {
      const { applicationName } = seat.client.identity;
      this.#options.statistics.record(applicationName, unit.label, held());
    }
  }

  async #perform(seat: Seat, unit: Unit): Promise<void> {
    switch (unit.kind) {
      case 'terminate':
        seat.dismiss(Buffer.alloc(0));
        return;
      case 'copy-start':
        seat.deliver(COPY_IN_FRAME);
        return;
      case 'deallocate-all':
      case 'discard-all':
        return this.#performForgetting(seat, unit);
      case 'run':
      case 'flush':
      case 'copy':
        return this.#performRun(seat, unit);
    }
  }

  async #performRun(seat: Seat, unit: Unit): Promise<void> {
    const { client } = seat;
    const repeated = unit.usesEarlierUnnamed && this.#unnamedOwner !== seat ? client.unnamedParse : undefined;
    const frames = repeated === undefined ? unit.frames : [repeated, ...unit.frames];
    if (client.unnamedParse !== undefined) this.#unnamedOwner = seat;
    client.settingsTouched ||= unit.touchesSettings;
    client.pendingListenActions.push(...unit.listenActions);
    const answer = await this.#execute(frames.length === 1 && frames[0] ? frames[0] : Buffer.concat(frames));
    const hidden: Hidden = { parseComplete: repeated === undefined ? 0 : 1, copyIn: unit.kind === 'copy' };
    seat.deliver(visibleTo(client, answer, hidden));
    this.#notifyOthers(answer, seat);
    await this.#settle(seat, answer);
  }

  /** DEALLOCATE ALL and DISCARD ALL would reach every client's statements and settings: they reach this one's. */
  async #performForgetting(seat: Seat, unit: Unit): Promise<void> {
    const { client } = seat;
    const closed = await this.#execute(Buffer.concat([...client.closeStatementFrames(), SYNC_FRAME]));
    const status = closed.status ?? 'I';
    const isDiscard = unit.kind === 'discard-all';
    if (isDiscard && status !== 'I') {
      const error = errorFrame('ERROR', '25001', 'DISCARD ALL cannot run inside a transaction block');
      seat.deliver(Buffer.concat([error, readyForQueryFrame(status)]));
      return;
    }
    if (isDiscard) {
      client.settings = client.initialSettings();
      await this.#applyListens(client, [{ kind: 'unlisten-all' }]);
    }
    const tag = isDiscard ? 'DISCARD ALL' : 'DEALLOCATE ALL';
    seat.deliver(Buffer.concat([commandCompleteFrame(tag), readyForQueryFrame(status)]));
  }

  /** After a unit: who owns the session now, and what of it has become lasting. */
  async #settle(seat: Seat, answer: Answer): Promise<void> {
    const { client } = seat;
    if (answer.status !== 'I') {
      this.#owner = seat;
      this.#ownerStatus = answer.status ?? 'between-flush-and-sync';
      return;
    }
    this.#owner = undefined;
    const actions = client.pendingListenActions;
    client.pendingListenActions = [];
    // An error, or a rollback, takes back what the transaction said.
    const isLasting = !answer.hasError && answer.lastTag !== 'ROLLBACK';
    if (actions.length > 0 && isLasting) await this.#applyListens(client, actions);
    if (client.settingsTouched) await this.#readSettings(client);
  }

  async #readSettings(client: ClientSession): Promise<void> {
    client.settingsTouched = false;
    const rows = readRows((await this.#execute(queryFrame(SNAPSHOT_QUERY))).bytes, SNAPSHOT_QUERY);
    const snapshot = new Map(rows.map(([name, setting]) => [name ?? '', setting ?? ''] as const));
    this.#applied = snapshot;
    client.settings = settledSettings(client.initialSettings(), snapshot);
  }

  async #applyListens(client: ClientSession, actions: readonly ListenAction[]): Promise<void> {
    for (const action of actions) {
      if (action.kind === 'unlisten-all') client.listening.clear();
      else if (action.kind === 'unlisten') client.listening.delete(action.channel);
      else {
        client.listening.add(action.channel);
        this.#engineListens.add(action.channel);
      }
    }
    await this.#dropUnheardChannels();
  }

  async #dropUnheardChannels(): Promise<void> {
    for (const channel of this.#engineListens) {
      if ([...this.#seats].some((seat) => seat.client.listening.has(channel))) continue;
      this.#engineListens.delete(channel);
      const sql = `UNLISTEN ${quoteIdentifier(channel)}`;
      readRows((await this.#execute(queryFrame(sql))).bytes, sql);
    }
  }

  /** Runs first of all once its client has left, before anybody else can see the session; a transaction of another's goes on undisturbed. */
  async #cleanUpAfter(seat: Seat): Promise<void> {
    this.#gone.delete(seat);
    if (this.#owner === seat) {
      let status: TransactionStatus | undefined =
        this.#ownerStatus === 'between-flush-and-sync' ? undefined : this.#ownerStatus;
      if (status === undefined) status = (await this.#execute(SYNC_FRAME)).status;
      if (status !== 'I') await this.#execute(queryFrame('ROLLBACK'));
      this.#owner = undefined;
      // Settings set inside the transaction are gone, those set before it by SET LOCAL too: ask nobody, set all again.
      if (seat.client.settingsTouched) this.#applied = undefined;
    }
    if (this.#unnamedOwner === seat) this.#unnamedOwner = undefined;
    if (seat.client.hasStatements) {
      await this.#execute(Buffer.concat([...seat.client.closeStatementFrames(), SYNC_FRAME]));
    }
    if (seat.client.listening.size > 0) await this.#dropUnheardChannels();
  }

  async #become(target: SessionSettings): Promise<void> {
    const sql = switchStatements(this.#applied, target);
    if (sql !== '') readRows((await this.#execute(queryFrame(sql))).bytes, sql);
    this.#applied = target;
  }

  async #execute(frames: Buffer): Promise<Answer> {
    return readAnswer(await this.#engine.run(frames));
  }

  #notifyOthers(answer: Answer, sender: Seat | undefined): void {
    if (!answer.hasNotifications) return;
    eachFrame(answer.bytes, (type, start, end) => {
      if (type !== BACKEND.notification) return;
      const [channel] = readCString(answer.bytes, start + 9);
      for (const seat of this.#seats) {
        if (seat !== sender && seat.client.listening.has(channel)) seat.deliver(answer.bytes.subarray(start, end));
      }
    });
  }

  #startIdleTimer(owner: Seat): void {
    this.#stopIdleTimer();
    this.#ownerIdleTimer = setTimeout(() => {
      const message = 'terminating connection: idle inside a transaction while others wait for the one session';
      if (this.#queue.length + this.#urgent.length + this.#background.length === 0) this.#startIdleTimer(owner);
      else owner.dismiss(errorFrame('FATAL', '25P03', message));
    }, this.#options.idleInTransactionMs);
  }

  #stopIdleTimer(): void {
    clearTimeout(this.#ownerIdleTimer);
  }
}

interface Hidden {
  /** So many ParseComplete answer messages of ours. */
  parseComplete: number;
  copyIn: boolean;
}

/** The answer without what the client has not asked for: other clients' notifications, answers to our own messages. */
function visibleTo(client: ClientSession, answer: Answer, hidden: Hidden): Buffer {
  if (!answer.hasNotifications && !hidden.copyIn && hidden.parseComplete === 0) return answer.bytes;
  const parts: Buffer[] = [];
  eachFrame(answer.bytes, (type, start, end) => {
    if (type === BACKEND.parseComplete && hidden.parseComplete > 0) hidden.parseComplete -= 1;
    else if (type === BACKEND.copyInResponse && hidden.copyIn) return;
    else if (type === BACKEND.notification && !client.listening.has(readCString(answer.bytes, start + 9)[0])) return;
    else parts.push(answer.bytes.subarray(start, end));
  });
  return Buffer.concat(parts);
}

function readAnswer(bytes: Buffer): Answer {
  let status: TransactionStatus | undefined;
  let hasError = false;
  let lastTag = '';
  let hasNotifications = false;
  eachFrame(bytes, (type, start) => {
    if (type === BACKEND.readyForQuery) status = String.fromCharCode(bytes[start + 5] ?? 0x49) as TransactionStatus;
    else if (type === BACKEND.error) hasError = true;
    else if (type === BACKEND.commandComplete) [lastTag] = readCString(bytes, start + 5);
    else if (type === BACKEND.notification) hasNotifications = true;
  });
  return { bytes, status, hasError, lastTag, hasNotifications };
}
