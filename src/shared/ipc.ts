import { z } from 'zod';

/**
 * The control plane's contract: every call between the app's own window and the main process, declared once.
 * Only the window's main frame on our own origin may call; arguments and answers are decoded on both sides.
 */
export const APP_ORIGIN = 'app://taktline';

/** Where this window finds the gateway, and the token that opens it; the token is new at each start. */
export const GatewaySession = z.object({ url: z.string(), token: z.string() });
export type GatewaySession = z.infer<typeof GatewaySession>;

/** A statement's plan as text; or, where there is none, one sentence why. */
export const PlanAnswer = z.union([z.object({ plan: z.string() }), z.object({ sentence: z.string() })]);
export type PlanAnswer = z.infer<typeof PlanAnswer>;

export const ipc = {
  explainStatement: { channel: 'diagnostics:explain', request: z.tuple([z.string().max(100)]), response: PlanAnswer },
  gatewaySession: { channel: 'gateway:session', request: z.tuple([]), response: GatewaySession },
} as const;

/** What the preload puts into the page as `window.taktline`. */
export interface TaktlineBridge {
  /** The plan of the last slow statement of a name. */
  explainStatement(name: string): Promise<PlanAnswer>;
  gatewaySession(): Promise<GatewaySession>;
}
