import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface LineEnd {
  readonly host: string;
  readonly port: number;
}

/** A TCP line to a server that a test can break in each of the ways in which lines break, and mend. */
export interface BreakableLine {
  readonly port: number;
  /** Ends every connection and refuses new ones. */
  cut(): void;
  /** Nothing is forwarded any more and no socket says so: what is sent lies in buffers, new connections get no answer. */
  hold(): void;
  /** The same, and what is sent meanwhile is lost: a pulled cable. Mended, the old connections are reset. */
  drop(): void;
  /** Forwards again; what was held arrives. */
  mend(): void;
  /** New connections lead there from now on; those that are open stay. */
  lead(target: LineEnd): void;
  /** Resolves as soon as a client sends something with this text, before it can be answered. */
  asked(text: string): Promise<void>;
  /** Resolves when so many further connections have been asked for, whatever became of them. */
  triedAgain(times: number): Promise<void>;
  /** Resolves when each connection that is open now has been ended by its client. */
  leftByAll(): Promise<void>;
  close(): Promise<void>;
}

export interface LineOptions {
  /** What HTTP's request names as the host, in place of the line's own end: servers answer to their own name alone. */
  readonly asHost?: string;
}

export async function layLine(target: LineEnd, options: LineOptions = {}): Promise<BreakableLine> {
  const line = new Line(target, options);
  await line.open();
  return line;
}

class Line implements BreakableLine {
  readonly #server = createServer({ allowHalfOpen: true }, (near) => this.#accept(near));
  readonly #ends = new Map<Socket, Socket>();
  /** Until when the client holds its end. */
  readonly #nearEnds = new Map<Socket, Promise<void>>();
  readonly #options: LineOptions;
  readonly #awaited = new Map<() => void, string>();
  #target: LineEnd;
  #state: 'open' | 'cut' | 'held' | 'dropping' = 'open';

  constructor(target: LineEnd, options: LineOptions) {
    this.#target = target;
    this.#options = options;
  }

  open(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  cut(): void {
    this.#state = 'cut';
    this.#endAll();
  }

  hold(): void {
    this.#state = 'held';
    for (const socket of this.#ends.keys()) socket.pause();
  }

  drop(): void {
    this.#state = 'dropping';
  }

  mend(): void {
    const was = this.#state;
    this.#state = 'open';
    if (was === 'dropping') for (const socket of this.#ends.keys()) socket.resetAndDestroy();
    else for (const socket of this.#ends.keys()) socket.resume();
  }

  lead(target: LineEnd): void {
    this.#target = target;
  }

  asked(text: string): Promise<void> {
    return new Promise((resolve) => this.#awaited.set(resolve, text));
  }

  async triedAgain(times: number): Promise<void> {
    for (let each = 0; each < times; each += 1) await once(this.#server, 'connection');
  }

  async leftByAll(): Promise<void> {
    await Promise.all([...this.#nearEnds.values()]);
  }

  close(): Promise<void> {
    this.#endAll();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #endAll(): void {
    for (const socket of this.#ends.keys()) socket.destroy();
  }

  #accept(near: Socket): void {
    if (this.#state === 'cut') {
      near.destroy();
      return;
    }
    const left = new Promise<void>((resolve) => {
      for (const event of ['end', 'close'] as const) near.once(event, () => resolve());
    });
    this.#nearEnds.set(near, left);
    void left.then(() => this.#nearEnds.delete(near));
    const far = connect({ ...this.#target, allowHalfOpen: true });
    near.on('data', (chunk) => {
      for (const [resolve, text] of this.#awaited) if (chunk.includes(text) && this.#awaited.delete(resolve)) resolve();
    });
    this.#forward(near, far, this.#options.asHost);
    this.#forward(far, near);
  }

  #forward(socket: Socket, other: Socket, asHost?: string): void {
    let isFirst = asHost !== undefined;
    this.#ends.set(socket, other);
    socket.setNoDelay(true);
    // 'close' follows.
    socket.on('error', () => {});
    // A goodbye goes through a whole line only.
    socket.on('end', () => {
      if (this.#state === 'open') other.end();
    });
    socket.on('close', () => {
      this.#ends.delete(socket);
      other.destroy();
    });
    socket.on('data', (chunk) => {
      if (this.#state === 'dropping') return;
      const sent = isFirst ? renamed(chunk, asHost ?? '') : chunk;
      isFirst = false;
      if (other.write(sent)) return;
      socket.pause();
      other.once('drain', () => {
        if (this.#state !== 'held') socket.resume();
      });
    });
    if (this.#state === 'held') socket.pause();
  }
}

function renamed(request: Buffer, host: string): Buffer {
  return Buffer.from(request.toString('latin1').replace(/\r\nHost: [^\r]+/i, `\r\nHost: ${host}`), 'latin1');
}
