import { beforeEach, expect, test } from 'vitest';
import { NotifyWakeUps, type NotifyWakeUpsOptions } from '../../../../src/main/live/notify-wake-ups';
import type { WakeUp } from '../../../../src/main/live/wake-ups';
import { ManualClock, settle } from './manual-clock';

type Notified = (notification: { channel: string; payload?: string }) => void;

let clock: ManualClock;
let statements: string[];
let notified: Notified;
let lose: (error?: Error) => void;
let ended: number;
let wakeUps: WakeUp[];
let losses: string[];
const handlers = {
  onWakeUp: (wakeUp: WakeUp) => wakeUps.push(wakeUp),
  onLost: (reason: string) => losses.push(reason),
};
const never = new AbortController().signal;

const quick: NotifyWakeUpsOptions['connect'] = async (onLost) => {
  lose = onLost;
  return {
    query: async (text) => statements.push(text),
    on: (_event, listener) => {
      notified = listener;
    },
    end: async () => {
      ended += 1;
    },
  };
};

function build(more: Partial<NotifyWakeUpsOptions> = {}): NotifyWakeUps {
  return new NotifyWakeUps({
    connect: quick,
    channelsOf: async (ids) => new Map(ids.map((id) => [id, `metric_updates_${id}`])),
    notifyFromElsewhere: async (channel, payload) => notified({ channel, payload }),
    quoteIdentifier: (name) => `"${name}"`,
    probeName: 'me',
    clock,
    ...more,
  });
}

beforeEach(() => {
  clock = new ManualClock(0);
  statements = [];
  ended = 0;
  wakeUps = [];
  losses = [];
});

test('it listens for the units that are followed, and no longer for those that left', async () => {
  const session = await build().open(handlers, never);
  expect(session.notifies).toBe(true);
  statements.length = 0;
  await session.follow(['a', 'b']);
  await session.follow(['b', 'c']);
  expect(statements).toEqual([
    'LISTEN "metric_updates_a"; LISTEN "metric_updates_b"',
    'UNLISTEN "metric_updates_a"; LISTEN "metric_updates_c"',
  ]);
  notified({ channel: 'metric_updates_c', payload: '{"table":"oee","firstMs":1,"lastMs":2}' });
  notified({ channel: 'metric_updates_a', payload: '{"table":"oee","firstMs":1,"lastMs":2}' });
  expect(wakeUps).toEqual([{ workUnitId: 'c', table: 'oee', firstMs: 1, lastMs: 2 }]);
  await session.close();
  expect(clock.timerCount).toBe(0);
});

test('where the server refuses LISTEN, as a hot standby does, there are no notifications; a broken connection is an error', async () => {
  const refusing = (severity: string): NotifyWakeUpsOptions['connect'] => {
    return async (onLost) => ({
      ...(await quick(onLost)),
      query: async () => {
        throw Object.assign(new Error('cannot execute LISTEN during recovery'), { severity });
      },
    });
  };
  const session = await build({ connect: refusing('ERROR') }).open(handlers, never);
  expect(session.notifies).toBe(false);
  await session.close();
  await expect(build({ connect: refusing('FATAL') }).open(handlers, never)).rejects.toThrow('recovery');
});

test('where a pooler swallows LISTEN, the missing notification to oneself tells', async () => {
  const opening = build({ notifyFromElsewhere: async () => {} }).open(handlers, never);
  await clock.advance(1_000);
  const session = await opening;
  expect(session.notifies).toBe(false);
  statements.length = 0;
  await session.follow(['a']);
  expect(statements).toEqual([]);
  await session.close();
});

test('a plant without wake-ups is not listened to', async () => {
  const session = await build({ channelsOf: async () => undefined }).open(handlers, never);
  expect(session.notifies).toBe(false);
  expect(statements).toEqual([]);
  await session.close();
});

test('a payload of another make wakes both tables of the unit, and is reported', async () => {
  const malformed: string[] = [];
  const session = await build({ onMalformed: (channel) => malformed.push(channel) }).open(handlers, never);
  await session.follow(['a']);
  for (const payload of ['', 'no json', '{"table":"other","firstMs":1,"lastMs":2}', '{"table":"metric"}'])
    notified({ channel: 'metric_updates_a', payload });
  expect(wakeUps.map(({ table }) => table)).toEqual(Array.from({ length: 4 }, () => ['metric', 'oee']).flat());
  expect(malformed).toHaveLength(4);
  await session.close();
});

test('a lost connection is told once, and its end is asked for by nobody', async () => {
  const session = await build().open(handlers, never);
  lose(new Error('gone'));
  lose();
  expect(losses).toEqual(['gone']);
  await session.close();
  expect(ended).toBe(0);
});

test('an opening that fails or comes too late leaves no connection behind', async () => {
  const failing = build({ notifyFromElsewhere: () => Promise.reject(new Error('no second connection')) });
  await expect(failing.open(handlers, never)).rejects.toThrow('no second connection');
  const abort = new AbortController();
  const late = build().open(handlers, abort.signal);
  abort.abort(new Error('stopped'));
  await expect(late).rejects.toThrow('stopped');
  await settle();
  expect(ended).toBe(2);
  expect(clock.timerCount).toBe(0);
});

test('a connection that never ends holds nobody up for more than a second', async () => {
  const silent = {
    query: () => new Promise<never>(() => {}),
    on: () => {},
    end: () => new Promise<never>(() => {}),
  };
  const abort = new AbortController();
  const opening = build({ connect: async () => silent }).open(handlers, abort.signal);
  await settle();
  abort.abort(new Error('given up'));
  await expect(opening).rejects.toThrow('given up');
  const session = await build({ connect: async (onLost) => ({ ...(await quick(onLost)), end: silent.end }) }).open(
    handlers,
    never,
  );
  let isClosed = false;
  const closing = session.close().then(() => {
    isClosed = true;
  });
  await clock.advance(999);
  expect(isClosed).toBe(false);
  await clock.advance(1);
  await closing;
});
