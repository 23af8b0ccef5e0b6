import { BatchWindow } from './batch-window';
import type { CachedTile } from './cached-tile';
import type { HistoryClock } from './history-plant';
import type { TileWant } from './plant-tiles';

import type { TileKey } from './tile-tier';

/** A tile that is wanted of the source, and who wants it. */
export interface PlantOrder {
  readonly want: TileWant;
  /** Aborted when nobody waits for it any more. */
  readonly abandoned: AbortSignal;
  readonly landed: (cached: CachedTile) => void;
  readonly failed: (error: unknown) => void;
}

/** Where tiles come from that no tier has: the plant's database, or another appliance. */
export interface TileOrders {
  /** Takes orders that belong together; each is answered by `landed` or `failed`, with what the reader throws. */
  order(orders: readonly PlantOrder[]): void;
  /** What a source that is reached, but cannot reach the plant itself, has on board; in the order of the keys. Never rejects. */
  onBoard?(keys: readonly TileKey[]): Promise<readonly (CachedTile | undefined)[]>;
}

/** While a read of a resolution is in flight, other requests for it gather for so long. */
const WINDOW_MS = 10;

/** Gathers orders that can share a read. */
export class OrderWindows {
  readonly #setTimer: HistoryClock['setTimer'];
  readonly #read: (orders: readonly PlantOrder[]) => Promise<void>;
  readonly #windows = new Map<string, BatchWindow<PlantOrder>>();

  /** @param read answers orders of one table, resolution and span of tiles; never rejects */
  constructor(setTimer: HistoryClock['setTimer'], read: (orders: readonly PlantOrder[]) => Promise<void>) {
    this.#setTimer = setTimer;
    this.#read = read;
  }

  order(orders: readonly PlantOrder[]): void {
    const byWindow = new Map<string, PlantOrder[]>();
    for (const order of orders) {
      const key = windowKey(order.want);
      byWindow.set(key, [...(byWindow.get(key) ?? []), order]);
    }
    for (const [key, own] of byWindow) this.#window(key).add(own);
  }

  #window(key: string): BatchWindow<PlantOrder> {
    let window = this.#windows.get(key);
    if (window === undefined) {
      window = new BatchWindow<PlantOrder>({ setTimer: this.#setTimer, windowMs: WINDOW_MS, dispatch: this.#read });
      this.#windows.set(key, window);
    }
    return window;
  }
}

/** Tiles of one key can share a read. Raw tiles of unlike spans do not: a fast series would be read over a slow one's month. */
export function windowKey({ series, resolution, range }: TileKey): string {
  return `${series.table} ${resolution} ${range.toMs - range.fromMs}`;
}
