import type { TaktlineBridge } from '../../shared/ipc';
import type { Access, Key } from '../../shared/viewer/access';

const TOKEN_ITEM = 'taktline.token';

/** The code in `#code=…`, or undefined. Other fragments are the router's. */
export function codeInFragment(hash: string): string | undefined {
  const code = /^#code=([^&]+)/.exec(hash)?.[1];
  return code === undefined ? undefined : safeDecode(code);
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded after all: the gateway will judge it as it stands.
    return text;
  }
}

/** The gateway's own address as the WebSocket address of its data plane. */
export function liveAddress(address: string): string {
  const url = new URL(address);
  url.protocol = url.protocol === 'https:' || url.protocol === 'wss:' ? 'wss:' : 'ws:';
  if (url.pathname === '/') url.pathname = '/live';
  url.hash = '';
  return url.toString();
}

/** Access of the app's own window: the main process hands out address and token, and a new one after its restart. */
export function bridgeAccess(bridge: Pick<TaktlineBridge, 'gatewaySession'>): Access {
  return {
    key: async () => {
      const session = await bridge.gatewaySession();
      return { url: liveAddress(session.url), token: session.token };
    },
    accepted: () => undefined,
    refused: () => true,
  };
}

type TokenStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What the browser's access needs of a page. */
export interface BrowserPage {
  readonly address: string;
  /** Session storage: survives a reload, ends with the tab. */
  readonly storage: TokenStorage;
  /** Local storage: stays on this screen, for a token that is valid until it is revoked. */
  readonly lastingStorage: TokenStorage;
}

/** Access of a browser: a one-time code first, then the token that it was exchanged for. */
export class BrowserAccess implements Access {
  readonly #page: BrowserPage;
  #code: string | undefined;
  #triedCode = false;

  constructor(page: BrowserPage, code: string | undefined) {
    this.#page = page;
    this.#code = code;
  }

  /** A new address was opened in the same tab. */
  offer(code: string): void {
    this.#code = code;
  }

  key(): Promise<Key> {
    const url = liveAddress(this.#page.address);
    const token = this.#token();
    this.#triedCode = this.#code !== undefined;
    if (this.#code !== undefined) return Promise.resolve({ url, code: this.#code });
    return Promise.resolve(token === null ? { url, none: true } : { url, token });
  }

  accepted(token: string, isLasting: boolean): void {
    this.#code = undefined;
    this.#page.storage.setItem(TOKEN_ITEM, token);
    if (isLasting) this.#page.lastingStorage.setItem(TOKEN_ITEM, token);
  }

  refused(): boolean {
    if (this.#triedCode) {
      // A used code may belong to a tab that was loaded again: the token that it was exchanged for still holds.
      this.#code = undefined;
      return this.#token() !== null;
    }
    const { storage, lastingStorage } = this.#page;
    const refused = this.#token();
    storage.removeItem(TOKEN_ITEM);
    if (lastingStorage.getItem(TOKEN_ITEM) === refused) lastingStorage.removeItem(TOKEN_ITEM);
    return this.#token() !== null;
  }

  /** The tab's own first: it may have come by a code of its own. */
  #token(): string | null {
    return this.#page.storage.getItem(TOKEN_ITEM) ?? this.#page.lastingStorage.getItem(TOKEN_ITEM);
  }
}
