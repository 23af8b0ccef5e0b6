import { isLoopback, limitedAs } from './ip-address';

export interface WaitingRoomLimits {
  /** Connections that have not said hello. */
  readonly maxUngreeted: number;
  /** Of these, from one address of the network. */
  readonly maxUngreetedPerAddress: number;
}

/**
 * The connections that have not said hello: whoever cannot show a key takes no more than a share of the places. Programs
 * on the appliance itself are not counted apart: a reverse proxy there brings the screens of everybody.
 */
export class WaitingRoom<Guest> {
  readonly #limits: WaitingRoomLimits;
  readonly #addresses = new Map<Guest, string>();
  readonly #counts = new Map<string, number>();

  constructor(limits: WaitingRoomLimits) {
    this.#limits = limits;
  }

  /** @param address the peer's, as its socket has it */
  isFullFor(address: string | undefined): boolean {
    if (this.#addresses.size >= this.#limits.maxUngreeted) return true;
    if (address === undefined || isLoopback(address)) return false;
    return (this.#counts.get(limitedAs(address)) ?? 0) >= this.#limits.maxUngreetedPerAddress;
  }

  enter(guest: Guest, address: string | undefined): void {
    const counted = limitedAs(address ?? '');
    this.#addresses.set(guest, counted);
    this.#counts.set(counted, (this.#counts.get(counted) ?? 0) + 1);
  }

  /** It has said hello, or is gone; idempotent. */
  leave(guest: Guest): void {
    const counted = this.#addresses.get(guest);
    if (counted === undefined) return;
    this.#addresses.delete(guest);
    const left = (this.#counts.get(counted) ?? 1) - 1;
    if (left === 0) this.#counts.delete(counted);
    else this.#counts.set(counted, left);
  }
}
