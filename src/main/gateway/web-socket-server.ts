import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { AckReader } from './ack-reader';
import { wayOf } from './http-pages';
import { plainAddress } from './ip-address';
import type { SharedFrame, ViewerSocket, ViewerSocketHandlers } from './viewer-socket';

/** Fragments of one message and chunks of one frame that are put together; a viewer's messages need one. */
const MAX_FRAGMENTS = 16;

/** A peer that does not answer a goodbye is cut off after this: what it has not read is held in memory meanwhile. */
const GOODBYE_MS = 2_000;

/** Makes WebSockets of HTTP upgrades: the one file that knows `ws`. */
export class WebSocketGate {
  readonly #server: WebSocketServer;

  constructor({ maxFrameBytes }: { readonly maxFrameBytes: number }) {
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: maxFrameBytes,
      maxFragments: MAX_FRAGMENTS,
      // With 1,000 viewers it took 323 MB and 2.8 s at the median.
      perMessageDeflate: false,
    });
  }

  /** @param onSocket given the socket, returns what is to be called; not called where the handshake is wrong */
  accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    onSocket: (socket: ViewerSocket) => ViewerSocketHandlers,
  ): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      tellHandlers(webSocket, onSocket(new WsViewerSocket(webSocket, request.socket)));
    });
  }
}

/** A function of its own: a listener made within the handshake's would keep the whole HTTP request alive with it. */
function tellHandlers(webSocket: WebSocket, handlers: ViewerSocketHandlers): void {
  webSocket.on('message', (data, isBinary) => (isBinary ? handlers.onBinary() : handlers.onText(textOf(data))));
  webSocket.on('pong', () => handlers.onPong());
  webSocket.on('close', () => handlers.onClose());
  // A frame against the rules (too long, not UTF-8): ws closes with the code for it, and 'close' follows.
  webSocket.on('error', ignore);
  passAcksBy(webSocket, (sequence) => handlers.onAck(sequence));
}

function ignore(): void {}

/**
 * Takes acknowledgements out of what `ws` is about to read: they are nearly all that a thousand screens say, and through
 * `ws` each costs several times what it says. Where `ws` has no such place any more they come as any other message.
 */
function passAcksBy(webSocket: WebSocket, onAck: (sequence: number) => void): void {
  const { _receiver: receiver } = webSocket as unknown as { readonly _receiver?: { write?(chunk: Buffer): boolean } };
  const write = receiver?.write;
  if (receiver === undefined || write === undefined) return;
  const acks = new AckReader();
  receiver.write = (chunk) => {
    const sequence = acks.read(chunk);
    if (sequence === undefined) return write.call(receiver, chunk);
    onAck(sequence);
    return true;
  };
}

/**
 * A frame for many goes past `ws` into the socket below it: framed once, not once for each. That is safe because `ws`,
 * without compression, writes every frame of its own in one go and keeps none back, so that frames never mix; and after
 * its goodbye it is not open any more.
 */
class WsViewerSocket implements ViewerSocket {
  readonly address: string;
  readonly isSecure: boolean;
  readonly #webSocket: WebSocket;
  readonly #stream: Duplex;

  constructor(webSocket: WebSocket, under: IncomingMessage['socket']) {
    this.#webSocket = webSocket;
    this.#stream = under;
    this.address = plainAddress(under.remoteAddress ?? 'unknown');
    this.isSecure = wayOf(under) === 'secure';
  }

  get bufferedBytes(): number {
    return this.#stream.writableLength;
  }

  send({ bytes }: SharedFrame): void {
    if (this.#isOpen()) this.#stream.write(bytes);
  }

  sendTogether(frames: readonly SharedFrame[]): void {
    if (!this.#isOpen()) return;
    this.#stream.cork();
    for (const { bytes } of frames) this.#stream.write(bytes);
    this.#stream.uncork();
  }

  sendBinary(bytes: Uint8Array): Promise<void> {
    if (!this.#isOpen()) return Promise.resolve();
    // An error here is the connection's end, which 'close' reports.
    return new Promise((resolve) => this.#webSocket.send(bytes, { binary: true }, () => resolve()));
  }

  ping(): void {
    if (this.#isOpen()) this.#webSocket.ping();
  }

  close(code: number, reason: string): void {
    this.#webSocket.close(code, reason);
    const cutOff = setTimeout(() => this.#webSocket.terminate(), GOODBYE_MS);
    this.#webSocket.once('close', () => clearTimeout(cutOff));
  }

  terminate(): void {
    this.#webSocket.terminate();
  }

  #isOpen(): boolean {
    return this.#webSocket.readyState === WebSocket.OPEN;
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}
