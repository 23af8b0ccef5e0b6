import { expect, test } from 'vitest';
import { SetupBoard } from '../../../../src/main/setup/setup-board';
import type { SetupState } from '../../../../src/shared/setup';

const INITIAL: SetupState = {
  shown: { kind: 'demo', name: 'demo plant' },
  hasPassword: false,
  choice: { liveUpdates: 'polling', tables: {}, adoption: {} },
  isReaderNew: false,
  work: { kind: 'idle' },
  passwordPlaces: [],
};

test('changes that come together are told once, the newest state whole', () => {
  const due: (() => void)[] = [];
  const told: SetupState[] = [];
  const board = new SetupBoard(INITIAL, { after: (_delayMs, run) => due.push(run) }, (state) => told.push(state));
  for (let done = 0; done < 1_000; done += 1) {
    board.update({ work: { kind: 'applying', phase: 'running', done, count: 1_000 } });
  }
  expect(due).toHaveLength(1);
  due[0]?.();
  expect(told).toEqual([{ ...INITIAL, work: { kind: 'applying', phase: 'running', done: 999, count: 1_000 } }]);
  board.update({ handOver: 'text' });
  expect(due).toHaveLength(2);
});

test('undefined takes a value away', () => {
  const board = new SetupBoard({ ...INITIAL, handOver: 'text' }, { after: () => {} }, () => {});
  board.update({ handOver: undefined });
  expect('handOver' in board.state).toBe(false);
});
