import { mkdir } from 'node:fs/promises';
import { BASE_SETTINGS, DATABASE, SUPERUSER } from './engine-facts';
import { type EngineParts, FramesOnlyPGlite, loadEngineParts } from './engine-package';
import { BACKEND, dataRowValues, eachFrame, errorFields, queryFrame, type TextRow } from './wire';

/**
 * PostgreSQL with TimescaleDB in WebAssembly: one session, no background workers, no fsync. It blocks its thread
 * while it works, so it has a process of its own. An exception out of it (not an SQL error, which is an answer)
 * means that its memory is broken: the process must end.
 */

const TIMESCALEDB_LIBRARY = '$libdir/timescaledb-2.23.0-dev';
const TIMESCALEDB_LICENSED_LIBRARY = '$libdir/timescaledb-tsl-2.23.0-dev';

/** Made once, each statement alone: some of them fail when they share a transaction. */
const CREATION_STATEMENTS: readonly string[] = [
  'CREATE EXTENSION timescaledb',
  'CREATE ROLE taktline LOGIN',
  'CREATE ROLE taktline_reader LOGIN',
  'CREATE ROLE line_writer LOGIN',
  `GRANT CREATE, TEMPORARY ON DATABASE ${DATABASE} TO taktline`,
  'GRANT CREATE ON SCHEMA public TO taktline',
  'ALTER DEFAULT PRIVILEGES FOR ROLE taktline GRANT SELECT ON TABLES TO taktline_reader',
  'ALTER DEFAULT PRIVILEGES FOR ROLE taktline GRANT USAGE ON SCHEMAS TO taktline_reader',
  'ALTER DEFAULT PRIVILEGES FOR ROLE taktline IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO line_writer',
  'ALTER DEFAULT PRIVILEGES FOR ROLE taktline IN SCHEMA public GRANT USAGE ON SEQUENCES TO line_writer',
];

/** An SQL error of one of our own statements. */
export class EngineSqlError extends Error {
  readonly code: string;
  constructor(code: string, message: string, sql: string) {
    super(`${message} (${code}) in: ${sql.slice(0, 120)}`);
    this.code = code;
  }
}

export class PlantEngine {
  readonly #pglite: FramesOnlyPGlite;

  private constructor(pglite: FramesOnlyPGlite) {
    this.#pglite = pglite;
  }

  /**
   * Makes a new database in an empty or missing directory; about 3 s. Killed in between it leaves a directory that
   * never opens again: the caller marks it as unfinished before and as finished after.
   * @param archivePath of the extension, as of {@link loadEngineParts}
   */
  static async create(directory: string, archivePath?: string): Promise<PlantEngine> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const parts = await loadEngineParts(archivePath);
    // initdb knows only template1 as the first database: make it, close, and open the real one.
    const initial = await started(new FramesOnlyPGlite(directory, { wasmModule: parts.wasmModule }));
    await initial.close();
    const engine = await PlantEngine.#start(directory, parts);
    for (const sql of CREATION_STATEMENTS) await engine.query(sql);
    await engine.query('CHECKPOINT');
    return engine;
  }

  /** Opens what `create` has made; about 1 s, more when write-ahead log must be replayed. */
  static async open(directory: string, archivePath?: string): Promise<PlantEngine> {
    const engine = await PlantEngine.#start(directory, await loadEngineParts(archivePath));
    // In this order: the licensed library first leaves both unusable for the rest of the process.
    await engine.query(`LOAD '${TIMESCALEDB_LIBRARY}'`);
    await engine.query(`LOAD '${TIMESCALEDB_LICENSED_LIBRARY}'`);
    return engine;
  }

  static async #start(directory: string, parts: EngineParts): Promise<PlantEngine> {
    const pglite = await started(new FramesOnlyPGlite(directory, { database: DATABASE, ...parts }));
    const engine = new PlantEngine(pglite);
    await engine.query(`SET SESSION AUTHORIZATION ${SUPERUSER}`);
    for (const [name, value] of BASE_SETTINGS) await engine.query(`SET ${name} = '${value}'`);
    return engine;
  }

  /**
   * Hands whole frames to the session and gives its answer. Blocks the thread; calls must not overlap.
   * @throws RuntimeError of WebAssembly when the engine is broken: end the process
   */
  async run(frames: Uint8Array): Promise<Buffer> {
    const parts = cutAtReadBoundaries(frames);
    if (parts.length === 1) return this.#runPart(frames);
    const answers: Buffer[] = [];
    for (const part of parts) answers.push(await this.#runPart(part));
    return Buffer.concat(answers);
  }

  async #runPart(frames: Uint8Array): Promise<Buffer> {
    // Not execProtocolRawSync: the wrapper around it is what empties the list of parsed messages, which would grow for ever.
    const answer = await this.#pglite.execProtocol(frames, { syncToFs: false, throwOnError: false });
    // A view on a buffer that the next call overwrites.
    return Buffer.from(answer.data);
  }

  /**
   * Runs one statement of our own in text format and gives its rows.
   * @throws EngineSqlError
   */
  async query(sql: string): Promise<readonly TextRow[]> {
    return readRows(await this.run(queryFrame(sql)), sql);
  }

  /** Writes a last checkpoint and closes the files. */
  async close(): Promise<void> {
    await this.query(`SET SESSION AUTHORIZATION ${SUPERUSER}`);
    await this.query('CHECKPOINT');
    await this.#pglite.close();
  }
}

async function started(pglite: FramesOnlyPGlite): Promise<FramesOnlyPGlite> {
  await pglite.waitReady;
  return pglite;
}

/** The engine reads its input in pieces of this size. */
const READ_BYTES = 8_192;

/**
 * Cuts frames where one ends exactly at a multiple of what the engine reads at once: there it takes its input for
 * finished, drops what follows, a Sync for instance, and never answers it (one batch in 1,600 of 100 kB).
 */
export function cutAtReadBoundaries(frames: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(frames.buffer, frames.byteOffset, frames.byteLength);
  const parts: Uint8Array[] = [];
  let partStart = 0;
  let end = 0;
  while (end + 5 <= frames.length) {
    end += 1 + view.getUint32(end + 1);
    if (end >= frames.length || (end - partStart) % READ_BYTES !== 0) continue;
    parts.push(frames.subarray(partStart, end));
    partStart = end;
  }
  parts.push(frames.subarray(partStart));
  return parts;
}

/**
 * Rows of an answer to a simple query.
 * @throws EngineSqlError where the answer is an error
 */
export function readRows(answer: Buffer, sql: string): readonly TextRow[] {
  const rows: TextRow[] = [];
  let failure: EngineSqlError | undefined;
  eachFrame(answer, (type, start, end) => {
    const body = answer.subarray(start + 5, end);
    if (type === BACKEND.dataRow) rows.push(dataRowValues(body));
    if (type === BACKEND.error) {
      const fields = errorFields(body);
      failure = new EngineSqlError(fields.get('C') ?? 'XX000', fields.get('M') ?? 'unknown error', sql);
    }
  });
  if (failure !== undefined) throw failure;
  return rows;
}
