import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { electronPath } from '../support/app';
import { run } from '../support/child-output';
import { STORE_WORKER_ENTRY } from '../support/demo-programs';
import { sampleTile } from '../support/sample-tiles';
import { temporaryFolder } from '../support/temporary-folder';

/** A whole application for Electron that does nothing but keep a tile and read it back, as `SqliteStore` does. */
const PROBE = `
const { app } = require('electron');
const { Worker } = require('node:worker_threads');
const [folder, hex, key] = JSON.parse(process.env.TAKTLINE_PROBE);
const worker = new Worker(process.env.TAKTLINE_WORKER, {
  workerData: { cachePath: folder + '/tiles.sqlite', enteredPath: folder + '/entered.sqlite', budgetBytes: 1e8 },
});
const answers = new Map();
worker.on('message', (reply) => { answers.get(reply.number)(reply); });
worker.on('error', (error) => { console.log('ERROR ' + error.stack); app.exit(1); });
let number = 0;
const call = (name, ask) => new Promise((resolve) => { answers.set(++number, resolve); worker.postMessage({ number, name, ask }); });
(async () => {
  const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
  await call('write', { tiles: [{ key, bytes, asOfMs: 7, sealed: false }] });
  await call('saveEntered', [{ kind: 'pin', id: 'press-01', body: '{}' }]);
  const { answer: [found] } = await call('read', { keys: [key] });
  const { answer: entered } = await call('loadEntered');
  const { answer: status } = await call('status');
  await call('close');
  console.log('RESULT ' + JSON.stringify({
    electron: process.versions.electron, same: Buffer.from(found).toString('hex') === hex, entered, states: [status.cache.state, status.entered.state],
  }));
  app.exit(0);
})();
`;

describe('the store in Electron', () => {
  test("its worker opens better-sqlite3 in the app's own runtime and keeps a tile byte for byte", async () => {
    const folder = temporaryFolder();
    const program = join(folder, 'probe');
    mkdirSync(program);
    writeFileSync(join(program, 'package.json'), JSON.stringify({ name: 'probe', main: 'main.js' }));
    writeFileSync(join(program, 'main.js'), PROBE);
    const { key, bytes } = sampleTile();
    const probe = run(electronPath(), [program, '--no-sandbox', '--disable-gpu'], {
      env: {
        ...process.env,
        TAKTLINE_WORKER: STORE_WORKER_ENTRY,
        TAKTLINE_PROBE: JSON.stringify([folder, Buffer.from(bytes).toString('hex'), key]),
      },
    });
    expect(await probe.ended).toBe(0);
    const result: unknown = JSON.parse(/RESULT (.*)/.exec(probe.stdout())?.[1] ?? 'null');
    expect(result).toEqual({
      electron: expect.stringMatching(/^\d+\./),
      same: true,
      entered: [{ kind: 'pin', id: 'press-01', body: '{}' }],
      states: ['ready', 'ready'],
    });
  });
});
