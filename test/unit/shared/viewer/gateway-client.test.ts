import { describe, expect, test } from 'vitest';
import { encodeHistoryFrame } from '../../../../src/shared/history-frame';
import type { SeriesKey } from '../../../../src/shared/series';
import type { Access, Key } from '../../../../src/shared/viewer/access';
import { GatewayClient } from '../../../../src/shared/viewer/gateway-client';
import { HistoryFailure } from '../../../../src/shared/viewer/pending-requests';
import { FakeNetwork } from '../../renderer/data/fake-socket';
import { ManualTime, settled } from '../../renderer/manual-time';

const RANGE = { fromMs: 0, toMs: 60_000 };
const OEE: SeriesKey = { table: 'oee', workUnitId: 'press-1', name: 'oee_score' };
const TEMPERATURE: SeriesKey = { table: 'metric', workUnitId: 'press-1', name: 'temperature' };

function answerTo(requestId: number, series: SeriesKey): ArrayBuffer {
  return encodeHistoryFrame({
    requestId,
    series,
    range: RANGE,
    resolution: 'raw',
    cadenceMs: 1_000,
    completeToMs: 60_000,
    asOfMs: 60_000,
    revised: [],
    missing: [],
    missingReason: null,
    preparing: [],
    before: null,
    after: null,
    tiles: [],
  }).buffer;
}

function setUp(key: Key = { url: 'ws://here/live', token: 'secret' }, otherKeyLeft = false) {
  const time = new ManualTime();
  const network = new FakeNetwork();
  const states: string[] = [];
  const links: string[] = [];
  const problems: string[] = [];
  const accepted: string[] = [];
  const access: Access = {
    key: () => Promise.resolve(key),
    accepted: (token) => accepted.push(token),
    refused: () => otherKeyLeft,
  };
  const client = new GatewayClient({
    access,
    openSocket: network.openSocket,
    events: {
      stateChanged: (state) => states.push(state.name),
      linkChanged: (link) => links.push(link),
      message: () => undefined,
      problem: (sentence) => problems.push(sentence),
    },
    after: time.after,
    nowMs: () => time.nowMs,
    random: () => 1,
  });
  const goLive = async () => {
    await settled();
    network.last.open();
    network.last.welcome();
  };
  return { time, network, states, links, problems, accepted, client, goLive };
}

