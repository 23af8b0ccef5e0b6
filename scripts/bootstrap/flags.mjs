// Command lines of the scripts: an unknown flag is one clear sentence, not a guess.
import { parseArgs } from 'node:util';
import { SetupFailure } from './failure.mjs';

/**
 * @param {readonly string[]} argv without Node and script
 * @param {{ usage: string, booleans?: readonly string[], values?: readonly string[], positionals?: number }} spec
 *   positionals: the greatest number of words without dashes (default 0)
 * @returns {{ flags: Record<string, string | boolean | undefined>, words: string[] }}
 * @throws {SetupFailure} code `USAGE`
 */
export function parseFlags(argv, spec) {
  /** @type {Record<string, { type: 'boolean' | 'string' }>} */
  const options = {};
  for (const name of spec.booleans ?? []) options[name] = { type: 'boolean' };
  for (const name of spec.values ?? []) options[name] = { type: 'string' };
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const most = spec.positionals ?? 0;
    const extra = positionals[most];
    if (extra !== undefined)
      throw new SetupFailure(`"${extra}" is not expected here. Usage: ${spec.usage}`, { code: 'USAGE' });
    return { flags: { ...values }, words: positionals };
  } catch (error) {
    if (error instanceof SetupFailure) throw error;
    const why = error instanceof Error ? (error.message.split(/\. To specify|\n/)[0] ?? error.message) : String(error);
    throw new SetupFailure(`${why.replace(/\.$/, '')}. Usage: ${spec.usage}`, { code: 'USAGE', cause: error });
  }
}
