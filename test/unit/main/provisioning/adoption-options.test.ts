import { describe, expect, test } from 'vitest';
import { guesses } from '../../../../src/main/provisioning/adoption-options';
import { MetricTable, OeeTable } from '../../../../src/shared/plant-tables';

const place = { schema: 'public', table: 't' };
const columns = (types: Readonly<Record<string, string>>) =>
  Object.entries(types).map(([name, type]) => ({ name, type }));
const TIMESTAMPTZ = 'timestamp with time zone';

describe('what the columns of a table seem to mean', () => {
  test('samples and scores in camelCase, with an id that is neither', () => {
    expect(
      guesses(
        place,
        columns({ id: 'integer', timestamp: TIMESTAMPTZ, workUnitId: 'text', name: 'text', value: 'numeric' }),
      ),
    ).toEqual([
      {
        family: 'metric',
        mapping: {
          ...place,
          time: { column: 'timestamp', kind: 'timestamptz' },
          workUnitId: 'workUnitId',
          name: 'name',
          value: 'value',
        },
      },
    ]);
    const [oee] = guesses(
      place,
      columns({ timestamp: TIMESTAMPTZ, WORK_UNIT_ID: 'integer', oeePercent: 'real', availability: 'real' }),
    );
    expect(oee?.mapping).toMatchObject({
      workUnitId: 'WORK_UNIT_ID',
      oeeScore: 'oeePercent',
      quality: null,
      scale: 'percent',
    });
  });

  test('a time without zone and numbers since the epoch, with the unit that the name tells', () => {
    const time = (name: string, type: string) =>
      guesses(place, columns({ [name]: type, machine: 'text', tag: 'text', reading: 'boolean' }))[0]?.mapping.time;
    expect(time('ts', 'timestamp without time zone')).toEqual({ column: 'ts', kind: 'timestamp', zone: 'UTC' });
    expect(time('ts', 'bigint')).toEqual({ column: 'ts', kind: 'epoch', unit: 'ms' });
    expect(time('epoch_us', 'bigint')).toEqual({ column: 'epoch_us', kind: 'epoch', unit: 'us' });
    expect(time('time', 'integer')).toEqual({ column: 'time', kind: 'epoch', unit: 's' });
  });

  test('nothing where a time, a unit or a number is lacking', () => {
    expect(guesses(place, columns({ name: 'text', value: 'real', unit: 'text' }))).toEqual([]);
    expect(guesses(place, columns({ time: TIMESTAMPTZ, name: 'text', value: 'real' }))).toEqual([]);
    expect(guesses(place, columns({ time: TIMESTAMPTZ, unit: 'text', name: 'text', value: 'text' }))).toEqual([]);
  });

  test('every proposal is a mapping that the settings take', () => {
    const all = guesses(
      place,
      columns({ at: 'bigint', device: 'uuid', signal: 'text', value: 'real', oee: 'real', quality: 'numeric' }),
    );
    expect(all.map((each) => each.family)).toEqual(['metric', 'oee']);
    for (const { family, mapping } of all) {
      expect((family === 'metric' ? MetricTable : OeeTable).parse(mapping)).toEqual(mapping);
    }
  });
});
