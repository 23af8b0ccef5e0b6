import { parseArgs } from 'node:util';

export interface PlantArguments {
  readonly dataDir: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Whether due policies are run; off only for tests that look at what policies do. */
  readonly runJobs: boolean;
  /** How long a client may idle inside a transaction while others wait, in ms. */
  readonly idleInTransactionMs: number;
  /** How long to wait for another process that is just giving the directory free, in ms. */
  readonly lockWaitMs: number;
}

const DEFAULT_IDLE_IN_TRANSACTION_MS = 10_000;
const DEFAULT_LOCK_WAIT_MS = 5_000;
const USAGE = 'Usage: plant [--data DIR] [--port N] [--no-jobs] [--idle-in-transaction-ms N] [--lock-wait-ms N].';

/**
 * Decodes the plant's command line.
 * @throws Error with one sentence that names the flag and the remedy
 */
export function parsePlantArguments(argv: readonly string[], defaultDataDir: string): PlantArguments {
  const { values } = parse(argv);
  const dataDir = values.data ?? defaultDataDir;
  if (dataDir.trim() === '') throw new Error(`--data needs a directory. ${USAGE}`);
  const portText = values.port ?? '0';
  const port = Number(portText);
  if (!/^\d{1,5}$/.test(portText) || port > 65_535) {
    throw new Error(`--port needs a number from 0 to 65535 (0: any free port), not "${portText}". ${USAGE}`);
  }
  return {
    dataDir,
    port,
    runJobs: values['no-jobs'] !== true,
    idleInTransactionMs: durationMs('--idle-in-transaction-ms', values, DEFAULT_IDLE_IN_TRANSACTION_MS),
    lockWaitMs: durationMs('--lock-wait-ms', values, DEFAULT_LOCK_WAIT_MS),
  };
}

function durationMs(
  flag: '--idle-in-transaction-ms' | '--lock-wait-ms',
  values: ReturnType<typeof parse>['values'],
  defaultMs: number,
): number {
  const text = flag === '--lock-wait-ms' ? values['lock-wait-ms'] : values['idle-in-transaction-ms'];
  if (text === undefined) return defaultMs;
  if (!/^[1-9]\d{1,7}$/.test(text)) throw new Error(`${flag} needs a number of at least 10, not "${text}". ${USAGE}`);
  return Number(text);
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        'no-jobs': { type: 'boolean' },
        'idle-in-transaction-ms': { type: 'string' },
        'lock-wait-ms': { type: 'string' },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    throw new Error(`${reason}. ${USAGE}`, { cause: error });
  }
}
