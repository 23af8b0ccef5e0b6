import { expect, test } from 'vitest';
import { plantIdOf } from '../../../../src/main/plant/plant-id';

const address = { host: 'db.plant', port: 5432, database: 'oee', user: 'reader', password: 'secret' };

test('host, port and database name a plant, on whichever machine, and no secret does', () => {
  expect(plantIdOf(address, 'kiosk-1')).toBe('db.plant:5432/oee');
  expect(plantIdOf({ ...address, user: 'other' }, 'kiosk-2')).toBe('db.plant:5432/oee');
});

test('a plant on the machine itself is another one on each machine', () => {
  for (const host of ['localhost', '127.0.0.1', '::1', 'LOCALHOST']) {
    const ids = ['kiosk-1', 'kiosk-2'].map((machine) => plantIdOf({ ...address, host }, machine));
    expect(new Set(ids).size).toBe(2);
  }
});
