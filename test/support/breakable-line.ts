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
  /** Resolves when each connection that is open now has been ended by its client. */
  leftByAll(): Promise<void>;
  close(): Promise<void>;
}

export async function layLine(target: LineEnd): Promise<BreakableLine> {
  const line = new Line(target);
  await line.open();
  return line;
}

class Line implements BreakableLine {
  readonly #server = createServer({ allowHalfOpen: true }, (near) => this.#accept(near));
  readonly #ends = new Map<Socket, Socket>();
  /** Until when the client holds its end. */
  readonly #nearEnds = new Map<Socket, Promise<void>>();
  #target: LineEnd;
  #state: 'open' | 'cut' | 'held' | 'dropping' = 'open';

  constructor(target: LineEnd) {
    this.#target = target;
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
    this.#forward(near, far);
    this.#forward(far, near);
  }

  #forward(socket: Socket, other: Socket): void {
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
      if (other.write(chunk)) return;
      socket.pause();
      other.once('drain', () => {
        if (this.#state !== 'held') socket.resume();
      });
    });
    if (this.#state === 'held') socket.pause();
  }
}
