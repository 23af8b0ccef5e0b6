import type { z } from 'zod';
import { ClientMessage } from '../../shared/protocol';

export type DecodedFrame =
  | { readonly kind: 'message'; readonly message: ClientMessage }
  /** `problem`: one sentence that names the field; `requestId` where the frame names one. */
  | { readonly kind: 'bad'; readonly problem: string; readonly requestId?: number };

/** Nearly all that a thousand screens say, and so decoded without any detour; spelled otherwise it is JSON like the rest. */
const ACK = /^\{"type":"ack","sequence":(\d{1,15})\}$/;

/** A viewer's text frame, decoded and checked. Never throws. */
export function decodeClientFrame(text: string): DecodedFrame {
  const ack = ACK.exec(text);
  if (ack !== null) return { kind: 'message', message: { type: 'ack', sequence: Number(ack[1]) } };
  const json = parseJson(text);
  if (json === undefined) return { kind: 'bad', problem: 'The frame is no JSON; send one JSON object per text frame.' };
  const decoded = ClientMessage.safeParse(json);
  if (decoded.success) return { kind: 'message', message: decoded.data };
  const requestId = requestIdOf(json);
  const problem = sentenceOf(decoded.error);
  return requestId === undefined ? { kind: 'bad', problem } : { kind: 'bad', problem, requestId };
}

/** The parsed text, or undefined where it is no JSON (which itself never gives undefined). */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names the first field that is wrong; never its value, which may be anything. */
function sentenceOf(error: z.ZodError): string {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).map(String).join('.').slice(0, 100);
  return `The field ${JSON.stringify(path === '' ? '(whole message)' : path)} is wrong: ${issue?.code ?? 'invalid'}; see docs/protocol.md.`;
}

function requestIdOf(json: unknown): number | undefined {
  if (typeof json !== 'object' || json === null || !('requestId' in json)) return undefined;
  const { requestId } = json;
  return typeof requestId === 'number' && Number.isSafeInteger(requestId) && requestId >= 0 ? requestId : undefined;
}
