/**
 * The content policy of Taktline's pages, the same for the window and for browsers: own scripts, styles, images and
 * fonts, and the data plane; nothing inline, nothing from elsewhere, in no frame.
 * @param wsOrigins where the page may open its WebSocket, such as `ws://127.0.0.1:4711`
 */
export function contentSecurityPolicy({ wsOrigins }: { readonly wsOrigins: readonly string[] }): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    ["connect-src 'self'", ...wsOrigins].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of every answer with a page or a part of one. */
export function pageHeaders(options: { readonly wsOrigins: readonly string[] }): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(options),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
  };
}
