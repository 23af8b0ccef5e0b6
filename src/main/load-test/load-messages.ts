/** What a generator of viewers and the one that started it say to each other over the fork's channel, structured clones. */

export interface LoadTarget {
  readonly host: string;
  readonly port: number;
  readonly token: string;
  readonly workUnitIds: readonly string[];
  readonly acknowledges: boolean;
  /** By TLS, with whatever certificate it has: what is measured is our own appliance on this machine. */
  readonly isSealed?: boolean;
}

/** A stretch of the test's clock whose marks are reported, ms. */
export interface LoadWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** When the change that carries each mark was committed. */
  readonly marks: ReadonlyMap<number, number>;
  /** Viewers that are left aside, the first ones of this process. */
  readonly skipped: number;
}

export interface LoadReport {
  /** From commit to receipt, of every viewer and mark of the window, ms. */
  readonly latenciesMs: Float64Array;
  /** Commits of `marks` that never came to a viewer, summed over the viewers; and updates that came twice, or out of order. */
  readonly lost: number;
  readonly doubled: number;
  /** Frames of latest values that came in place of updates, and snapshots after them. */
  readonly latest: number;
  readonly reloads: number;
  readonly resumes: number;
  /** Connections that were closed, by code. */
  readonly closed: ReadonlyMap<number, number>;
  readonly connected: number;
}

/** What a floor sends again: the bytes of an appliance's own frames. */
export interface RecordedFrames {
  readonly greeting: readonly Uint8Array[];
  readonly snapshot: Uint8Array;
  readonly updates: readonly { readonly mark: number; readonly frame: Uint8Array }[];
}

export type ToLoad =
  | { readonly type: 'connect'; readonly target: LoadTarget; readonly viewers: number }
  | { readonly type: 'pause'; readonly viewers: number }
  | { readonly type: 'resume' }
  /** Cuts every connection; each comes back after a jittered wait. */
  | { readonly type: 'cut' }
  | { readonly type: 'report'; readonly window: LoadWindow }
  | { readonly type: 'recorded' }
  | { readonly type: 'drop' };

export type FromLoad =
  /** All have their snapshot, or what they missed; at this time of the test's clock, ms. */
  | { readonly type: 'joined'; readonly atMs: number; readonly longestMs: number }
  | { readonly type: 'report'; readonly report: LoadReport }
  | { readonly type: 'recorded'; readonly frames: RecordedFrames }
  | { readonly type: 'dropped' };

/** To the process that serves them, a gateway of its own with made-up values. */
export type ToLoadServer =
  | { readonly type: 'write'; readonly perSecond: number }
  /** What it has done since it was asked last. */
  | { readonly type: 'measure' };

export type FromLoadServer =
  | { readonly type: 'listening'; readonly target: Omit<LoadTarget, 'acknowledges'> }
  | { readonly type: 'failed'; readonly message: string }
  | {
      readonly type: 'measured';
      /** When each change was made, by its mark, ms of the test's clock. */
      readonly marks: ReadonlyMap<number, number>;
      /** Processor time, ms, and the memory that it has now. */
      readonly cpuMs: number;
      readonly residentBytes: number;
    };
