import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { storePlaces } from '../../../../src/main/engine/store-places';
import { plantTables } from '../../../../src/shared/plant-tables';

describe('where what is on board of a plant lies', () => {
  test('each plant has folders of its own, the same at every start', () => {
    const names = [
      'demo plant',
      'db.plant:5432/line',
      'db.plant:5433/line',
      'db-plant:5432/line',
      'db.plant:5432/Line',
    ];
    const places = names.map((name) => storePlaces('/data', name));
    expect(new Set(places.map(({ cachePath }) => dirname(cachePath))).size).toBe(names.length);
    expect(new Set(places.map(({ enteredPath }) => dirname(enteredPath))).size).toBe(names.length);
    expect(names.map((name) => storePlaces('/data', name))).toEqual(places);
  });

  test('a name of any length and with any character makes a plain folder', () => {
    const { cachePath } = storePlaces('/data', `../../etc/${'x'.repeat(300)}/\u0000/数据`);
    expect(cachePath).toMatch(/^\/data\/cache\/[a-zA-Z0-9-]{1,60}\/tiles\.sqlite$/);
  });

  test('tiles read by another description of the plant’s tables lie apart; what people entered does not', () => {
    const usual = storePlaces('/data', 'plant');
    const percent = storePlaces('/data', 'plant', { tables: plantTables({ oee: { scale: 'percent' } }) });
    expect(percent.cachePath).not.toBe(usual.cachePath);
    expect(percent.enteredPath).toBe(usual.enteredPath);
    expect(storePlaces('/data', 'plant', { tables: plantTables() })).toEqual(usual);
  });

  test('the cache may lie elsewhere; what people entered stays in the data folder', () => {
    const { cachePath, enteredPath } = storePlaces('/data', 'demo plant', { cacheFolder: '/mnt/large' });
    expect([cachePath.startsWith('/mnt/large/'), enteredPath.startsWith('/data/entered/')]).toEqual([true, true]);
  });
});
