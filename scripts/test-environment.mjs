// What tests and benches get to know about this machine.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { layout, PROJECT_ROOT } from './bootstrap/layout.mjs';
import { findCjkFont } from './bootstrap/libraries.mjs';
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
  const font = findCjkFont(PROJECT_ROOT);
  if (font !== undefined) env.TAKTLINE_CJK_FONT = font;
  // Unpacked fonts are found by nobody who is not told.
  if (existsSync(layout(PROJECT_ROOT).cjkFontFolder))
    env.FONTCONFIG_FILE = join(PROJECT_ROOT, 'scripts', 'bootstrap', 'fonts.conf');
  return env;
}
