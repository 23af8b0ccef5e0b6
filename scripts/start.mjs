// `npm start`: from a fresh clone to the window. Everything after `--` reaches the application.
import { ensureReady } from './bootstrap/ensure-ready.mjs';
import { runMain } from './bootstrap/failure.mjs';
import { PROJECT_ROOT } from './bootstrap/layout.mjs';
import { createReporter } from './bootstrap/reporter.mjs';
import { buildIfStale } from './build.mjs';
import { runChild } from './child.mjs';
import { ensureDisplay } from './display.mjs';

async function main() {
  const reporter = createReporter();
  const ready = await ensureReady({ reporter });
  await buildIfStale({ nodePath: ready.nodePath, reporter });
  const display = await ensureDisplay({ reporter });
  const sandbox = ready.noSandboxNeeded ? ['--no-sandbox'] : [];
  // Chromium's own complaints (no D-Bus, no GPU) are harmless here and hide what the application says; fatal ones stay.
  const quiet = process.argv.some((word) => word.startsWith('--log-level')) ? [] : ['--log-level=3'];
  // The project's folder is the first word without a dash: the runtime takes it for the application.
  const command = [ready.electronPath, ...sandbox, ...quiet, PROJECT_ROOT, ...process.argv.slice(2)];
  const env = { ...process.env, ...display.env };
  // Left over from a terminal inside an editor that is itself an Electron: it would start plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  try {
    return (await runChild(command, { cwd: process.cwd(), env })).exitCode;
  } finally {
    display.stop();
  }
}

await runMain(main);
