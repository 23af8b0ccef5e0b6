import { buildIfStale } from '../../scripts/build.mjs';

/** Integration and end-to-end tests start programs from out/: it must be built from the present sources. */
export async function setup(): Promise<void> {
  await buildIfStale();
}
