import { backoffMs } from '../../shared/backoff';
import type { LoadReport, LoadTarget, LoadWindow, RecordedFrames } from './load-messages';
import { LostMarks } from './lost-marks';
import { RawViewer } from './raw-viewer';

/** The series whose values number the commits: they are found in what comes. */
export const MARK_SERIES = 'mark';

/** First letters of the types that matter, at their place in `{"type":"…`. */
const TYPE_AT = 9;
const UPDATE = 'update"'.charCodeAt(0);
const SNAPSHOT = Buffer.from('snapshot"');
const LATEST = Buffer.from('latest"');
const RESUMED = Buffer.from('resumed"');
const SEQUENCE_AT = '{"type":"update","sequence":'.length;
/** Frames that a floor may send again. */
const MAX_RECORDED = 4_000;
/** How often it is looked for viewers that owe an acknowledgement for too long, ms: one timer for all of them. */
const ACK_LOOK_MS = 50;

interface Viewer {
  readonly raw: RawViewer;
  readonly sequences: number[];
  readonly receivedMs: number[];
  /** Sequences from which updates follow one another again: snapshots. */
  starts: number[];
  doubled: number;
  awaitsMs: number | undefined;
  failures: number;
  /** Highest sequence up to which latest values stood in for updates. */
  readonly covered: { from: number; to: number }[];
}

/** Many viewers in one process, and what each of them got. */
export class ViewerLoad {
  readonly #nowMs: () => number;
  readonly #random: () => number;
  readonly #onJoined: (longestMs: number) => void;
  #viewers: Viewer[] = [];
  readonly #byRaw = new Map<RawViewer, Viewer>();
  /** Marks of each update. */
  readonly #marks = new Map<number, readonly number[]>();
  readonly #updates: { mark: number; frame: Uint8Array }[] = [];
  #greeting: Uint8Array[] = [];
  #snapshot: Uint8Array = new Uint8Array();
  #awaited = 0;
  #longestMs = 0;
  #latest = 0;
  #reloads = 0;
  #resumes = 0;
  readonly #closed = new Map<number, number>();
  #isDropped = false;
  #ackTimer: ReturnType<typeof setInterval> | undefined;

  constructor(options: {
    readonly nowMs: () => number;
    readonly random: () => number;
    /** Told when all that connect have come in. @param longestMs of the slowest one */
    readonly onJoined: (longestMs: number) => void;
  }) {
    this.#nowMs = options.nowMs;
    this.#random = options.random;
    this.#onJoined = options.onJoined;
  }

