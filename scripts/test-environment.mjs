// What tests and benches get to know about this machine.
import { toolEnvironment } from './child.mjs';

/**
 * @param {import('./bootstrap/ensure-ready.mjs').Ready} ready
 * @param {NodeJS.ProcessEnv} display variables of the display, see display.mjs
 * @returns {NodeJS.ProcessEnv}
 */
export function testEnvironment(ready, display) {
  const env = { ...toolEnvironment(ready.nodePath), ...display, TAKTLINE_ELECTRON_PATH: ready.electronPath };
  if (ready.noSandboxNeeded) env.TAKTLINE_NO_SANDBOX = '1';
  if (ready.chromiumPath !== '') env.TAKTLINE_CHROMIUM_PATH = ready.chromiumPath;
  return env;
}
