import { once } from 'node:events';
import type { DiagnosticsReport } from '../../src/shared/diagnostics';
import {
  type ClientMessage,
  type LiveSeries,
  type LiveUnit,
  type PlantLink,
  PROTOCOL_VERSION,
  ServerMessage,
} from '../../src/shared/protocol';

/** One sample as text, so that records compare and show what differs: unit, table and name, time, value. */
export type RecordedRow = string;

export function recordedRow(
  workUnitId: string,
  table: string,
  name: string,
  timeMs: number,
  value: number | null,
): RecordedRow {
  return JSON.stringify([workUnitId, table, name, timeMs, value]);
}

interface Samples {
  readonly timesMs: number[];
  readonly values: (number | null)[];
}

/** A screen that follows every unit over a real WebSocket and keeps all that it was shown, as docs/protocol.md says to. */
export class RecordingViewer {
  readonly #socket: WebSocket;
  readonly #series = new Map<string, Samples>();
  readonly #looks = new Set<() => void>();
  /** Each state of the link that was told, with the time when, ms on `performance.now()`'s clock. */
  readonly links: { readonly link: PlantLink; readonly atMs: number }[] = [];
  /** How far ahead the clock of a unit's source is, as last told, ms. */
  readonly aheadMs = new Map<string, number>();
  /** The last report that was asked for. */
  report: DiagnosticsReport | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#take(ServerMessage.parse(JSON.parse(String(data)))));
  }

  /** Connects, says hello and subscribes to all units with the last ten minutes. */
  static async open({ url, token }: { readonly url: string; readonly token: string }): Promise<RecordingViewer> {
    const socket = new WebSocket(url);
    const viewer = new RecordingViewer(socket);
    await once(socket, 'open');
    viewer.#say({ type: 'hello', version: PROTOCOL_VERSION, token });
    viewer.#say({ type: 'subscribe', workUnitIds: 'all', tailMs: 600_000 });
    return viewer;
  }

  /** Every sample shown, in an order of text. */
  rows(): readonly RecordedRow[] {
    return [...this.#series]
      .flatMap(([key, { timesMs, values }]) => {
        const [unit, table, name] = JSON.parse(key) as [string, string, string];
        return timesMs.map((timeMs, at) => recordedRow(unit, table, name, timeMs, values[at] ?? null));
      })
      .sort();
  }

  get link(): PlantLink | undefined {
    return this.links.at(-1)?.link;
  }

  /** Resolves with true as soon as a look at all that came so far says so; with false after `timeoutMs`. */
  until(isEnough: () => boolean, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (answer: boolean) => {
        clearTimeout(timer);
        this.#looks.delete(look);
        resolve(answer);
      };
      const look = () => {
        if (isEnough()) finish(true);
      };
      const timer = setTimeout(() => finish(false), timeoutMs);
      this.#looks.add(look);
      look();
    });
  }

  askDiagnostics(): void {
    this.report = undefined;
    this.#say({ type: 'diagnostics' });
  }

  close(): void {
    this.#socket.close();
  }

  #say(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  #take(message: ServerMessage): void {
    if (message.type === 'welcome' || message.type === 'link')
      this.links.push({ link: message.link, atMs: performance.now() });
    if (message.type === 'snapshot') this.#replaceAll(message.units);
    if (message.type === 'update') for (const unit of message.units) this.#takeUnit(unit);
    if (message.type === 'diagnostics') this.report = message.report;
    for (const look of [...this.#looks]) look();
  }

  #replaceAll(units: readonly LiveUnit[]): void {
    this.#series.clear();
    for (const unit of units) this.#takeUnit(unit);
  }

  #takeUnit({ workUnitId, series, sourceAheadMs }: LiveUnit): void {
    if (sourceAheadMs === undefined) this.aheadMs.delete(workUnitId);
    else this.aheadMs.set(workUnitId, sourceAheadMs);
    for (const each of series) this.#takeSeries(workUnitId, each);
  }

  #takeSeries(workUnitId: string, { table, name, timesMs, values, replaces }: LiveSeries): void {
    const key = JSON.stringify([workUnitId, table, name]);
    const known = this.#series.get(key) ?? { timesMs: [], values: [] };
    const stays = known.timesMs.map(
      (timeMs) => replaces === undefined || timeMs < replaces.fromMs || timeMs >= replaces.toMs,
    );
    this.#series.set(key, {
      timesMs: [...known.timesMs.filter((_, at) => stays[at]), ...timesMs],
      values: [...known.values.filter((_, at) => stays[at]), ...values],
    });
  }
}
