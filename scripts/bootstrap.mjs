// `npm run setup`: brings what a fresh clone lacks (npm packages, a Node for the tools, the Electron runtime, system
// libraries). The other scripts do the same by themselves.

import { ALL_NEEDS, ensureReady, inspectSetup, isOptional, OPTIONAL_NEEDS } from './bootstrap/ensure-ready.mjs';
import { runMain } from './bootstrap/failure.mjs';
import { parseFlags } from './bootstrap/flags.mjs';
import { isMain } from './bootstrap/main-module.mjs';

export { ensureReady, inspectSetup } from './bootstrap/ensure-ready.mjs';

const USAGE = 'npm run setup -- [--check] [--official]';

async function main() {
  const { flags } = parseFlags(process.argv.slice(2), { usage: USAGE, booleans: ['check', 'official'] });
  if (flags.check === true) {
    const missing = inspectSetup({ needs: [...ALL_NEEDS, ...OPTIONAL_NEEDS] });
    for (const { sentence } of missing) console.log(`missing: ${sentence}`);
    const required = missing.filter(({ need }) => !isOptional(need));
    console.log(required.length === 0 ? 'ready' : 'not ready: run npm run setup');
    return required.length === 0 ? 0 : 1;
  }
  const ready = await ensureReady({ official: flags.official === true });
  console.error(`ready: Electron runtime (${ready.electronKind}) at ${ready.electronPath}`);
  return 0;
}

if (isMain(import.meta.url)) await runMain(main);
