/** How a request came: by TLS, or in plain text from this machine itself. */
export type Way = 'secure' | 'own-machine';

const OWN_MACHINE = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Who may ask, by the two headers that a browser sets and no page can forge. Any web page may open a socket to this
 * machine, and a name of its own may be made to point here (DNS rebinding): both are refused before anything else.
 */
export class AllowedCallers {
  readonly #port: number;
  readonly #appOrigin: string;
  readonly #ownHosts: ReadonlySet<string>;
  #secureHosts: ReadonlySet<string>;

  /** @param appOrigin the window's own origin, such as `app://taktline` */
  constructor({ port, appOrigin }: { readonly port: number; readonly appOrigin: string }) {
    this.#port = port;
    this.#appOrigin = appOrigin;
    this.#ownHosts = new Set(OWN_MACHINE.map((name) => withPort(name, port, 80)));
    this.#secureHosts = new Set(OWN_MACHINE.map((name) => withPort(name, port, 443)));
  }

  /** @param names host names and IP addresses under which the network reaches us; those of before are forgotten */
  setNetworkNames(names: readonly string[]): void {
    const written = names.map((name) => (name.includes(':') ? `[${name}]` : name.toLowerCase()));
    this.#secureHosts = new Set([...OWN_MACHINE, ...written].map((name) => withPort(name, this.#port, 443)));
  }

  /** True where the Host header names this server. */
  isOurHost(host: string | undefined, way: Way): host is string {
    return host !== undefined && this.#hostsOf(way).has(host.toLowerCase());
  }

  /** True for our own pages, and for clients that are no browser: these send no Origin, and a key decides. */
  isOurOrigin(origin: string | undefined, way: Way): boolean {
    if (origin === undefined) return true;
    if (way === 'own-machine' && origin === this.#appOrigin) return true;
    const scheme = way === 'secure' ? 'https://' : 'http://';
    const lower = origin.toLowerCase();
    return lower.startsWith(scheme) && this.#hostsOf(way).has(lower.slice(scheme.length));
  }

  #hostsOf(way: Way): ReadonlySet<string> {
    return way === 'secure' ? this.#secureHosts : this.#ownHosts;
  }
}

/** Browsers leave the port out where it is the scheme's own. */
function withPort(name: string, port: number, schemePort: number): string {
  return port === schemePort ? name : `${name}:${port}`;
}
