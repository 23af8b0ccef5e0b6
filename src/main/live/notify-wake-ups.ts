import { z } from 'zod';
import { orAborted } from './abort';
import { type LiveClock, pause } from './live-clock';
import type { WakeUp, WakeUpHandlers, WakeUpSession, WakeUps } from './wake-ups';

/** A connection to the plant that can listen; a `pg` client satisfies it. */
export interface NotifyConnection {
  query(text: string): Promise<unknown>;
  on(
    event: 'notification',
    listener: (notification: { channel: string; payload?: string | undefined }) => void,
  ): unknown;
  end(): Promise<void>;
}

export interface NotifyWakeUpsOptions {
  /**
   * Connects anew. `onLost` is called at most once, when the connection ends by itself.
   * @throws Error when the plant cannot be reached in time
   */
  readonly connect: (onLost: (error: Error | undefined) => void) => Promise<NotifyConnection>;
  /** The channel of each unit, named by the plant; undefined where the plant has no wake-ups (then the feed polls). */
  readonly channelsOf: (workUnitIds: readonly string[]) => Promise<ReadonlyMap<string, string> | undefined>;
  /** Sends a notification from another connection: only so is it seen that a pooler in between swallows LISTEN. */
  readonly notifyFromElsewhere: (channel: string, payload: string) => Promise<void>;
  readonly quoteIdentifier: (name: string) => string;
  readonly clock: LiveClock;
  /** A text that no other appliance has, of plain characters, up to 40. */
  readonly probeName: string;
  /** Longest wait for the notification to oneself, in ms. */
  readonly probeTimeoutMs?: number;
  /** Told of a payload that is none of ours; the unit is read all the same. */
  readonly onMalformed?: (channel: string) => void;
}

const DEFAULT_PROBE_TIMEOUT_MS = 1_000;
/** Longest wait for a connection to end. */
const GOODBYE_MS = 1_000;
const SWALLOWED =
  'A notification to ourselves did not arrive: a pooler between here and the plant may swallow them. Connect past it, or to one in session mode.';
/** LISTEN statements sent in one query. */
const LISTENS_PER_QUERY = 100;

const Payload = z.object({ table: z.enum(['metric', 'oee']), firstMs: z.number(), lastMs: z.number() });

/** Wake-ups by PostgreSQL's LISTEN and NOTIFY, one connection for all units. */
export class NotifyWakeUps implements WakeUps {
  readonly #options: NotifyWakeUpsOptions;

  constructor(options: NotifyWakeUpsOptions) {
    this.#options = options;
  }

  async open(handlers: WakeUpHandlers, signal: AbortSignal): Promise<WakeUpSession> {
    signal.throwIfAborted();
    const session = new NotifySession(this.#options, handlers);
    const opening = session.open();
    try {
      await orAborted(opening, signal);
      return session;
    } catch (error) {
      // What is still on its way is closed when it is there; its own failure was this one, or comes too late to matter.
      const closing = opening.then(
        () => session.close(),
        () => session.close(),
      );
      if (!signal.aborted) await closing;
      throw error;
    }
  }
}

class NotifySession implements WakeUpSession {
  readonly #options: NotifyWakeUpsOptions;
  readonly #handlers: WakeUpHandlers;
  /** Channel → unit, for the channels that are listened to. */
  readonly #units = new Map<string, string>();
  readonly #channels = new Map<string, string>();
  #connection: NotifyConnection | undefined;
  #following: Promise<void> = Promise.resolve();
  #whyNot: string | undefined = 'It was not tried yet.';
  #onProbe: (() => void) | undefined;
  #state: 'open' | 'lost' | 'closed' = 'open';

  constructor(options: NotifyWakeUpsOptions, handlers: WakeUpHandlers) {
    this.#options = options;
    this.#handlers = handlers;
  }

  get notifies(): boolean {
    return this.#whyNot === undefined;
  }

  get whyNot(): string | undefined {
    return this.#whyNot;
  }

  async open(): Promise<void> {
    this.#connection = await this.#options.connect((error) => this.#onLost(error));
    this.#connection.on('notification', ({ channel, payload }) => this.#onNotification(channel, payload ?? ''));
    this.#whyNot = await this.#whyNotListen(this.#connection);
  }

  follow(workUnitIds: readonly string[]): Promise<void> {
    const done = this.#following.then(() => this.#follow(workUnitIds));
    // The next call must not fail for this one's reason; who made this call hears of it.
    this.#following = done.catch(() => {});
    return done;
  }

