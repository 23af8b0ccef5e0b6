import { decodeHistoryFrame, type HistoryAnswer } from '../history-frame';
import { ServerMessage } from '../protocol';

/** One frame of the gateway, decoded; `bad` says in a sentence what was wrong with it. */
export type Frame =
  | { readonly kind: 'message'; readonly message: ServerMessage }
  | { readonly kind: 'history'; readonly answer: HistoryAnswer }
  | { readonly kind: 'bad'; readonly problem: string };

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 300) : String(error);
}

function decodeText(text: string): Frame {
  const decoded = ServerMessage.safeParse(JSON.parse(text));
  if (decoded.success) return { kind: 'message', message: decoded.data };
  const issue = decoded.error.issues[0];
  return { kind: 'bad', problem: `field "${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'unknown'}` };
}

/** Decodes what a socket received; never throws, whatever came. */
export function decodeFrame(data: unknown): Frame {
  try {
    if (typeof data === 'string') return decodeText(data);
    if (data instanceof ArrayBuffer) return { kind: 'history', answer: decodeHistoryFrame(new Uint8Array(data)) };
    return { kind: 'bad', problem: 'neither text nor bytes' };
  } catch (error) {
    return { kind: 'bad', problem: reasonOf(error) };
  }
}