  /** Connects further viewers, all at once. */
  connect(target: LoadTarget, count: number): void {
    this.#awaited += count;
    if (target.acknowledges)
      this.#ackTimer ??= setInterval(() => {
        const nowMs = this.#nowMs();
        for (const { raw } of this.#viewers) raw.acknowledgeLate(nowMs);
      }, ACK_LOOK_MS);
    const startedMs = this.#nowMs();
    for (let at = 0; at < count; at += 1) {
      const raw: RawViewer = new RawViewer({
        ...target,
        nowMs: this.#nowMs,
        random: this.#random,
        onFrame: (_, payload, frame) => this.#frame(viewer, payload, frame),
        onClosed: (_, code) => this.#lost(viewer, code),
      });
      const viewer: Viewer = {
        ...{
          raw,
          sequences: [],
          receivedMs: [],
          starts: [],
          doubled: 0,
          awaitsMs: startedMs,
          failures: 0,
          covered: [],
        },
      };
      this.#viewers.push(viewer);
      this.#byRaw.set(raw, viewer);
      raw.connect();
    }
  }

  pause(count: number): void {
    for (const { raw } of this.#viewers.slice(0, count)) raw.pause();
  }

  resume(): void {
    for (const { raw } of this.#viewers) raw.resume();
  }

  /** Cuts all connections at once; each viewer comes back after a jittered wait and resumes. */
  cut(): void {
    const cutMs = this.#nowMs();
    this.#longestMs = 0;
    for (const viewer of this.#viewers) {
      viewer.raw.cut();
      viewer.awaitsMs ??= this.#await(cutMs);
      this.#comeBack(viewer);
    }
  }

  drop(): void {
    this.#isDropped = true;
    clearInterval(this.#ackTimer);
    for (const { raw } of this.#viewers) raw.cut();
    this.#viewers = [];
  }

  recorded(): RecordedFrames {
    return { greeting: this.#greeting, snapshot: this.#snapshot, updates: this.#updates };
  }

  report({ fromMs, toMs, marks, skipped }: LoadWindow): LoadReport {
    const latencies: number[] = [];
    const losses = new LostMarks(this.#marks, marks.keys());
    let lost = 0;
    let doubled = 0;
    for (const [at, viewer] of this.#viewers.entries()) {
      doubled += viewer.doubled;
      lost += losses.count(viewer);
      if (at < skipped) continue;
      for (let place = viewer.sequences.length - 1; place >= 0; place -= 1) {
        const receivedMs = viewer.receivedMs[place] ?? 0;
        // What came before the stretch was committed before it.
        if (receivedMs < fromMs) break;
        for (const mark of this.#marks.get(viewer.sequences[place] ?? 0) ?? []) {
          const committedMs = marks.get(mark) ?? Number.NaN;
          if (committedMs >= fromMs && committedMs < toMs) latencies.push(receivedMs - committedMs);
        }
      }
    }
    const { size } = new Set(this.#viewers.filter(({ awaitsMs }) => awaitsMs === undefined));
    return {
      ...{ latenciesMs: Float64Array.from(latencies), lost, doubled, latest: this.#latest },
      ...{ reloads: this.#reloads, resumes: this.#resumes, closed: this.#closed, connected: size },
    };
  }

  #frame(viewer: Viewer, payload: Buffer, frame: Buffer): void {
    const type = payload.subarray(TYPE_AT, TYPE_AT + SNAPSHOT.length);
    if (type[0] === UPDATE) this.#update(viewer, payload, frame);
    else if (type.equals(SNAPSHOT)) this.#takeSnapshot(viewer, payload, frame);
    else if (type.subarray(0, LATEST.length).equals(LATEST)) this.#takeLatest(viewer, payload);
    else if (type.subarray(0, RESUMED.length).equals(RESUMED)) {
      this.#resumes += 1;
      this.#cameIn(viewer);
    } else if (viewer.starts.length === 0 && viewer === this.#viewers[0]) {
      this.#greeting.push(Uint8Array.from(frame));
    }
  }

  #update(viewer: Viewer, payload: Buffer, frame: Buffer): void {
    const sequence = sequenceOf(payload);
    if (sequence <= viewer.raw.exactSequence) viewer.doubled += 1;
    viewer.sequences.push(sequence);
    viewer.receivedMs.push(this.#nowMs());
    if (!this.#marks.has(sequence)) this.#record(sequence, payload, frame);
    viewer.raw.tookIn(sequence, false);
  }

  #record(sequence: number, payload: Buffer, frame: Buffer): void {
    const { units } = JSON.parse(payload.toString()) as {
      readonly units: readonly { readonly series: readonly { readonly name: string; readonly values: number[] }[] }[];
    };
    const marks = units.flatMap(({ series }) =>
      series.flatMap(({ name, values }) => (name === MARK_SERIES ? values : [])),
    );
    this.#marks.set(sequence, marks);
    const [mark] = marks;
    if (mark !== undefined && this.#updates.length < MAX_RECORDED)
      this.#updates.push({ mark, frame: Uint8Array.from(frame) });
  }

  #takeSnapshot(viewer: Viewer, payload: Buffer, frame: Buffer): void {
    if (this.#snapshot.length === 0) this.#snapshot = Uint8Array.from(frame);
    const head = /"epoch":"([^"]*)","sequence":(\d+)/.exec(payload.subarray(0, 300).toString());
    viewer.raw.epoch = head?.[1] ?? '';
    const sequence = Number(head?.[2] ?? 0);
    if (viewer.starts.length > 0) {
      this.#reloads += 1;
      viewer.covered.push({ from: viewer.sequences.at(-1) ?? -1, to: sequence });
    }
    viewer.starts.push(sequence);
    viewer.raw.tookIn(sequence, false);
    this.#cameIn(viewer);
  }

  #takeLatest(viewer: Viewer, payload: Buffer): void {
    this.#latest += 1;
    const sequence = sequenceOf(payload);
    viewer.covered.push({ from: viewer.sequences.at(-1) ?? -1, to: sequence });
    viewer.raw.tookIn(sequence, true);
  }

  #await(sinceMs: number): number {
    this.#awaited += 1;
    return sinceMs;
  }

  #cameIn(viewer: Viewer): void {
    if (viewer.awaitsMs === undefined) return;
    this.#longestMs = Math.max(this.#longestMs, this.#nowMs() - viewer.awaitsMs);
    viewer.awaitsMs = undefined;
    viewer.failures = 0;
    this.#awaited -= 1;
    if (this.#awaited === 0) this.#onJoined(this.#longestMs);
  }

  #lost(viewer: Viewer, code: number): void {
    if (this.#isDropped) return;
    this.#closed.set(code, (this.#closed.get(code) ?? 0) + 1);
    viewer.awaitsMs ??= this.#await(this.#nowMs());
    this.#comeBack(viewer);
  }

  #comeBack(viewer: Viewer): void {
    viewer.failures += 1;
    setTimeout(
      () => {
        if (!this.#isDropped) viewer.raw.connect(viewer.starts.length > 0);
      },
      backoffMs(viewer.failures, this.#random()),
    );
  }
}

function sequenceOf(payload: Buffer): number {
  let sequence = 0;
  for (let at = SEQUENCE_AT; at < payload.length; at += 1) {
    const digit = (payload[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    sequence = sequence * 10 + digit;
  }
  return sequence;
}
