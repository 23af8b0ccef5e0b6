import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AllowedCallers } from './allowed-callers';
import { pathOf, refuse } from './http-answers';
import type { LanFacts } from './lan-service';
import { refusePage } from './page-refusals';
import { ROOT_PATH, TRUST_PAGE_POLICY, trustPage } from './trust-page';
import { acceptedLanguage } from './trust-page-words';

/** Where the page is also found by TLS. */
export const TRUST_PATH = '/trust';

const MOVED_FOR_NOW = 307;

export interface UntrustedPagesOptions {
  readonly callers: AllowedCallers;
  readonly facts: () => LanFacts;
}

/**
 * What plain HTTP gets from the network: the root with the steps to install it, and the way to the TLS address.
 * Nothing of the plant is here, and no key is taken.
 */
export class UntrustedPages {
  readonly #options: UntrustedPagesOptions;

  constructor(options: UntrustedPagesOptions) {
    this.#options = options;
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const { host } = request.headers;
    const { certificate } = this.#options.facts();
    const path = pathOf(request.url ?? '/');
    if (!this.#options.callers.isOurHost(host, 'secure')) {
      refusePage(request, response, 403, 'not-ours');
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      refuse(response, 405, 'Only reading is possible here.');
    } else if (certificate === undefined) {
      refusePage(request, response, 503, 'no-certificate');
    } else if (!this.answerTrust(request, response, path === '/' ? TRUST_PATH : path)) {
      response.writeHead(MOVED_FOR_NOW, { location: `https://${host}${path}`, 'cache-control': 'no-store' });
      response.end();
    }
  }

  /** @returns false where the path is none of these pages, or there is no root of our own to be trusted */
  answerTrust(request: IncomingMessage, response: ServerResponse, path: string): boolean {
    const root = this.#options.facts().certificate?.root;
    if (root === undefined || (path !== TRUST_PATH && path !== ROOT_PATH)) return false;
    if (path === ROOT_PATH) send(request, response, 'application/x-x509-ca-cert', root.pem);
    else void this.#answerPage(request, response, root.fingerprint);
    return true;
  }

  async #answerPage(request: IncomingMessage, response: ServerResponse, rootFingerprint: string): Promise<void> {
    try {
      const page = await trustPage({
        ...{ rootFingerprint, screensUrl: `https://${request.headers.host}/` },
        userAgent: request.headers['user-agent'] ?? '',
        language: acceptedLanguage(request.headers['accept-language']),
      });
      response.setHeader('vary', 'accept-language');
      send(request, response, 'text/html; charset=utf-8', page);
    } catch {
      // Of the built program a file is gone: this page alone cannot be had.
      refusePage(request, response, 500, 'incomplete');
    }
  }
}

function send(request: IncomingMessage, response: ServerResponse, type: string, body: string): void {
  response.setHeader('content-security-policy', TRUST_PAGE_POLICY);
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  response.end(request.method === 'HEAD' ? undefined : body);
}
