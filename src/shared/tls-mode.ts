/**
 * How a plant's server is reached, in libpq's words: without TLS, encrypted without checking, with its certificate
 * checked, with its name checked too. libpq's `allow` and `prefer` are left out: falling back in silence is no protection.
 */
export const TLS_MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
export type TlsMode = (typeof TLS_MODES)[number];
