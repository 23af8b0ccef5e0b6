import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// Built as CommonJS (package.json has no "type"): a sandboxed preload must be, and native modules load the same way in every runtime.
export default defineConfig({
  main: {
    build: {
      rollupOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          headless: resolve('src/main/headless.ts'),
          plant: resolve('src/main/demo/plant-process.ts'),
          simulator: resolve('src/main/demo/simulator-process.ts'),
          replay: resolve('src/main/demo/replay-process.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload can require nothing but electron: everything else goes into its one file.
      externalizeDeps: false,
      rollupOptions: { input: { preload: resolve('src/main/desktop/preload.ts') } },
    },
  },
  renderer: {
    root: 'src/renderer',
    build: { rollupOptions: { input: { index: resolve('src/renderer/index.html') } } },
    plugins: [react()],
  },
});
