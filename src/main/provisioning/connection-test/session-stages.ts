import { z } from 'zod';
import { inSeconds, withDeadline } from './deadline';
import { errorText } from './error-facts';
import { closeSession, openSession } from './login-stage';
import { type Finding, failed, passed, warned } from './stage-result';
import type { ConnectionTestDeps, TestSession, TestTarget } from './test-target';

interface Limit {
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Fresh and stale are told by comparing the two clocks: a second is what a screen shows. */
const CLOCK_WARNS_MS = 1_000;
/** Beyond this every value would look stale, or come from the future. */
const CLOCK_FAILS_MS = 60_000;

const clockRow = z.object({ now_ms: z.number() });

/** The server's clock against ours, as precisely as the way there and back allows. */
export async function compareClocks(
  session: TestSession,
  deps: Pick<ConnectionTestDeps, 'nowMs' | 'elapsedMs'>,
  limit: Limit,
): Promise<Finding> {
  const sentMs = deps.nowMs();
  const startedMs = deps.elapsedMs();
  const { rows } = await withDeadline(
    session.query('SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now_ms'),
    limit.limitMs,
    limit,
  );
  const tookMs = deps.elapsedMs() - startedMs;
  return judgeClock(clockRow.parse(rows[0]).now_ms - (sentMs + tookMs / 2), tookMs);
}

/**
 * @param aheadMs server's clock less ours, in ms
 * @param roundTripMs how long asking took; half of it is the doubt
 */
export function judgeClock(aheadMs: number, roundTripMs: number): Finding {
  const details = { aheadMs: Math.round(aheadMs), doubtMs: Math.ceil(roundTripMs / 2) };
  const certainMs = Math.max(0, Math.abs(aheadMs) - roundTripMs / 2);
  const difference = inSeconds(Math.abs(aheadMs));
  const what =
    aheadMs > 0
      ? `The server's clock is ${difference} ahead of ours.`
      : `The server's clock is ${difference} behind ours.`;
  const remedy = 'Let both computers set their clocks by the same time server (NTP).';
  if (certainMs > CLOCK_FAILS_MS) return failed(what, remedy, details);
  if (certainMs > CLOCK_WARNS_MS) return warned(what, remedy, details);
  return passed("The server's clock and ours agree.", details);
}

const POLLING = 'Listen over a direct connection to PostgreSQL, or let Taktline poll for new rows.';

/**
 * Whether a notification from a second session arrives: a pooler in transaction mode accepts LISTEN and delivers nothing.
 * @param limitMs for the whole stage
 */
export async function tryListening(
  target: TestTarget,
  session: TestSession,
  deps: ConnectionTestDeps,
  limit: Limit,
): Promise<Finding> {
  const endsMs = deps.elapsedMs() + limit.limitMs;
  const left = () => Math.max(1, endsMs - deps.elapsedMs());
  const channel = `taktline_test_${deps.randomId()}`;
  let second: TestSession | undefined;
  try {
    const arrived = new Promise<number>((resolve) => {
      session.on('notification', (message) => {
        if (message.channel === channel) resolve(deps.elapsedMs());
      });
    });
    await withDeadline(session.query(`LISTEN "${channel}"`), left(), limit);
    second = await openSession(target, deps, { ...limit, limitMs: left(), queryLimitMs: left() });
    const sentMs = deps.elapsedMs();
    await withDeadline(second.query('SELECT pg_notify($1, $2)', [channel, 'test']), left(), limit);
    return await told(arrived, sentMs, left(), limit.signal);
  } catch (error) {
    limit.signal?.throwIfAborted();
    return warned(`Listening could not be tried: ${errorText(error, target)}.`, POLLING);
  } finally {
    if (second !== undefined) await closeSession(second);
  }
}

/** A notification takes a few ms; a busy server may take longer, a pooler for ever. */
const ARRIVES_WITHIN_MS = 1_000;

async function told(
  arrived: Promise<number>,
  sentMs: number,
  leftMs: number,
  signal: AbortSignal | undefined,
): Promise<Finding> {
  const waitMs = Math.min(ARRIVES_WITHIN_MS, leftMs);
  try {
    const tookMs = Math.round((await withDeadline(arrived, waitMs, { signal })) - sentMs);
    return passed(`A notification from a second session arrived (${tookMs} ms).`, { tookMs });
  } catch {
    signal?.throwIfAborted();
    // The one error left is the deadline, and this is its verdict.
    const what = `LISTEN is accepted, but a notification did not arrive within ${inSeconds(waitMs)}; a pooler such as PgBouncer in transaction mode does that.`;
    return warned(what, POLLING, { tookMs: null });
  }
}
