import { backoffMs } from '../../../shared/backoff';
import type { SqlClient } from '../../provisioning/sql-client';
import type { Clock } from './clock';

/** A session with the plant; a client of `connectPlant` is one. */
export interface Session extends SqlClient {
  end(): Promise<void>;
}

export interface PersistentSessionOptions {
  /** Opens a session of its own; `onLost` is called once when it breaks by itself. */
  readonly connect: (onLost: (error: Error | undefined) => void) => Promise<Session>;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Told before each wait. */
  readonly onTrouble?: (error: Error, waitMs: number) => void;
}

/**
 * Runs `work` on a session, and again on a new one whenever the plant went away; so `work` must go on from where the
 * database says it is. Its signal is given when the session is lost, too.
 * @param work calls `onAlive` once it has got something done: the next backoff then starts small again
 * @throws what `work` throws for reasons other than a plant gone away, and the signal's reason once it is given
 */
export async function withPersistentSession<T>(
  options: PersistentSessionOptions,
  work: (client: Session, signal: AbortSignal, onAlive: () => void) => Promise<T>,
): Promise<T> {
  for (let failures = 0; ; ) {
    options.signal.throwIfAborted();
    try {
      return await runOnce(options, (client, signal) =>
        work(client, signal, () => {
          failures = 0;
        }),
      );
    } catch (error) {
      if (options.signal.aborted) throw options.signal.reason;
      if (!isPlantAway(error)) throw error;
      failures += 1;
      const waitMs = backoffMs(failures, options.random());
      options.onTrouble?.(error, waitMs);
      await options.clock.sleep(waitMs, options.signal);
    }
  }
}

async function runOnce<T>(
  options: PersistentSessionOptions,
  work: (client: Session, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const client = await options.connect((error) => lost.abort(error ?? new Error('the plant closed the connection')));
  try {
    return await work(client, AbortSignal.any([options.signal, lost.signal]));
  } catch (error) {
    // The loss is the cause, whatever its consequence looked like.
    throw lost.signal.aborted && !options.signal.aborted ? lost.signal.reason : error;
  } finally {
    await client.end().catch((error: unknown) => {
      // A broken session cannot be closed politely; its socket is gone already.
      if (!lost.signal.aborted) options.onTrouble?.(asError(error), 0);
    });
  }
}

/** SQLSTATE classes that mean "later": connection, resources, operator intervention, rolled back. */
const PASSING_CLASSES = new Set(['08', '40', '53', '57']);

/** True where trying again later can help: the plant is away or restarting, not wrong in its answer. */
export function isPlantAway(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const isSqlState = code !== undefined && /^(?=.*\d)[0-9A-Z]{5}$/.test(code);
  if (isSqlState) return PASSING_CLASSES.has(code.slice(0, 2));
  if (error.cause !== undefined) return isPlantAway(error.cause);
  return code !== undefined || /connection|timeout|terminated|closed/i.test(error.message);
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
