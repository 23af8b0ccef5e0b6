import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { KioskAddress } from '../../shared/kiosk';
import { writeFileAtomically } from './atomic-file';

const Content = z.object({ address: KioskAddress });

/** A hand that pans moves the address many times a second: the disk hears of the last one alone. */
const SETTLED_MS = 2_000;

export interface KeptViewOptions {
  readonly dataFolder: string;
  readonly after: (delayMs: number, run: () => void) => void;
  readonly onTrouble: (error: Error) => void;
}

function fileIn(dataFolder: string): string {
  return join(dataFolder, 'view.json');
}

/** The view that a kiosk showed last, which it shows again after a crash or a power cut. */
export class KeptView {
  readonly #options: KeptViewOptions;
  #address: string | undefined;
  #isWaiting = false;

  constructor(options: KeptViewOptions) {
    this.#options = options;
  }

  /** The address that was kept: "#/…"; undefined where none was, or what was kept cannot be understood: a kiosk starts all the same. */
  async read(): Promise<string | undefined> {
    try {
      const text = await readFile(fileIn(this.#options.dataFolder), 'utf8');
      return Content.parse(JSON.parse(text)).address;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') this.#options.onTrouble(cause as Error);
      return undefined;
    }
  }

  /** Takes the page's address; what is no view for a kiosk is passed over. @param url whole */
  note(url: string): void {
    const at = url.indexOf('#');
    const address = KioskAddress.safeParse(at < 0 ? '#/' : url.slice(at));
    if (!address.success || address.data === this.#address) return;
    this.#address = address.data;
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#options.after(SETTLED_MS, () => {
      this.#isWaiting = false;
      this.#write().catch(this.#options.onTrouble);
    });
  }

  #write(): Promise<void> {
    const text = `${JSON.stringify({ address: this.#address })}\n`;
    return writeFileAtomically(fileIn(this.#options.dataFolder), text);
  }
}
