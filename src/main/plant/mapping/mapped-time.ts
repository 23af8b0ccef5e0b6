import { EPOCH_UNITS_PER_SECOND, type TimeColumn } from '../../../shared/plant-tables';
import { quoteIdentifier } from '../../../shared/sql-identifier';
import { timestamp } from '../statements/columns';

/**
 * A plant's time column as statements use it: one way to say "from here", "before here" and "when", whatever the column
 * holds. Predicates compare the bare column with bounds, so that the plant's own index on it serves.
 */
export interface MappedTime {
  /** Type of bounds, for arrays of them: `$1::${boundType}[]`. */
  readonly boundType: 'timestamptz' | 'bigint';
  /** The value of a bound as a parameter; a time between two steps of the column is rounded up. */
  bound(timeMs: number): string;
  /** The parameter `$number` as a bound. */
  parameter(number: number): string;
  /** The bare column of a row: what an index is in the order of. */
  column(row: string): string;
  /** What rows are in order of time by; the bare column where that is the same. */
  order(row: string): string;
  /** When a row was, as seconds since 1970-01-01T00:00Z, double precision. */
  seconds(row: string): string;
  /** The same as PostgreSQL sends a timestamptz: 8 bytes of microseconds since 2000, for `packedRows`. */
  sent(row: string): string;
  /** Seconds from one value of the column to a later one. */
  secondsBetween(earlier: string, later: string): string;
  /** Whether a row is at or after a bound. */
  from(row: string, bound: string): string;
  /** Whether a row is before a bound. */
  before(row: string, bound: string): string;
}

export function mapTime(column: TimeColumn): MappedTime {
  switch (column.kind) {
    case 'timestamptz':
      return instants(column.column);
    case 'timestamp':
      return localTimes(column.column, column.zone);
    case 'epoch':
      return epochs(column.column, column.unit);
  }
}

/** A name quoted for a row; the row's alias is ours. */
export function columnOf(name: string): (row: string) => string {
  const quoted = quoteIdentifier(name);
  return (row) => `${row}.${quoted}`;
}

function instants(name: string): MappedTime {
  const column = columnOf(name);
  return {
    boundType: 'timestamptz',
    bound: timestamp,
    parameter: (number) => `$${number}`,
    column,
    order: column,
    seconds: (row) => `date_part('epoch', ${column(row)})`,
    sent: (row) => `timestamptz_send(${column(row)})`,
    secondsBetween: (earlier, later) => `date_part('epoch', ${later} - ${earlier})`,
    from: (row, bound) => `${column(row)} >= ${bound}`,
    before: (row, bound) => `${column(row)} < ${bound}`,
  };
}

/** No clock was ever set by more than a day; twice that, so that a change is seen from either side of it. */
const ACROSS_A_CHANGE = `interval '48 hours'`;

/**
 * A local time without offset. PostgreSQL tells its instant; the other way round, the local times of a range are those
 * between its ends, reckoned with the offset before, at and after each end (they differ over a change of the clocks
 * alone). What that lets in too much is filtered by the instant itself. In the hour that a spring change skips, which no
 * right clock ever shows, rows are in order of the clock where one alone is looked for.
 */
function localTimes(name: string, zone: string): MappedTime {
  const column = columnOf(name);
  const inZone = `at time zone ${zoneLiteral(zone)}`;
  const instant = (row: string) => `(${column(row)} ${inZone})`;
  const localTimesOf = (bound: string) =>
    [
      `${bound} ${inZone}`,
      `(${bound} - ${ACROSS_A_CHANGE}) ${inZone} + ${ACROSS_A_CHANGE}`,
      `(${bound} + ${ACROSS_A_CHANGE}) ${inZone} - ${ACROSS_A_CHANGE}`,
    ].join(', ');
  return {
    boundType: 'timestamptz',
    bound: timestamp,
    parameter: (number) => `$${number}::timestamptz`,
    column,
    order: instant,
    seconds: (row) => `date_part('epoch', ${instant(row)})`,
    sent: (row) => `timestamptz_send(${instant(row)})`,
    secondsBetween: (earlier, later) => `date_part('epoch', (${later} ${inZone}) - (${earlier} ${inZone}))`,
    from: (row, bound) => `(${column(row)} >= least(${localTimesOf(bound)}) and ${instant(row)} >= ${bound})`,
    before: (row, bound) => `(${column(row)} < greatest(${localTimesOf(bound)}) and ${instant(row)} < ${bound})`,
  };
}

/** A zone is a part of the table's description, as its columns' names are; the settings let plain names through alone. */
function zoneLiteral(zone: string): string {
  if (!/^[A-Za-z0-9/_+-]+$/.test(zone)) throw new RangeError(`not the name of a time zone: ${JSON.stringify(zone)}`);
  return `'${zone}'`;
}

const MS_PER_SECOND = 1_000n;
/** What a bigint can hold: a bound beyond is no row's. */
const BIGINT_MAX = 2n ** 63n - 1n;

function epochs(name: string, unit: keyof typeof EPOCH_UNITS_PER_SECOND): MappedTime {
  const column = columnOf(name);
  const perSecond = EPOCH_UNITS_PER_SECOND[unit];
  return {
    boundType: 'bigint',
    bound: (timeMs) => {
      const units = ceilDivide(BigInt(Math.ceil(timeMs)) * BigInt(perSecond), MS_PER_SECOND);
      return String(units > BIGINT_MAX ? BIGINT_MAX : units < -BIGINT_MAX ? -BIGINT_MAX : units);
    },
    parameter: (number) => `$${number}::bigint`,
    column,
    order: column,
    seconds: (row) =>
      unit === 'ns' ? `${wholeMicroseconds(column(row))}::float8 / 1000000` : `${column(row)}::float8 / ${perSecond}`,
    sent: (row) => `int8send(${microseconds(column(row), unit)} - ${MICROSECONDS_TO_2000})`,
    secondsBetween: (earlier, later) => `(${later} - ${earlier})::float8 / ${perSecond}`,
    from: (row, bound) => `${column(row)} >= ${bound}`,
    before: (row, bound) => `${column(row)} < ${bound}`,
  };
}

const MICROSECONDS_PER_SECOND = 1_000_000;
const MICROSECONDS_TO_2000 = '946684800000000';

function microseconds(column: string, unit: keyof typeof EPOCH_UNITS_PER_SECOND): string {
  if (unit === 'ns') return wholeMicroseconds(column);
  return `${column}::bigint * ${MICROSECONDS_PER_SECOND / EPOCH_UNITS_PER_SECOND[unit]}`;
}

/** Rounded down, for a sample must not come later than it was; in whole numbers, for a double does not hold a ns of today. */
function wholeMicroseconds(nanoseconds: string): string {
  return `((${nanoseconds} - (${nanoseconds} % 1000 + 1000) % 1000) / 1000)`;
}

function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend > 0n && quotient * divisor !== dividend ? quotient + 1n : quotient;
}
