import { z } from 'zod';

/**
 * The control plane's contract: every call between the app's own window and the main process, declared once.
 * Only the window's main frame on our own origin may call; arguments and answers are decoded on both sides.
 */
export const APP_ORIGIN = 'app://taktline';

/** Where this window finds the gateway, and the token that opens it; the token is new at each start. */
export const GatewaySession = z.object({ url: z.string(), token: z.string() });
export type GatewaySession = z.infer<typeof GatewaySession>;

export const ipc = {
  gatewaySession: { channel: 'gateway:session', request: z.tuple([]), response: GatewaySession },
} as const;

/** What the preload puts into the page as `window.taktline`. */
export interface TaktlineBridge {
  gatewaySession(): Promise<GatewaySession>;
}
