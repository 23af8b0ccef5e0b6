/**
 * The content policy of Taktline's pages, the same for the window and for browsers: own scripts, workers, styles,
 * images and fonts, and the data plane; nothing inline, nothing from elsewhere, in no frame.
 * @param wsOrigins where the page may open its WebSocket, such as `ws://127.0.0.1:4711`
 */
export function contentSecurityPolicy({ wsOrigins }: { readonly wsOrigins: readonly string[] }): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "worker-src 'self'",
    ["connect-src 'self'", ...wsOrigins].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of every answer with a page or a part of one, wherever it is shown. */
export function pageHeaders(options: { readonly wsOrigins: readonly string[] }): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(options),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
  };
}

/**
 * For browsers also: whoever opened the page has no hold on it. The app's own window has no opener and opens nothing, and
 * there the header alone would have Chromium throw the window's process away once the page answers, and start another.
 */
export const BROWSER_HEADERS: Readonly<Record<string, string>> = { 'cross-origin-opener-policy': 'same-origin' };
