import { connect, type Socket } from 'node:net';
import { connect as connectSealed } from 'node:tls';
import { ACK_INTERVAL_MS, PROTOCOL_VERSION } from '../../shared/protocol';
import { frameLength, maskedFrame } from './raw-frames';

export interface RawViewerOptions {
  readonly host: string;
  readonly port: number;
  readonly token: string;
  readonly workUnitIds: readonly string[];
  /** Whether it acknowledges what it takes in, as the protocol has it. */
  readonly acknowledges: boolean;
  /** By TLS, with whatever certificate the server has. */
  readonly isSealed?: boolean;
  /** The same clock in all processes of the test, ms. */
  readonly nowMs: () => number;
  /** 0..1. */
  readonly random: () => number;
  /** Every text frame, its payload and all its bytes; they are the socket's own and must be copied to be kept. */
  readonly onFrame: (viewer: RawViewer, payload: Buffer, frame: Buffer) => void;
  readonly onClosed: (viewer: RawViewer, code: number) => void;
}

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
/** All of them send the same key: a server answers it, and nobody checks. */
const UPGRADE_KEY = 'dGFrdGxpbmUtbG9hZC10ZQ==';

/**
 * A viewer that costs its own process as little as can be, so that what is measured is the appliance: it frames by hand,
 * masks by zeros, and parses nothing but the first bytes of what comes.
 */
export class RawViewer {
  /** The last sequence that it took in, of any kind; and the last one that leads on without a hole. */
  sequence = -1;
  exactSequence = -1;
  epoch = '';
  readonly #options: RawViewerOptions;
  #socket: Socket | undefined;
  #rest: Buffer | undefined;
  #isUpgraded = false;
  #isGreeted = false;
  #ackedMs = 0;
  #acked = -1;
  /** When the first came on this connection that is not acknowledged. */
  #owesSinceMs: number | undefined;
  #closeCode = 1006;

  constructor(options: RawViewerOptions) {
    this.#options = options;
  }

  /** @param isBack resumes from what it took in last */
  connect(isBack = false): void {
    const { nowMs, random, onClosed } = this.#options;
    this.#rest = undefined;
    this.#isUpgraded = false;
    this.#isGreeted = false;
    this.#closeCode = 1006;
    this.#acked = -1;
    this.#owesSinceMs = undefined;
    this.#ackedMs = nowMs() - random() * ACK_INTERVAL_MS;
    const socket = this.#open();
    this.#socket = socket;
    socket.on('data', (bytes) => this.#take(bytes, isBack));
    socket.on('error', () => {});
    socket.on('close', () => {
      if (this.#socket === socket) onClosed(this, this.#closeCode);
    });
  }

  /** Asks for the upgrade once it is connected. */
  #open(): Socket {
    const { host, port, isSealed } = this.#options;
    if (isSealed !== true) return connect({ host, port, noDelay: true }, () => this.#ask());
    const socket = connectSealed({ host, port, rejectUnauthorized: false }, () => this.#ask());
    return socket.setNoDelay(true);
  }

  /** Stops reading, as a frozen screen does. */
  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  /** Breaks the connection as a pulled cable does, without a goodbye. */
  cut(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    if (this.#options.isSealed === true) socket?.destroy();
    else socket?.resetAndDestroy();
  }

  /** Something has been taken in; latest values are acknowledged at once, an update or a snapshot when it is time. */
  tookIn(sequence: number, isLatest: boolean): void {
    const nowMs = this.#options.nowMs();
    this.#owesSinceMs ??= nowMs;
    this.sequence = sequence;
    if (!isLatest) this.exactSequence = sequence;
    if (!this.#options.acknowledges || (!isLatest && nowMs - this.#ackedMs < ACK_INTERVAL_MS)) return;
    this.#acknowledge(nowMs);
  }

  /** Says what it has owed for too long; to be called several times a second, as a screen has a timer for it. */
  acknowledgeLate(nowMs: number): void {
    if (nowMs - (this.#owesSinceMs ?? nowMs) >= ACK_INTERVAL_MS) this.#acknowledge(nowMs);
  }

  #acknowledge(nowMs: number): void {
    this.#ackedMs = nowMs;
    this.#owesSinceMs = undefined;
    if (this.sequence <= this.#acked) return;
    this.#acked = this.sequence;
    this.#say(`{"type":"ack","sequence":${this.sequence}}`);
  }

  #ask(): void {
    const { host, port } = this.#options;
    const request = [
      'GET /live HTTP/1.1',
      `Host: ${host}:${port}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${UPGRADE_KEY}`,
      'Sec-WebSocket-Version: 13',
      '\r\n',
    ];
    this.#socket?.write(request.join('\r\n'));
  }

  #say(text: string): void {
    this.#socket?.write(maskedFrame(TEXT, Buffer.from(text)));
  }

  #take(chunk: Buffer, isBack: boolean): void {
    let bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    if (!this.#isUpgraded) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) {
        this.#rest = bytes;
        return;
      }
      if (!bytes.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) {
        this.#socket?.destroy();
        return;
      }
      this.#isUpgraded = true;
      bytes = bytes.subarray(end + 4);
      this.#say(JSON.stringify({ type: 'hello', version: PROTOCOL_VERSION, token: this.#options.token }));
    }
    for (let length = frameLength(bytes); length !== undefined; length = frameLength(bytes)) {
      this.#frame(bytes.subarray(0, length.total), length.head, isBack);
      bytes = bytes.subarray(length.total);
    }
    this.#rest = bytes.length === 0 ? undefined : bytes;
  }

  #frame(frame: Buffer, head: number, isBack: boolean): void {
    const opcode = (frame[0] ?? 0) & 0x0f;
    const payload = frame.subarray(head);
    if (opcode === PING) this.#socket?.write(maskedFrame(PONG, payload));
    if (opcode === CLOSE) {
      this.#closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      this.#socket?.end(maskedFrame(CLOSE, payload));
    }
    if (opcode !== TEXT) return;
    if (!this.#isGreeted) this.#subscribe(isBack);
    this.#options.onFrame(this, payload, frame);
    // A heartbeat too is an occasion for what is not acknowledged yet.
    if (this.#options.acknowledges && this.#owesSinceMs !== undefined) {
      const nowMs = this.#options.nowMs();
      if (nowMs - this.#ackedMs >= ACK_INTERVAL_MS) this.#acknowledge(nowMs);
    }
  }

  #subscribe(isBack: boolean): void {
    this.#isGreeted = true;
    const { workUnitIds } = this.#options;
    const resume = isBack ? { resume: { epoch: this.epoch, sequence: this.exactSequence } } : {};
    this.#say(JSON.stringify({ type: 'subscribe', workUnitIds, ...resume }));
  }
}
