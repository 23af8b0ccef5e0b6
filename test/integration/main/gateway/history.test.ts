import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeHistoryFrame, type HistoryAnswer } from '../../../../src/shared/history-frame';
import type { Tile } from '../../../../src/shared/tile';
import { type Client, liveUnit, NOW_MS, type Rig, startRig } from './gateway-rig';

let rig: Rig;

beforeEach(async () => {
  rig = await startRig();
});

afterEach(async () => {
  await rig.stop();
  expect(rig.sources.listenerCount).toBe(0);
});

const series = [{ table: 'metric', workUnitId: 'press-1', name: 'temperature' }] as const;
const range = { fromMs: NOW_MS - 600_000, toMs: NOW_MS };
const tile: Tile = {
  ...{ series: series[0], range, asOfMs: NOW_MS, sealed: false },
  columns: { kind: 'raw', timesMs: Float64Array.of(NOW_MS - 2, NOW_MS - 1), values: Float64Array.of(1, Number.NaN) },
};
const answer: Omit<HistoryAnswer, 'requestId'> = {
  ...{
    series: series[0],
    range,
    resolution: 'raw',
    cadenceMs: 1_000,
    completeToMs: NOW_MS,
    asOfMs: NOW_MS,
    revised: [],
    missing: [],
    missingReason: null,
    preparing: [],
    before: null,
    after: null,
  },
  tiles: [tile],
};
const ask = (client: Client, requestId: number) =>
  client.say({ type: 'history', requestId, series: [...series], range });

test('the answer is one binary frame per series that names the request', async () => {
  rig.sources.answer = async () => [answer, answer];
  const client = await rig.greeted();
  ask(client, 42);
  for (let frame = 0; frame < 2; frame += 1) {
    const decoded = decodeHistoryFrame(await client.nextBinary());
    expect(decoded).toEqual({ ...answer, requestId: 42 });
  }
  expect(rig.sources.questions[0]).toEqual({ series, range, pointBudget: 1_000 });
});

test('a cancelled request is stopped at its source and never answered', async () => {
  const aborted = new Promise<void>((resolve) => {
    rig.sources.answer = (_question, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          resolve();
          reject(signal.reason);
        });
      });
  });
  const client = await rig.greeted();
  ask(client, 1);
  client.say({ type: 'cancel', requestId: 1 });
  await aborted;
  rig.sources.answer = async () => [answer];
  ask(client, 2);
  expect(decodeHistoryFrame(await client.nextBinary()).requestId).toBe(2);
  expect(client.types()).toEqual(['welcome', 'catalogue', 'pins', 'binary']);
});

test('a viewer that leaves stops its requests', async () => {
  const client = await rig.greeted();
  const aborted = new Promise<void>((resolve) => {
    rig.sources.answer = (_question, signal) =>
      new Promise((_resolve, reject) => {
        client.socket.terminate();
        signal.addEventListener('abort', () => {
          resolve();
          reject(signal.reason);
        });
      });
  });
  ask(client, 1);
  await aborted;
});

test('a failure is told by its code; a fault of ours by no detail', async () => {
  const client = await rig.greeted();
  rig.sources.answer = () =>
    Promise.reject(Object.assign(new Error('The plant is away.'), { code: 'plant-unreachable', retryable: true }));
  ask(client, 1);
  expect(await client.next('error')).toEqual({
    ...{ type: 'error', code: 'plant-unreachable', message: 'The plant is away.', retryable: true, requestId: 1 },
  });
  rig.sources.answer = () => Promise.reject(new TypeError('SECRET detail'));
  ask(client, 2);
  const fault = await client.next('error');
  expect(fault).toMatchObject({ code: 'internal', requestId: 2 });
  expect(fault.message).not.toContain('SECRET');
});

test('one id twice and too many at once are refused by name', async () => {
  rig.sources.answer = () => new Promise(() => {});
  const client = await rig.greeted();
  ask(client, 0);
  ask(client, 0);
  expect(await client.next('error')).toMatchObject({ code: 'bad-message', requestId: 0 });
  for (let requestId = 1; requestId <= 16; requestId += 1) ask(client, requestId);
  expect(await client.next('error')).toMatchObject({ code: 'too-much', requestId: 16, retryable: true });
});

test('large answers to a viewer that reads do not make it look slow', async () => {
  const values = new Float64Array(20_000);
  const big = { ...answer, tiles: [{ ...tile, columns: { kind: 'raw', timesMs: values, values } as const }] };
  rig.sources.answer = async () => Array.from({ length: 24 }, () => big);
  const client = await rig.greeted();
  client.say({ type: 'subscribe', workUnitIds: 'all' });
  ask(client, 1);
  for (let frame = 0; frame < 24; frame += 1) {
    rig.sources.say([liveUnit('press-1', frame)]);
    expect((await client.nextBinary()).length).toBeGreaterThan(320_000);
  }
});
