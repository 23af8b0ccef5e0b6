import { expect, test } from 'vitest';
import { Topics } from '../../../../src/renderer/data/topics';

test('telling a topic wakes its listeners alone, each for as long as it has not left', () => {
  const topics = new Topics();
  const woken: string[] = [];
  const leave = topics.on('a', () => woken.push('first'));
  topics.on('a', () => woken.push('second'));
  topics.on('b', () => woken.push('other'));
  topics.tell('a');
  leave();
  topics.tell('a');
  topics.tell('nobody listens');
  expect(woken).toEqual(['first', 'second', 'second']);
});

test('leaving twice takes nobody along who came to the same topic since', () => {
  const topics = new Topics();
  const leave = topics.on('a', () => undefined);
  leave();
  let woken = 0;
  topics.on('a', () => {
    woken += 1;
  });
  leave();
  topics.tell('a');
  expect(woken).toBe(1);
});

test('a topic that nobody listens to any more is not kept', () => {
  const topics = new Topics();
  for (let unit = 0; unit < 1_000; unit++) topics.on(`unit ${unit}`, () => undefined)();
  expect(topics.size).toBe(0);
});
