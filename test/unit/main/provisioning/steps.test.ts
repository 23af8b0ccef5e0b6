import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { quoteLiteral, renderSql } from '../../../../src/main/provisioning/render-sql';
import { DEFAULT_SCHEMA_SETTINGS, DEMO_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import { SQL_TEXT } from '../../../../src/main/provisioning/sql-files';
import { provisioningSteps, STEP_GROUPS } from '../../../../src/main/provisioning/steps';

const SQL_FOLDER = resolve(__dirname, '../../../../sql');

const READER = { name: `reader's "own"`, database: 'plant' };

function filesOnDisk(): { name: string; text: string }[] {
  return readdirSync(SQL_FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sql'))
    .map((path) => ({
      name: path.replace(/^.*[\\/]\d+-|\.sql$/g, ''),
      text: readFileSync(join(SQL_FOLDER, path), 'utf8'),
    }));
}

const ADOPTED_STEPS = ['adoption', 'metric-conversion', 'performance-metric-conversion'];

describe('the files in sql/', () => {
  test('each is bundled, and used by a step of the default or the demo settings, or by adopting a plain table', () => {
    const used = new Set([
      ...[DEFAULT_SCHEMA_SETTINGS, DEMO_SCHEMA_SETTINGS].flatMap((settings) =>
        // A step for a role goes by its file and the role's name.
        provisioningSteps(settings, { reader: READER }).map((step) => step.id.split(' ')[0]),
      ),
      ...ADOPTED_STEPS,
    ]);
    const names = filesOnDisk().map((file) => file.name);
    expect(names.sort()).toEqual(Object.keys(SQL_TEXT).sort());
    expect([...used].sort()).toEqual(Object.keys(SQL_TEXT).sort());
  });

  test('each begins by saying what it makes, why, and what it locks', () => {
    for (const { name, text } of filesOnDisk()) {
      expect(text, name).toMatch(/^-- What: {2}\S.*\n(-- .*\n)*-- Why: {3}\S.*\n(-- .*\n)*-- Locks: \S/);
    }
  });

  test('none drops or changes what is the plant’s own', () => {
    for (const { name, text } of filesOnDisk()) {
      const statements = text.replaceAll(/^\s*--.*$/gm, '');
      expect(statements, name).not.toMatch(
        /\b(DROP\s+(TABLE|VIEW|SCHEMA|FUNCTION|TRIGGER|MATERIALIZED)|TRUNCATE|DELETE\s+FROM|UPDATE\s+public)\b/i,
      );
    }
  });
});

describe('steps', () => {
  test('are unique and come in the order of their groups', () => {
    for (const settings of [DEFAULT_SCHEMA_SETTINGS, DEMO_SCHEMA_SETTINGS]) {
      const steps = provisioningSteps(settings, { reader: READER });
      expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length);
      const order = steps.map((step) => STEP_GROUPS.indexOf(step.group));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      for (const step of steps) expect(step.sql, step.id).not.toMatch(/:'[a-z]|\s:"[a-z]|[^:]:[a-z_]+_list/);
    }
  });

  test('recordings are spared by the demo alone', () => {
    const ids = (settings: typeof DEMO_SCHEMA_SETTINGS) => provisioningSteps(settings).map((step) => step.id);
    expect(ids(DEFAULT_SCHEMA_SETTINGS)).toContain('metric-retention');
    expect(ids(DEFAULT_SCHEMA_SETTINGS)).not.toContain('metric-retention-sparing-recordings');
    expect(ids(DEMO_SCHEMA_SETTINGS)).not.toContain('metric-retention');
    expect(ids(DEMO_SCHEMA_SETTINGS)).toContain('metric-retention-sparing-recordings');
  });
});

describe('rendering', () => {
  test('fills placeholders as quoted literals and leaves the rest alone', () => {
    const sql = `SELECT x::text, INTERVAL :'width', '{"a":1}' -- :notone`;
    expect(renderSql(sql, { width: "o'clock" })).toBe(`SELECT x::text, INTERVAL 'o''clock', '{"a":1}' -- :notone`);
  });

  test('quotes names as identifiers, takes lists and expressions as they are, and no cast for one', () => {
    const sql = `GRANT SELECT ON :relation_list TO :"role_name"; -- {"table":"metric"} ::text_list`;
    expect(renderSql(sql, { relation_list: '"a"."b"', role_name: 'o"x' })).toBe(
      `GRANT SELECT ON "a"."b" TO "o""x"; -- {"table":"metric"} ::text_list`,
    );
    const values = { column: 'a"b', number: '"v"::real', text: 'never' };
    expect(renderSql('SELECT :"column", sum(:number), x::text FROM t', values)).toBe(
      'SELECT "a""b", sum("v"::real), x::text FROM t',
    );
  });

  test('names a placeholder that has no value', () => {
    expect(() => renderSql(`SELECT :'width'`, {})).toThrow(/asks for :'width'/);
    expect(() => renderSql('SELECT :"width"', {})).toThrow(/asks for :"width"/);
  });

  test('quotes quotes and backslashes, refuses NUL', () => {
    expect(quoteLiteral(`a'b`)).toBe(`'a''b'`);
    expect(quoteLiteral(`a\\'b`)).toBe(`E'a\\\\''b'`);
    expect(() => quoteLiteral('\0')).toThrow(RangeError);
  });
});
