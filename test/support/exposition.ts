export interface ExpositionSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface ExpositionFamily {
  readonly type: string;
  readonly help: string;
  readonly samples: ExpositionSample[];
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ([^ ]+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/y;
const NUMBER = /^(NaN|[+-]Inf|-?\d+(\.\d+)?(e[+-]?\d+)?)$/;

/**
 * Reads Prometheus' text format (0.0.4) strictly, with the rules that its own tools complain about: HELP and TYPE once and
 * before the samples, families together, no series twice, counters that end in `_total` and never go below 0, units in
 * seconds or bytes, histograms whole and cumulative.
 * @throws Error that names the line or the family
 */
export function parseExposition(text: string): ReadonlyMap<string, ExpositionFamily> {
  if (!text.endsWith('\n') || text.endsWith('\n\n')) throw new Error('the text does not end in one line feed');
  const families = new Map<string, ExpositionFamily>();
  const seen = new Set<string>();
  let current: { name: string; help: string } | undefined;
  for (const line of text.slice(0, -1).split('\n')) {
    const head = /^# (HELP|TYPE) ([a-z_:][a-z0-9_:]*) (.+)$/.exec(line);
    if (head?.[1] === 'HELP') {
      if (families.has(head[2] ?? '')) throw new Error(`${line}: a family in two places`);
      current = { name: head[2] ?? '', help: head[3] ?? '' };
    } else if (head?.[1] === 'TYPE') {
      if (current?.name !== head[2]) throw new Error(`${line}: TYPE does not follow its HELP`);
      if (!/^(counter|gauge|histogram)$/.test(head[3] ?? '')) throw new Error(`${line}: unknown type`);
      families.set(current?.name ?? '', { type: head[3] ?? '', help: current?.help ?? '', samples: [] });
    } else {
      const sample = sampleOf(line);
      const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
      if (seen.has(key)) throw new Error(`${line}: twice`);
      seen.add(key);
      const family = families.get(current?.name ?? '');
      const allowed =
        family?.type === 'histogram'
          ? ['_bucket', '_sum', '_count'].map((end) => `${current?.name}${end}`)
          : [current?.name];
      if (family === undefined || !allowed.includes(sample.name)) throw new Error(`${line}: outside of its family`);
      family.samples.push(sample);
    }
  }
  for (const [name, family] of families) checkFamily(name, family);
  return families;
}

function sampleOf(line: string): ExpositionSample {
  const match = SAMPLE.exec(line);
  if (match === null) throw new Error(`${line}: no sample`);
  const [, name = '', pairs = '', number = ''] = match;
  if (!NUMBER.test(number)) throw new Error(`${line}: no number`);
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < pairs.length) {
    const label = LABEL.exec(pairs);
    if (label === null) throw new Error(`${line}: no label`);
    const [, key = '', value = ''] = label;
    if (key in labels) throw new Error(`${line}: a label twice`);
    labels[key] = value.replace(/\\(.)/g, (_all, escaped) => (escaped === 'n' ? '\n' : escaped));
  }
  return { name, labels, value: number === '+Inf' ? Number.POSITIVE_INFINITY : Number(number) };
}

function checkFamily(name: string, { type, help, samples }: ExpositionFamily): void {
  if (samples.length === 0) throw new Error(`${name}: no samples`);
  if (help.trim() === '') throw new Error(`${name}: no help`);
  if ((type === 'counter') !== name.endsWith('_total')) throw new Error(`${name}: counters alone end in _total`);
  if (/_(ms|milliseconds|kilobytes|megabytes)(_|$)/.test(name)) throw new Error(`${name}: no base unit`);
  if (type === 'counter' && samples.some(({ value }) => !(value >= 0))) throw new Error(`${name}: below 0`);
  if (type === 'histogram') checkHistogram(name, samples);
}

function checkHistogram(name: string, samples: readonly ExpositionSample[]): void {
  const series = new Map<string, ExpositionSample[]>();
  for (const sample of samples) {
    const key = JSON.stringify(Object.entries(sample.labels).filter(([label]) => label !== 'le'));
    series.set(key, [...(series.get(key) ?? []), sample]);
  }
  for (const own of series.values()) {
    const buckets = own.filter((sample) => sample.name === `${name}_bucket`);
    const bounds = buckets.map(({ labels }) => Number(labels.le?.replace('+Inf', 'Infinity')));
    const isAscending = bounds.every((bound, at) => at === 0 || bound > (bounds[at - 1] ?? Number.NaN));
    const isCumulative = buckets.every(({ value }, at) => at === 0 || value >= (buckets[at - 1]?.value ?? Number.NaN));
    const count = own.find((sample) => sample.name === `${name}_count`)?.value;
    const hasSum = own.some((sample) => sample.name === `${name}_sum`);
    if (!isAscending || !isCumulative || bounds.at(-1) !== Number.POSITIVE_INFINITY)
      throw new Error(`${name}: buckets`);
    if (count !== buckets.at(-1)?.value || !hasSum) throw new Error(`${name}: sum or count`);
  }
}
