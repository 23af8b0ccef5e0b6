import { join, resolve } from 'node:path';

/** The programs that integration tests start are those of `out/`, which the global set-up has built from the present sources. */
export const PROJECT_ROOT = resolve(import.meta.dirname, '..', '..');

/** Where tests keep what they prepare for each other; may be deleted at any time. */
export const CACHE_FOLDER = join(PROJECT_ROOT, '.runtime', 'test-plant');

const built = (name: string) => join(PROJECT_ROOT, 'out', 'main', `${name}.js`);

export const PLANT_ENTRY = built('plant');
export const SIMULATOR_ENTRY = built('simulator');
export const REPLAY_ENTRY = built('replay');
export const STORE_WORKER_ENTRY = built('store-worker');
