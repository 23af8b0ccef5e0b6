import type { ServerMessage } from '../../shared/protocol';
import { frameText } from './server-frame';

/** One message or several, encoded and framed once, for any number of sockets. */
export interface SharedFrame {
  /** What goes over the wire as it is. */
  readonly bytes: Buffer;
}

export function encodeMessage(message: ServerMessage): SharedFrame {
  return { bytes: frameText([Buffer.from(JSON.stringify(message), 'utf8')]) };
}

/** One viewer's connection, as the gateway uses it; sending on a closed one does nothing. */
export interface ViewerSocket {
  /** The peer's IP address. */
  readonly address: string;
  /** By TLS. */
  readonly isSecure: boolean;
  /** What was sent and is not yet taken over by the network, in bytes. */
  readonly bufferedBytes: number;
  /** Writes the frame's bytes at once, whoever else gets the same. */
  send(frame: SharedFrame): void;
  /** Writes several in one go. */
  sendTogether(frames: readonly SharedFrame[]): void;
  /** Resolves when the bytes have left for the network, or the connection is gone. */
  sendBinary(bytes: Uint8Array): Promise<void>;
  ping(): void;
  /** Says goodbye with a code and a reason, and ends the connection when the peer does not answer in a while. */
  close(code: number, reason: string): void;
  /** Ends the connection at once. */
  terminate(): void;
}

export interface ViewerSocketHandlers {
  onText(text: string): void;
  /** An acknowledgement; it may as well come as text. */
  onAck(sequence: number): void;
  onBinary(): void;
  onPong(): void;
  /** Once, whatever ended it. */
  onClose(): void;
}
