import { connect, type Socket } from 'node:net';
import { cString, eachFrame, errorFields, FrameReader, frame } from '../../src/main/demo/plant/wire';

/** A client that speaks PostgreSQL's protocol message by message, for what `pg` would never send. */
export interface RawAnswer {
  /** Type letters of the frames, in order. */
  readonly types: string;
  readonly frames: readonly Buffer[];
  /** SQLSTATE and sentence of the first error. */
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

export class RawClient {
  readonly #socket: Socket;
  readonly #reader = new FrameReader(2 ** 28);
  #frames: Buffer[] = [];
  #onFrame: () => void = () => {};
  #isClosed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#reader.expectTypedFrames();
    socket.on('data', (chunk) => {
      this.#reader.push(chunk);
      for (let next = this.#reader.next(); next !== undefined; next = this.#reader.next()) this.#frames.push(next);
      this.#onFrame();
    });
    socket.on('close', () => {
      this.#isClosed = true;
      this.#onFrame();
    });
    // A reset is an end like any other here; 'close' follows.
    socket.on('error', () => {});
  }

  /** Connects and sends the start-up message; the greeting stands in the first answer. */
  static async open(port: number, parameters: Readonly<Record<string, string>>): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    const client = new RawClient(socket);
    const body = Object.entries(parameters).flatMap(([name, value]) => [cString(name), cString(value)]);
    const startup = frame(0, Buffer.from([0, 3, 0, 0]), ...body, Buffer.alloc(1)).subarray(1);
    socket.write(startup);
    return client;
  }

  send(...frames: readonly Buffer[]): void {
    this.#socket.write(Buffer.concat(frames));
  }

  /** Everything up to and including the first frame of this type, or the connection's end. */
  async until(type: string): Promise<RawAnswer> {
    const isEnd = (candidate: Buffer) => String.fromCharCode(candidate[0] ?? 0) === type;
    while (!this.#frames.some(isEnd) && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#onFrame = resolve;
      });
    }
    const found = this.#frames.findIndex(isEnd);
    return readRawAnswer(this.#frames.splice(0, found < 0 ? this.#frames.length : found + 1));
  }

  /** Cuts the connection without a farewell, as a killed program does. */
  die(): void {
    this.#socket.resetAndDestroy();
  }
}

function readRawAnswer(frames: readonly Buffer[]): RawAnswer {
  let error: RawAnswer['error'];
  const all = Buffer.concat(frames);
  eachFrame(all, (type, start, end) => {
    if (type !== 0x45 || error !== undefined) return;
    const fields = errorFields(all.subarray(start + 5, end));
    error = { code: fields.get('C') ?? '', message: fields.get('M') ?? '' };
  });
  return { types: frames.map((f) => String.fromCharCode(f[0] ?? 0)).join(''), frames, error };
}
