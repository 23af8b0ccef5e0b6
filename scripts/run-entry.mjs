// `npm run serve | plant | provision | replay`: one of the programs in out/main under the tools' Node. What is said on the way goes
// to stderr; stdout belongs to the program.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureReady } from './bootstrap/ensure-ready.mjs';
import { runMain, SetupFailure } from './bootstrap/failure.mjs';
import { PROJECT_ROOT } from './bootstrap/layout.mjs';
import { buildIfStale } from './build.mjs';
import { runChild, toolEnvironment } from './child.mjs';

async function main() {
  const [entry, ...args] = process.argv.slice(2);
  if (entry === undefined || !/^[a-z][a-z-]*$/.test(entry)) {
    throw new SetupFailure(
      'Usage: node scripts/run-entry.mjs ENTRY [arguments], with ENTRY a program of out/main, e.g. plant.',
    );
  }
  const { nodePath } = await ensureReady({ needs: ['packages', 'node'] });
  await buildIfStale({ nodePath });
  const program = join(PROJECT_ROOT, 'out', 'main', `${entry}.js`);
  if (!existsSync(program)) throw new SetupFailure(`There is no program "${entry}": ${program} does not exist.`);
  const { exitCode } = await runChild([nodePath, program, ...args], { env: toolEnvironment(nodePath) });
  return exitCode;
}

await runMain(main);