describe('coming in', () => {
  test('the key goes in the first frame, never in the address, and the token of the welcome is kept', async () => {
    const { client, network, accepted, states, goLive } = setUp({ url: 'ws://here/live', code: 'once' });
    client.connect();
    await goLive();
    expect(network.last.url).toBe('ws://here/live');
    expect(network.last.sent[0]).toEqual({ type: 'hello', version: 1, code: 'once' });
    expect(network.last.sent[1]).toEqual({ type: 'subscribe', workUnitIds: 'all', tailMs: 0 });
    expect(accepted).toEqual(['viewer-token']);
    expect(states).toEqual(['connecting', 'greeting', 'live']);
  });

  test('without any key nothing is opened and the screen is told so', async () => {
    const { client, network } = setUp({ url: 'ws://here/live', none: true });
    client.connect();
    await settled();
    expect(network.connections).toHaveLength(0);
    expect(client.state).toMatchObject({ name: 'refused', refusal: 'no-key' });
  });

  test('a used code stops the trying; a new one starts it again', async () => {
    const { client, network, time, goLive } = setUp({ url: 'ws://here/live', code: 'used' });
    client.connect();
    await settled();
    network.last.open();
    network.last.say({ type: 'error', code: 'code-expired', message: 'used', retryable: false });
    network.last.close(4401);
    expect(client.state).toMatchObject({ name: 'refused', refusal: 'code-expired' });
    await time.pass(60_000);
    expect(network.connections).toHaveLength(1);
    client.connect();
    await goLive();
    expect(client.state.name).toBe('live');
  });

  test('a refused code with a token left is followed by another attempt', async () => {
    const { client, network, time } = setUp({ url: 'ws://here/live', code: 'used' }, true);
    client.connect();
    await settled();
    network.last.open();
    network.last.say({ type: 'error', code: 'code-expired', message: 'used', retryable: false });
    network.last.close(4401);
    await time.pass(1_000);
    expect(network.connections).toHaveLength(2);
  });

  test.each([
    ['no reason', undefined],
    ['too many tries', 'too-much'],
    ['keys that cannot be read', 'internal'],
  ] as const)('turned away for %s, the key is kept and tried again; a person reads what was said', async (_, code) => {
    const { client, network, time, goLive } = setUp();
    client.connect();
    await settled();
    network.last.open();
    if (code !== undefined) network.last.say({ type: 'error', code, message: 'wait', retryable: true });
    network.last.close(4401, code ?? '');
    const reason = code === undefined ? 'The connection to the appliance was closed.' : 'wait';
    expect(client.state).toEqual({ name: 'waiting', reason });
    await time.pass(1_000);
    await goLive();
    expect(client.state.name).toBe('live');
  });

  test('too many tries with a code that somebody typed wait for a person', async () => {
    const { client, network } = setUp({ url: 'ws://here/live', code: 'typed' });
    client.connect();
    await settled();
    network.last.open();
    network.last.say({ type: 'error', code: 'too-much', message: 'wait', retryable: true });
    network.last.close(4401);
    expect(client.state).toMatchObject({ name: 'refused', refusal: 'too-much' });
  });

  test('an appliance of another version is told apart from one that refuses', async () => {
    const { client, network } = setUp();
    client.connect();
    await settled();
    network.last.open();
    network.last.close(4426);
    expect(client.state).toMatchObject({ name: 'refused', refusal: 'version-mismatch' });
  });
});

describe('staying in', () => {
  test('a silent appliance is late after 2.5 s, offline after 3 s, and given up after 5 s', async () => {
    const { client, network, time, links, goLive } = setUp();
    client.connect();
    await goLive();
    await time.pass(2_400);
    expect(links).toEqual(['online']);
    await time.pass(500);
    expect(links).toEqual(['online', 'late']);
    await time.pass(500);
    expect(links).toEqual(['online', 'late', 'offline']);
    expect(network.last.closedByClient).toBe(false);
    await time.pass(2_000);
    expect(network.connections[0]?.closedByClient).toBe(true);
  });

  test('one word from the appliance makes a late link good again', async () => {
    const { client, network, time, links, goLive } = setUp();
    client.connect();
    await goLive();
    await time.pass(3_500);
    network.last.say({ type: 'heartbeat', plantTimeMs: 1_003_500 });
    expect(links).toEqual(['online', 'late', 'offline', 'online']);
  });

  test('a cut connection is offline at once and tried again with growing waits of 15 s at most', async () => {
    const { client, network, time, links, goLive } = setUp();
    client.connect();
    await goLive();
    network.last.close();
    expect(links.at(-1)).toBe('offline');
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      const count = network.connections.length;
      const fromMs = time.nowMs;
      while (network.connections.length === count) await time.pass(100);
      waits.push(time.nowMs - fromMs);
      network.last.close();
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });

  test('after the welcome the waits begin small again and what was followed is followed again', async () => {
    const { client, network, time, goLive } = setUp();
    client.connect();
    await goLive();
    client.follow({ workUnitIds: ['press-1'], tailMs: 600_000 });
    for (let round = 0; round < 2; round++) {
      network.last.close();
      await time.pass(500);
      await goLive();
      expect(network.last.sent.at(-1)).toEqual({ type: 'subscribe', workUnitIds: ['press-1'], tailMs: 600_000 });
    }
    expect(network.connections).toHaveLength(3);
  });

  test('an appliance that never welcomes is left after 8 s', async () => {
    const { client, network, time } = setUp();
    client.connect();
    await settled();
    network.last.open();
    await time.pass(8_000);
    expect(network.last.closedByClient).toBe(true);
    expect(client.state.name).toBe('waiting');
  });

  test('what an abandoned connection still says is not heard', async () => {
    const { client, network, time, goLive } = setUp();
    client.connect();
    await goLive();
    const first = network.last;
    first.close();
    await time.pass(500);
    await goLive();
    first.close();
    expect(client.state.name).toBe('live');
  });

  test('a broken message is reported and changes nothing', async () => {
    const { client, network, problems, goLive } = setUp();
    client.connect();
    await goLive();
    for (const data of ['{', '{"type":"update","sequence":"x"}', new ArrayBuffer(3), new Uint8Array(9).buffer, 7])
      network.last.sayRaw(data);
    expect(problems).toHaveLength(5);
    expect(problems[1]).toContain('sequence');
    expect(client.state.name).toBe('live');
  });

  test('closed for good, nothing is tried again', async () => {
    const { client, network, time, goLive } = setUp();
    client.connect();
    await goLive();
    client.close();
    await time.pass(60_000);
    expect(network.last.closedByClient).toBe(true);
    expect(network.connections).toHaveLength(1);
    expect(client.state.name).toBe('closed');
  });
});

