import { readFileSync } from 'node:fs';
import type { SetupFailure, SetupOutcome } from '../../shared/setup';
import type { Log } from '../diagnostics/log';
import { plantAddress } from '../plant/address';
import type { PlantAccess } from './plant-access';
import type { SetupBoard } from './setup-board';
import { SetupError, setupFailure } from './setup-error';

/** Work that the page sees as such while it goes on. */
type ShownWork = 'testing' | 'looking' | 'planning' | 'verifying' | 'finishing';

/** How each command of the wizard is answered: one piece of work at a time, and what goes wrong as data for the page. */
export class SetupCommands {
  readonly #board: SetupBoard;
  readonly #access: PlantAccess;
  readonly #log: Log;

  constructor(board: SetupBoard, access: PlantAccess, log: Log) {
    this.#board = board;
    this.#access = access;
    this.#log = log;
  }

  /** @param command its text, where it gives one, is for the person */
  async answer(command: () => Promise<unknown>): Promise<SetupOutcome> {
    try {
      const said = await command();
      return typeof said === 'string' ? { ok: true, said } : { ok: true };
    } catch (error) {
      return { ok: false, failure: await this.failureOf(error) };
    }
  }

  /** The same for work that takes its time and that no other may run beside. */
  work(kind: ShownWork, work: () => Promise<void>): Promise<SetupOutcome> {
    return this.answer(async () => {
      this.refuseWhileBusy();
      this.#board.update({ work: { kind } });
      try {
        await work();
      } finally {
        this.#board.update({ work: { kind: 'idle' } });
      }
    });
  }

  /** @throws SetupError */
  refuseWhileBusy(): void {
    if (this.#board.state.work.kind === 'idle') return;
    throw new SetupError('busy', 'Something is being done already; wait for it, or stop it first.');
  }

  /** What went wrong, for the page; what nobody foresaw goes into the log too, without the password. */
  async failureOf(error: unknown): Promise<SetupFailure> {
    const failure = setupFailure(error, await this.#addressForWords());
    if (failure !== undefined) return failure;
    const message = error instanceof Error ? error.message : String(error);
    const password = await this.#access.password();
    const clean = password === undefined ? message : message.replaceAll(password, '(hidden)');
    this.#log.error('setup-unexpected', { message: clean });
    return { code: 'unexpected', message: `Something unforeseen happened: ${clean}`, retryable: true };
  }

  /** Of the plant in hand, also where its certificate cannot be read. */
  async #addressForWords() {
    if (this.#access.target === undefined) return undefined;
    const { sslRootCertificate: _, ...parts } = await this.#access.parts();
    return plantAddress(parts, (path) => readFileSync(path, 'utf8'));
  }
}
