import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { ExportFile, ExportOpened, ExportOutcome } from '../../shared/exports';

/** A CSV of two million rows has some 250 MB. */
const MOST_BYTES = 1_000_000_000;

export interface ExportFilesOptions {
  /** Asks a person where to; undefined when they think better of it. */
  readonly choosePlace: (name: string) => Promise<string | undefined>;
  /** One sentence for a person. */
  readonly notWritten: (path: string, cause: unknown) => Error;
}

interface OpenFile {
  readonly id: number;
  readonly path: string;
  readonly partPath: string;
  readonly handle: FileHandle;
  bytes: number;
}

/**
 * Files that a page writes part by part, where a person has said: under another name until they are whole, so that a file of the
 * chosen name is never half of one. One at a time; the page cannot name a path.
 */
export class ExportFiles {
  readonly #options: ExportFilesOptions;
  #open: OpenFile | undefined;
  #lastId = 0;

  constructor(options: ExportFilesOptions) {
    this.#options = options;
  }

  exportOpen = async ({ name }: ExportFile): Promise<ExportOpened> => {
    await this.#drop();
    const path = await this.#options.choosePlace(name);
    if (path === undefined) return {};
    const partPath = `${path}.part`;
    try {
      this.#open = { id: ++this.#lastId, path, partPath, handle: await open(partPath, 'w'), bytes: 0 };
      return { id: this.#lastId };
    } catch (cause) {
      return { sentence: this.#options.notWritten(path, cause).message };
    }
  };

  exportWrite = (id: number, part: Uint8Array): Promise<ExportOutcome> =>
    this.#with(id, async (file) => {
      file.bytes += part.length;
      if (file.bytes > MOST_BYTES) {
        await this.#drop();
        return { sentence: 'It is longer than 1 GB; choose a shorter time or a coarser resolution.' };
      }
      // Not `write`: it may take less than it is given.
      await file.handle.appendFile(part);
      return {};
    });

  exportClose = (id: number, how: 'keep' | 'drop'): Promise<ExportOutcome> =>
    this.#with(id, async (file) => {
      if (how === 'keep') {
        await file.handle.sync();
        await file.handle.close();
        this.#open = undefined;
        await rename(file.partPath, file.path);
      } else await this.#drop();
      return {};
    });

  async #with(id: number, work: (file: OpenFile) => Promise<ExportOutcome>): Promise<ExportOutcome> {
    const file = this.#open;
    if (file === undefined || file.id !== id) return { sentence: 'The file is not open any more; save it again.' };
    try {
      return await work(file);
    } catch (cause) {
      await this.#drop();
      return { sentence: this.#options.notWritten(file.path, cause).message };
    }
  }

  async #drop(): Promise<void> {
    const file = this.#open;
    this.#open = undefined;
    if (file === undefined) return;
    await file.handle.close();
    await rm(file.partPath, { force: true });
  }
}
