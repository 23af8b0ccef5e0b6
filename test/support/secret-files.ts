import type { SecretFiles } from '../../src/main/gateway/tls/own-authority';

/** {@link SecretFiles} in memory. */
export class SecretFilesTwin implements SecretFiles {
  readonly texts = new Map<string, string>();

  async read(name: string): Promise<string | undefined> {
    return this.texts.get(name);
  }

  async write(name: string, text: string): Promise<void> {
    this.texts.set(name, text);
  }
}
