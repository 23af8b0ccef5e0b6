import { describe, expect, test } from 'vitest';
import {
  runTestCommand,
  type TestCommandDeps,
  TestCommandError,
} from '../../../../../src/main/provisioning/connection-test/run-test-command';

const TARGET = { host: 'plant.invalid', port: 5432, database: 'plant', user: 'installer', password: 'hush-hush-4711' };

/** A world in which no name can be looked up. */
function world() {
  const lines: string[] = [];
  const deps: TestCommandDeps = {
    connect: () => Promise.reject(new Error('not reached')),
    lookup: () => Promise.reject(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' })),
    readFile: () => '',
    nowMs: () => 0,
    elapsedMs: () => 0,
    randomId: () => 'x',
    targetFromFile: (path) => ({ ...TARGET, host: `${path}.invalid` }),
    targetFromEnvironment: () => TARGET,
    say: (line) => lines.push(line),
  };
  return { lines, deps };
}

describe('provision test', () => {
  test('prints a line for each stage, the remedy below it, and exits 1', async () => {
    const { lines, deps } = world();
    expect(await runTestCommand(['--from-env'], deps)).toBe(1);
    expect(lines[0]).toBe('FAIL name resolution      The name plant.invalid is unknown (ENOTFOUND).');
    expect(lines[1]).toContain('Check the spelling');
    expect(lines).toHaveLength(16);
    expect(lines.at(-1)).toContain('does not work yet');
    expect(lines.join()).not.toContain('hush');
  });

  test('prints one JSON object a line, the verdict last', async () => {
    const { lines, deps } = world();
    expect(await runTestCommand(['--url-file', 'from-file', '--json'], deps)).toBe(1);
    const objects: unknown[] = lines.map((line) => JSON.parse(line));
    expect(objects).toHaveLength(15);
    expect(objects[0]).toMatchObject({ stage: 'name', verdict: 'failed', details: { code: 'ENOTFOUND' } });
    expect(objects[0]).toHaveProperty('what', 'The name from-file.invalid is unknown (ENOTFOUND).');
    expect(objects.at(-1)).toEqual({ verdict: 'failed' });
  });

  test.each([
    [[], /Give either/],
    [['--from-env', '--url-file', 'x'], /Give either/],
    [['--url', 'postgresql://u:hush-hush-4711@h/d'], /list of processes/],
    [['postgresql://u:hush-hush-4711@h/d'], /An argument is not understood/],
    [['--nonsense=hush-hush-4711'], /--nonsense is not understood/],
  ])('refuses %j without repeating a secret', async (args, says) => {
    const refusal: unknown = await runTestCommand(args, world().deps).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TestCommandError);
    expect(String(refusal)).toMatch(says);
    expect(String(refusal)).not.toContain('hush');
  });
});
