import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AllowedCallers } from './allowed-callers';
import type { GatewayLog } from './gateway-sources';
import { pageHeaders } from './page-headers';
import { readStaticFile, type StaticFile } from './static-files';

export interface HttpPagesOptions {
  readonly staticFolder: string;
  readonly callers: AllowedCallers;
  readonly livePath: string;
  readonly log: GatewayLog;
  readonly metrics: () => Promise<{ readonly text: string; readonly contentType: string }>;
}

/** Where a program that collects metrics asks. */
export const METRICS_PATH = '/metrics';

/** Answers plain HTTP: the built renderer's files, read only, to our own names alone. */
export class HttpPages {
  readonly #options: HttpPagesOptions;

  constructor(options: HttpPagesOptions) {
    this.#options = options;
  }

  /** Always answers; never rejects. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { callers, livePath, staticFolder, log } = this.#options;
    const { host } = request.headers;
    if (!callers.isOurHost(host)) return refuse(response, 403, 'This address is not one of this appliance.');
    for (const [name, value] of Object.entries(pageHeaders({ wsOrigins: [`ws://${host}`] }))) {
      response.setHeader(name, value);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return refuse(response, 405, 'Only reading is possible here.');
    }
    const path = pathOf(request.url ?? '/');
    if (path === livePath) return refuse(response, 426, 'This address speaks WebSocket only.');
    if (path === METRICS_PATH) return this.#answerMetrics(request, response);
    try {
      const file = await readStaticFile(staticFolder, path);
      if (file === undefined) refuse(response, 404, 'There is no such page.');
      else send(response, file, request.method === 'HEAD');
    } catch (error) {
      log.warn('page-unreadable', { message: error instanceof Error ? error.message : String(error) });
      refuse(response, 500, 'The page could not be read; the log of the appliance says why.');
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

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address);
}

/** The path of a request target, still encoded; what stands after `?` or `#` is nothing to us. */
export function pathOf(target: string): string {
  return target.split(/[?#]/, 1)[0] ?? '/';
}

function send(response: ServerResponse, { body, contentType, isImmutable }: StaticFile, isHead: boolean): void {
  response.writeHead(200, {
    'content-type': contentType,
    'content-length': body.length,
    'cache-control': isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(isHead ? undefined : body);
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${sentence}\n`);
}
