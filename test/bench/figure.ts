/** One measured value, as `npm run bench` prints it and writes it. */
export interface Figure {
  /** The bench's name, e.g. `chart`. */
  readonly bench: string;
  /** What was measured, with its unit in the name, e.g. `lttb_1m_to_1000_ms`. */
  readonly figure: string;
  readonly value: number;
  /** e.g. `ms`, `1/s`, `bytes`. */
  readonly unit: string;
  /** The least that the same machine needs for it in the same run, in the same unit. */
  readonly floor?: number;
  /** value / floor. */
  readonly ratio?: number;
}

/** What a bench gets to know. */
export interface BenchContext {
  /** The project's folder. */
  readonly root: string;
  /** Electron's executable; `--no-sandbox` is needed when `noSandbox`. */
  readonly electronPath: string;
  readonly noSandbox: boolean;
  /** The flags of single benches, as they were written: see `BENCH_FLAGS` in `scripts/bench.mjs`. */
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  /** Says what the bench is doing; the line goes to stderr. */
  readonly say: (text: string) => void;
}

/** A bench is a file `test/bench/NAME.bench.ts` that exports `run`. */
export interface BenchModule {
  /** Measures; rejects when the measured thing does not work or its result is wrong. */
  run(context: BenchContext): Promise<readonly Figure[]>;
}
