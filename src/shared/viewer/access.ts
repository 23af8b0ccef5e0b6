/** What opens the gateway: its address with a one-time code, or with a token. */
export type Key =
  | { readonly url: string; readonly token: string }
  | { readonly url: string; readonly code: string }
  | { readonly url: string; readonly none: true };

/** How a viewer comes by its key, and keeps it. */
export interface Access {
  /** The key to try next; asked anew before every attempt. */
  key(): Promise<Key>;
  /**
   * The gateway took the key and gave this token for later attempts.
   * @param isLasting it outlives the appliance's restarts
   */
  accepted(token: string, isLasting: boolean): void;
  /** The gateway refused the key; true where another one is left to try. */
  refused(): boolean;
}
