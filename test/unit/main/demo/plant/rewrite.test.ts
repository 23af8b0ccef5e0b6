import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rewriteForSharedSession } from '../../../../../src/main/demo/plant/rewrite';
import { splitStatements } from '../../../../../src/main/demo/plant/statements';

const rules = { namePrefix: 'c1_', isSuperuser: false };
const rewrite = (sql: string) => rewriteForSharedSession(sql, rules);

test('statements end at semicolons outside of literals, quotes, dollar quotes and comments', () => {
  const sql = `SELECT ';', E'\\';', "a;b", $$;$$, $x$;$$;$x$ /* ; /* ; */ ; */ -- ;
    ; SELECT 2;; `;
  expect(splitStatements(sql).map(({ start, end }) => sql.slice(start, end).slice(0, 8))).toEqual([
    "SELECT '",
    'SELECT 2',
  ]);
});

test('splitting never throws and keeps statements in order inside the text', () => {
  const piece = fc.constantFrom("'", '"', '$$', '$a$', '--', '/*', '*/', ';', '\n', "E'", '\\', 'SELECT', ' ', 'x');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const sql = pieces.join('');
      let last = 0;
      for (const { start, end } of splitStatements(sql)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeLessThanOrEqual(sql.length);
        last = end;
      }
    }),
  );
});

test('ordinary statements pass unchanged, whatever they contain', () => {
  for (const sql of [
    "UPDATE t SET a = 'LISTEN x'",
    'INSERT INTO t VALUES (1)',
    "SELECT 'COPY t FROM STDIN'",
    'COPY t TO STDOUT',
  ]) {
    expect(rewrite(sql)).toMatchObject({ sql, listenActions: [], whole: undefined });
  }
});

test('channels are folded as PostgreSQL folds them, and UNLISTEN never reaches the others’ channels', () => {
  const { sql, listenActions } = rewrite('listen Foo; LISTEN "Foo ""x"; UNLISTEN foo; unlisten *');
  expect(listenActions).toEqual([
    { kind: 'listen', channel: 'foo' },
    { kind: 'listen', channel: 'Foo "x' },
    { kind: 'unlisten', channel: 'foo' },
    { kind: 'unlisten-all' },
  ]);
  expect(sql).toBe('listen Foo; LISTEN "Foo ""x"; UNLISTEN taktline_no_channel; unlisten taktline_no_channel');
});

test('prepared names get their client’s prefix', () => {
  expect(rewrite('PREPARE Q AS SELECT 1').sql).toBe('PREPARE "c1_q" AS SELECT 1');
  expect(rewrite('EXECUTE "a""b"(1); DEALLOCATE PREPARE q').sql).toBe(
    'EXECUTE "c1_a""b"(1); DEALLOCATE PREPARE "c1_q"',
  );
  expect(rewrite("PREPARE TRANSACTION 'x'").sql).toBe("PREPARE TRANSACTION 'x'");
  expect(rewrite('DEALLOCATE ALL').whole).toBe('deallocate-all');
});

test('COPY FROM STDIN is seen through column lists and comments; settings are noticed', () => {
  expect(rewrite('copy /* all */ t (a, b)\n from stdin with (format csv)').whole).toBe('copy-from-stdin');
  expect(rewrite("SELECT set_config('a', 'b', false)").touchesSettings).toBe(true);
  expect(rewrite('BEGIN; SET LOCAL work_mem = 1').touchesSettings).toBe(true);
});

test('only a superuser becomes another user', () => {
  expect(rewrite('SET SESSION AUTHORIZATION postgres').sql).toContain('permission denied');
  const asSuperuser = rewriteForSharedSession('SET SESSION AUTHORIZATION x', { ...rules, isSuperuser: true });
  expect(asSuperuser.sql).toBe('SET SESSION AUTHORIZATION x');
});
