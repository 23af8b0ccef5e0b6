import { type Protocol, protocol } from 'electron';

/** The page's own scheme: `app://taktline/…`, an origin like any https one, and the only one that the window may show. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'taktline';

/** One file of the built renderer; undefined where there is none of that path. */
export type ReadAppFile = (
  urlPath: string,
) => Promise<{ readonly body: Uint8Array; readonly contentType: string } | undefined>;

/** Declares the scheme; Electron wants this before it is ready. Compiled scripts are kept from start to start. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/**
 * Serves the renderer over the app's scheme; any other host or method, and any path outside the folder, is refused.
 * @param headers sent with every answer: the same policy that browsers on the network get
 */
export function serveAppProtocol(
  target: Protocol,
  readFile: ReadAppFile,
  headers: () => Promise<Readonly<Record<string, string>>>,
): void {
  target.handle(APP_SCHEME, async (request) => {
    const url = new URL(request.url);
    if (url.host !== APP_HOST || request.method !== 'GET') return new Response('refused', { status: 403 });
    const file = await readFile(url.pathname);
    if (file === undefined) return new Response('not found', { status: 404 });
    return new Response(new Uint8Array(file.body), {
      headers: { ...(await headers()), 'content-type': file.contentType },
    });
  });
}
