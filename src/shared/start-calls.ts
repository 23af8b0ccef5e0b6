import { z } from 'zod';
import { type CallChannel, callChannels } from './ipc-channels';
import { KioskState } from './kiosk';

/**
 * The calls that a window makes before it shows anything, apart from the others (`ipc.ts`): their decoders alone are made
 * while it waits.
 */

/** A question of the page and its answer. */
export interface Call<Request extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> {
  readonly channel: CallChannel;
  /** The arguments, as a tuple. */
  readonly request: Request;
  readonly response: Response;
}

export function invoke<Request extends z.ZodType, Response extends z.ZodType>(
  channel: CallChannel,
  request: Request,
  response: Response,
): Call<Request, Response> {
  return { channel, request, response };
}

/** No arguments. */
export const nothing = z.tuple([]);

/** Where this window finds the gateway, and the token that opens it; the token is new at each start. */
export const GatewaySession = z.object({ url: z.string(), token: z.string() });
export type GatewaySession = z.infer<typeof GatewaySession>;

export const startCalls = {
  gatewaySession: invoke(callChannels.gatewaySession, nothing, GatewaySession),
  /** Whether this window is a kiosk's, and what it shows in turn. */
  kioskState: invoke(callChannels.kioskState, nothing, KioskState),
} as const;

export type StartCallName = keyof typeof startCalls;

export const START_CALL_NAMES = Object.keys(startCalls) as readonly StartCallName[];

export function isStartCall(name: string): name is StartCallName {
  return Object.hasOwn(startCalls, name);
}
