import { expect, test } from 'vitest';
import {
  describePlantTrouble,
  isConnectionUsableAfter,
  isPlantUnreachable,
  PlantUnreachableError,
} from '../../../../src/main/plant/plant-error';

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });
const address = { host: 'plant', port: 5432, database: 'shop', user: 'reader', password: 'hunter2' };

test('tells a plant that is away from a statement that is wrong', () => {
  const away = [
    new PlantUnreachableError('x'),
    withCode('ECONNREFUSED'),
    withCode('57P01'),
    withCode('08006'),
    new Error('Connection terminated unexpectedly'),
    new Error('Query read timeout'),
    new Error('timeout exceeded when trying to connect'),
    new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]),
  ];
  const wrong = [
    withCode('42P01'),
    withCode('57014'),
    withCode('22P02'),
    new Error('expected a column'),
    undefined,
    'x',
  ];
  expect(away.map(isPlantUnreachable)).toEqual(away.map(() => true));
  expect(wrong.map(isPlantUnreachable)).toEqual(wrong.map(() => false));
});

test('a connection serves on after an error of a statement, not after one of the connection', () => {
  expect(['42P01', '57014', '22P02'].map((code) => isConnectionUsableAfter(withCode(code)))).toEqual([
    true,
    true,
    true,
  ]);
  expect(
    [withCode('57P01'), withCode('ECONNRESET'), new Error('Query read timeout')].map(isConnectionUsableAfter),
  ).toEqual([false, false, false]);
});

test('every trouble has one sentence for a person, and none holds the password', () => {
  const troubles = [
    withCode('ECONNREFUSED'),
    withCode('28P01', 'password authentication failed'),
    withCode('3D000'),
    withCode('57P03'),
    new Error('something\nodd'),
    undefined,
    new AggregateError([withCode('ENOTFOUND')]),
  ];
  for (const trouble of troubles) {
    const sentence = describePlantTrouble(trouble, address);
    expect(sentence).toMatch(/^[A-Z].*[.?]$/);
    expect(sentence).not.toContain('hunter2');
  }
});

test('what an operator reads about a lost plant holds no word of the driver and no user', () => {
  const troubles = [
    withCode('ECONNRESET', 'read ECONNRESET'),
    withCode('EPIPE', 'write EPIPE'),
    withCode('ETIMEDOUT', 'connect ETIMEDOUT'),
    new Error('Connection terminated unexpectedly'),
    new Error('Query read timeout'),
    new Error('timeout exceeded when trying to connect'),
    new Error('Cannot use a pool after calling end on the pool'),
    withCode('57P02', 'terminating connection because of crash'),
    undefined,
  ];
  for (const trouble of troubles)
    expect(describePlantTrouble(trouble, address)).not.toMatch(/ECONN|EPIPE|ETIMEDOUT|terminat|pool|query|reader/i);
});