describe('history', () => {
  const request = { series: [OEE, TEMPERATURE], range: RANGE, pointBudget: 100 };

  async function live() {
    const set = setUp();
    set.client.connect();
    await set.goLive();
    return set;
  }

  test('an answer is whole when each series has come, in any order', async () => {
    const { client, network } = await live();
    const answers = client.history(request, new AbortController().signal);
    const asked = network.last.sent.at(-1);
    expect(asked).toMatchObject({ type: 'history', requestId: 1, pointBudget: 100 });
    network.last.sayRaw(answerTo(1, TEMPERATURE));
    network.last.sayRaw(answerTo(1, TEMPERATURE));
    network.last.sayRaw(answerTo(1, OEE));
    expect((await answers).map(({ series }) => series)).toEqual([TEMPERATURE, OEE]);
  });

  test('aborting tells the appliance, and a late answer goes nowhere', async () => {
    const { client, network, problems } = await live();
    const flight = new AbortController();
    const answers = client.history(request, flight.signal);
    flight.abort(new Error('not wanted'));
    await expect(answers).rejects.toThrow('not wanted');
    expect(network.last.sent.at(-1)).toEqual({ type: 'cancel', requestId: 1 });
    network.last.sayRaw(answerTo(1, OEE));
    expect(problems).toEqual([]);
  });

  test('a refusal names the request and says whether asking again can help', async () => {
    const { client, network } = await live();
    const answers = client.history(request, new AbortController().signal);
    network.last.say({
      type: 'error',
      code: 'unknown-series',
      message: 'no such series',
      retryable: false,
      requestId: 1,
    });
    await expect(answers).rejects.toMatchObject({
      name: 'HistoryFailure',
      message: 'no such series',
      retryable: false,
    });
  });

  test('a cut connection fails what was asked on it, and asking while away fails at once', async () => {
    const { client, network } = await live();
    const answers = client.history(request, new AbortController().signal);
    network.last.close();
    await expect(answers).rejects.toBeInstanceOf(HistoryFailure);
    await expect(client.history(request, new AbortController().signal)).rejects.toMatchObject({ retryable: true });
  });

  test('a reply that never comes fails after 30 s', async () => {
    const { client, network, time } = await live();
    const answers = client.history(request, new AbortController().signal);
    const failed = expect(answers).rejects.toMatchObject({ retryable: true });
    for (let second = 0; second < 31; second++) {
      network.last.say({ type: 'heartbeat', plantTimeMs: second });
      await time.pass(1_000);
    }
    await failed;
    expect(network.last.sent.at(-1)).toEqual({ type: 'cancel', requestId: 1 });
  });
});
