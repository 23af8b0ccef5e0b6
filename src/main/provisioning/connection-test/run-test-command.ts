import { parseArgs } from 'node:util';
import { testConnection } from './connection-test';
import type { Purpose } from './rights-stages';
import { overallVerdict, STAGE_TITLES, type StageResult, type Verdict } from './stage-result';
import type { ConnectionTestDeps, TestTarget } from './test-target';

/** What `provision test` needs of the program around it. */
export interface TestCommandDeps extends ConnectionTestDeps {
  /** The target in a URL file. @throws Error with one sentence for the person */
  targetFromFile(path: string): TestTarget;
  /** The target in psql's variables. @throws Error with one sentence for the person */
  targetFromEnvironment(): TestTarget;
  /** One line to stdout. */
  say(line: string): void;
}

/** A flag is wrong; the message is for who typed it. */
export class TestCommandError extends Error {
  override readonly name = 'TestCommandError';
}

const USAGE = 'Usage: npm run provision -- test --url-file FILE | --from-env [--as-reader] [--json]';

/** Exit codes: warnings are no failure. */
const EXIT = { passed: 0, warned: 0, failed: 1 } as const;

/**
 * `provision test`: prints each stage as it is known, as text or (`--json`) as one JSON object a line, the last one with
 * the overall verdict.
 * @param args what follows the word `test`
 * @returns the exit code: 0 passed, with warnings or not; 1 failed
 * @throws TestCommandError where a flag is wrong; the target's error; the signal's reason
 */
export async function runTestCommand(
  args: readonly string[],
  deps: TestCommandDeps,
  signal?: AbortSignal,
): Promise<number> {
  const { target, purpose, isJson } = readFlags(args, deps);
  const results: StageResult[] = [];
  for await (const result of testConnection(target, deps, { purpose, ...(signal === undefined ? {} : { signal }) })) {
    results.push(result);
    if (isJson) deps.say(JSON.stringify(result));
    else for (const line of stageLines(result)) deps.say(line);
  }
  const verdict = overallVerdict(results);
  deps.say(isJson ? JSON.stringify({ verdict }) : OVERALL[verdict]);
  return EXIT[verdict];
}

const OVERALL = {
  passed: 'The connection is in order.',
  warned: 'The connection works, with the warnings above.',
  failed: 'The connection does not work yet; begin with the first stage that failed.',
} as const;

function readFlags(args: readonly string[], deps: TestCommandDeps) {
  const values = parse(args);
  const file = values['url-file'];
  if (values.url !== undefined) {
    throw new TestCommandError(
      `--url would show in the list of processes; write the URL into a file and give --url-file FILE.\n${USAGE}`,
    );
  }
  if ((file !== undefined) === values['from-env']) {
    throw new TestCommandError(`Give either --url-file FILE or --from-env.\n${USAGE}`);
  }
  const purpose: Purpose = values['as-reader'] ? 'read' : 'provision';
  return {
    target: file === undefined ? deps.targetFromEnvironment() : deps.targetFromFile(file),
    purpose,
    isJson: values.json,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        url: { type: 'string' },
        'url-file': { type: 'string' },
        'from-env': { type: 'boolean', default: false },
        'as-reader': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    // The parser quotes what it does not know, and that may be a URL with a password: only a flag's name is repeated.
    const flag = /'(--?[a-z][a-z-]*)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new TestCommandError(
      `${flag === undefined ? 'An argument' : `The flag ${flag}`} is not understood here.\n${USAGE}`,
    );
  }
}

const MARKS: Readonly<Record<Verdict, string>> = { passed: 'ok', warned: 'WARN', failed: 'FAIL', skipped: '--' };

const INDENT = ' '.repeat(26);

/** The lines that a person reads of one stage. */
function stageLines({ stage, verdict, what, remedy }: StageResult): readonly string[] {
  const first = `${MARKS[verdict].padEnd(5)}${STAGE_TITLES[stage].padEnd(21)}${what}`;
  return remedy === undefined || verdict === 'skipped' ? [first] : [first, `${INDENT}${remedy}`];
}
