/**
 * Who may ask, by the two headers that a browser sets and no page can forge. Any web page may open a socket to this
 * machine, and a name of its own may be made to point here (DNS rebinding): both are refused before anything else.
 */
export class AllowedCallers {
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  /**
   * @param host the address that is listened on
   * @param appOrigin the window's own origin, such as `app://taktline`
   */
  constructor({ host, port, appOrigin }: { readonly host: string; readonly port: number; readonly appOrigin: string }) {
    const names = ['127.0.0.1', 'localhost', '[::1]', host.includes(':') ? `[${host}]` : host.toLowerCase()];
    this.#hosts = new Set(names.map((name) => hostWithPort(name, port)));
    this.#origins = new Set([...[...this.#hosts].map((each) => `http://${each}`), appOrigin]);
  }

  /** True where the Host header names this server. */
  isOurHost(host: string | undefined): host is string {
    return host !== undefined && this.#hosts.has(host.toLowerCase());
  }

  /** True for our own pages, and for clients that are no browser: these send no Origin, and a key decides. */
  isOurOrigin(origin: string | undefined): boolean {
    return origin === undefined || this.#origins.has(origin.toLowerCase());
  }
}

/** Browsers leave the port out where it is the scheme's own. */
function hostWithPort(name: string, port: number): string {
  return port === 80 ? name : `${name}:${port}`;
}
