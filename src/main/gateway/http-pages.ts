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
}

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
    try {
      const file = await readStaticFile(staticFolder, path);
      if (file === undefined) refuse(response, 404, 'There is no such page.');
      else send(response, file, request.method === 'HEAD');
    } catch (error) {
      log.warn('page-unreadable', { message: error instanceof Error ? error.message : String(error) });
      refuse(response, 500, 'The page could not be read; the log of the appliance says why.');
    }
  }
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
