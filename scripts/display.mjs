// A display where the machine has none: Xvfb on the first free number. It stands in a process group of its own, so that
// Ctrl-C does not take it away under the program's feet, and on a leash, so that it never outlives us.
import { spawn } from 'node:child_process';
import { SetupFailure } from './bootstrap/failure.mjs';
import { findProgram, hasDisplay } from './bootstrap/libraries.mjs';
import { leashed } from './child.mjs';

const START_WITHIN_MS = 10_000;

/**
 * @param {{ env?: NodeJS.ProcessEnv, reporter: import('./bootstrap/reporter.mjs').Reporter }} options
 * @returns {Promise<{ env: NodeJS.ProcessEnv, stop: () => void }>} env: what programs with windows need on top of their own
 * @throws {SetupFailure} when Xvfb does not start
 */
export async function ensureDisplay(options) {
  const env = options.env ?? process.env;
  if (hasDisplay(env)) return { env: {}, stop: () => {} };
  const program = findProgram('Xvfb', env);
  if (program === undefined)
    throw new SetupFailure('There is no display and no Xvfb: run npm run setup, or start with DISPLAY set.');
  const command = leashed([program, '-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp']);
  const server = spawn(command.file, command.args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true });
  const stop = () => server.kill('SIGTERM');
  process.once('exit', stop);
  try {
    const number = await displayNumber(server);
    options.reporter.line(`no display here: started one without a screen (Xvfb :${number})`);
    return { env: { DISPLAY: `:${number}` }, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** @param {import('node:child_process').ChildProcess} server */
function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = (/** @type {string} */ why) =>
      reject(
        new SetupFailure(
          `Xvfb did not start (${why}): start it by hand and set DISPLAY, or use a machine with a display.`,
        ),
      );
    const limit = setTimeout(() => fail('it said nothing within 10 s'), START_WITHIN_MS);
    server.on('error', (error) => fail(error.message));
    server.on('exit', (code) => fail(`exit code ${code}`));
    server.stdio[3]?.on('data', (chunk) => {
      text += String(chunk);
      if (!text.includes('\n')) return;
      clearTimeout(limit);
      // From here on neither may keep a finished script alive.
      server.unref();
      /** @type {import('node:net').Socket | null | undefined} */ (server.stdio[3])?.destroy();
      resolve(text.trim());
    });
  });
}
