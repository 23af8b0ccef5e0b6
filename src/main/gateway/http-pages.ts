import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { AllowedCallers, Way } from './allowed-callers';
import type { GatewayLog } from './gateway-sources';
import { pathOf, refuse } from './http-answers';
import { isLoopback } from './ip-address';
import { BROWSER_HEADERS, pageHeaders } from './page-headers';
import { refusePage } from './page-refusals';
import { readStaticFile, type StaticFile } from './static-files';
import type { UntrustedPages } from './untrusted-pages';

export interface HttpPagesOptions {
  readonly staticFolder: string;
  readonly callers: AllowedCallers;
  readonly livePath: string;
  readonly log: GatewayLog;
  /** What plain HTTP gets from the network; undefined where the network is not served. */
  readonly untrusted: UntrustedPages | undefined;
  readonly metrics: () => Promise<{ readonly text: string; readonly contentType: string }>;
}

/** Where a program that collects metrics asks. */
export const METRICS_PATH = '/metrics';

/** How a connection came; undefined: in plain text from the network, where nothing of the plant is told. */
export function wayOf(socket: Socket): Way | undefined {
  if ('encrypted' in socket) return 'secure';
  return isLoopback(socket.remoteAddress) ? 'own-machine' : undefined;
}

/** Answers HTTP: the built renderer's files, read only, to our own names alone. */
export class HttpPages {
  readonly #options: HttpPagesOptions;

  constructor(options: HttpPagesOptions) {
    this.#options = options;
  }

  /** Always answers; never rejects. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { callers, livePath, staticFolder, log, untrusted } = this.#options;
    const { host } = request.headers;
    const way = wayOf(request.socket);
    if (way === undefined && untrusted !== undefined) return untrusted.answer(request, response);
    if (way === undefined || !callers.isOurHost(host, way)) {
      return refusePage(request, response, 403, 'not-ours');
    }
    const wsOrigin = `${way === 'secure' ? 'wss' : 'ws'}://${host}`;
    const headers = { ...pageHeaders({ wsOrigins: [wsOrigin] }), ...BROWSER_HEADERS };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return refuse(response, 405, 'Only reading is possible here.');
    }
    const path = pathOf(request.url ?? '/');
    if (path === livePath) return refuse(response, 426, 'This address speaks WebSocket only.');
    if (path === METRICS_PATH) return this.#answerMetrics(request, response);
    if (way === 'secure' && untrusted?.answerTrust(request, response, path) === true) return;
    try {
      const file = await readStaticFile(staticFolder, path);
      if (file === undefined) refusePage(request, response, 404, 'no-page');
      else send(response, file, request.method === 'HEAD');
    } catch (error) {
      log.warn('page-unreadable', { message: error instanceof Error ? error.message : String(error) });
      refusePage(request, response, 500, 'unreadable');
    }
  }

  /**
   * To programs on this machine alone, without a key: a collector has none, and there is nothing in it that is not on
   * every screen's diagnostics view. Where the network is served as well, it is not told how loaded the appliance is.
   */
  async #answerMetrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isLoopback(request.socket.remoteAddress))
      return refuse(response, 403, 'Metrics are given to programs on the appliance itself alone.');
    try {
      const { text, contentType } = await this.#options.metrics();
      response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' });
      response.end(request.method === 'HEAD' ? undefined : text);
    } catch (error) {
      this.#options.log.warn('no-metrics', { message: error instanceof Error ? error.message : String(error) });
      refuse(response, 500, 'The metrics could not be put together; the log of the appliance says why.');
    }
  }
}

function send(response: ServerResponse, { body, contentType, isImmutable }: StaticFile, isHead: boolean): void {
  response.writeHead(200, {
    'content-type': contentType,
    'content-length': body.length,
    'cache-control': isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(isHead ? undefined : body);
}