  async close(): Promise<void> {
    const wasLost = this.#state === 'lost';
    this.#state = 'closed';
    this.#onProbe = undefined;
    if (wasLost || this.#connection === undefined) return;
    const given = new AbortController();
    // A peer that has gone silent never says goodbye: the connection is left to the system then.
    await Promise.race([
      this.#connection.end().finally(() => given.abort()),
      pause(this.#options.clock, GOODBYE_MS, given.signal),
    ]);
  }

  /** A server may refuse: a hot standby knows no LISTEN. Trouble of the connection is thrown on. */
  async #whyNotListen(connection: NotifyConnection): Promise<string | undefined> {
    try {
      return await this.#probe(connection);
    } catch (error) {
      if (!isRefusal(error) || this.#state !== 'open') throw error;
      return `The plant refuses notifications: ${error.message}.`;
    } finally {
      this.#onProbe = undefined;
    }
  }

  async #probe(connection: NotifyConnection): Promise<string | undefined> {
    const { clock, quoteIdentifier, notifyFromElsewhere, probeName, probeTimeoutMs } = this.#options;
    if ((await this.#options.channelsOf([probeName])) === undefined)
      return 'The plant has no wake-ups: they are a step of provisioning.';
    const channel = probeChannel(probeName);
    let notifies = false;
    const heard = new AbortController();
    this.#onProbe = () => {
      notifies = true;
      heard.abort();
    };
    await connection.query(`LISTEN ${quoteIdentifier(channel)}`);
    await notifyFromElsewhere(channel, 'probe');
    await pause(clock, probeTimeoutMs ?? DEFAULT_PROBE_TIMEOUT_MS, heard.signal);
    await connection.query(`UNLISTEN ${quoteIdentifier(channel)}`);
    return notifies ? undefined : SWALLOWED;
  }

  async #follow(workUnitIds: readonly string[]): Promise<void> {
    if (!this.notifies) return;
    const { channelsOf, quoteIdentifier } = this.#options;
    const wanted = new Set(workUnitIds);
    const left = [...this.#channels].filter(([workUnitId]) => !wanted.has(workUnitId));
    const added = workUnitIds.filter((workUnitId) => !this.#channels.has(workUnitId));
    const channels = added.length === 0 ? undefined : await channelsOf(added);
    const statements = left.map(([, channel]) => `UNLISTEN ${quoteIdentifier(channel)}`);
    for (const [workUnitId, channel] of left) {
      this.#channels.delete(workUnitId);
      this.#units.delete(channel);
    }
    for (const [workUnitId, channel] of channels ?? []) {
      this.#channels.set(workUnitId, channel);
      this.#units.set(channel, workUnitId);
      statements.push(`LISTEN ${quoteIdentifier(channel)}`);
    }
    for (let at = 0; at < statements.length; at += LISTENS_PER_QUERY)
      await this.#connection?.query(statements.slice(at, at + LISTENS_PER_QUERY).join('; '));
  }

  #onNotification(channel: string, payload: string): void {
    if (this.#state !== 'open') return;
    if (channel === probeChannel(this.#options.probeName)) this.#onProbe?.();
    const workUnitId = this.#units.get(channel);
    if (workUnitId === undefined) return;
    for (const wakeUp of this.#decode(workUnitId, channel, payload)) this.#handlers.onWakeUp(wakeUp);
  }

  #decode(workUnitId: string, channel: string, payload: string): readonly WakeUp[] {
    const decoded = Payload.safeParse(parseJson(payload));
    if (decoded.success) return [{ workUnitId, ...decoded.data }];
    this.#options.onMalformed?.(channel);
    const unknown = { firstMs: Number.POSITIVE_INFINITY, lastMs: Number.NEGATIVE_INFINITY };
    return [
      { workUnitId, table: 'metric', ...unknown },
      { workUnitId, table: 'oee', ...unknown },
    ];
  }

  #onLost(error: Error | undefined): void {
    if (this.#state !== 'open') return;
    this.#state = 'lost';
    this.#handlers.onLost(error?.message ?? 'the plant closed the listening connection');
  }
}

/** True where the server itself has refused the statement and goes on; FATAL would be the connection's end. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && 'severity' in error && error.severity === 'ERROR';
}

function probeChannel(probeName: string): string {
  return `taktline_probe_${probeName}`;
}

/** The parsed text, or undefined where it is no JSON: the schema then refuses it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
