import type { KeyFolder } from '../../src/main/gateway/key-folder';
import type { SecretFiles } from '../../src/main/gateway/tls/own-authority';

/** A folder of secrets in memory. */
export class SecretFilesTwin implements SecretFiles, KeyFolder {
  readonly texts = new Map<string, string>();
  /** What writing and removing fail with. */
  failure: Error | undefined;

  async list(): Promise<readonly string[]> {
    return [...this.texts.keys()];
  }

  async read(name: string): Promise<string | undefined> {
    return this.texts.get(name);
  }

  async write(name: string, text: string): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.texts.set(name, text);
  }

  async remove(name: string): Promise<boolean> {
    if (this.failure !== undefined) throw this.failure;
    return this.texts.delete(name);
  }
}
