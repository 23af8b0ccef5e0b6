import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KeptView } from '../../../../src/main/config/kept-view';

let dataFolder = '';
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'taktline-kept-view-'));
});
afterEach(() => rm(dataFolder, { recursive: true, force: true }));

function keptView() {
  const waiting: (() => void)[] = [];
  const troubles: string[] = [];
  const view = new KeptView({
    dataFolder,
    after: (_delayMs, run) => void waiting.push(run),
    onTrouble: (error) => troubles.push(error.name),
  });
  const settle = async () => {
    for (const run of waiting.splice(0)) run();
    // Written beside it first: the file is there once its draft is gone.
    await expect.poll(async () => (await readdir(dataFolder)).includes('view.json.new')).toBe(false);
  };
  return { view, waiting, troubles, settle };
}

test('the last address is kept, once for many changes, and is there after a restart', async () => {
  const { view, waiting, settle } = keptView();
  expect(await view.read()).toBeUndefined();
  for (let at = 0; at < 50; at++) view.note(`app://taktline/index.html#/unit/press?range=${at + 1}h`);
  expect(waiting).toHaveLength(1);
  await settle();
  await expect.poll(() => keptView().view.read()).toBe('#/unit/press?range=50h');
});

test('set-up and network are not kept: a kiosk never starts in them', async () => {
  const { view, waiting } = keptView();
  for (const hash of ['#/setup/apply', '#/network', '#elsewhere']) view.note(`app://taktline/index.html${hash}`);
  expect(waiting).toHaveLength(0);
});

test.each(['{', '{"address":"#/setup/plan"}', '{"address":"https://elsewhere"}'])(
  'what cannot be understood (%s) is told and starts the wall',
  async (text) => {
    await writeFile(join(dataFolder, 'view.json'), text);
    const { view, troubles } = keptView();
    expect(await view.read()).toBeUndefined();
    expect(troubles).toHaveLength(1);
    expect(await readFile(join(dataFolder, 'view.json'), 'utf8')).toBe(text);
  },
);
