import { z } from 'zod';
import { DEFAULT_PLANT_TABLES, MetricTable, OeeTable, type PlantTables } from '../../shared/plant-tables';
import { isSqlName } from '../../shared/sql-identifier';
import { type Adoptions, DEFAULT_ADOPTIONS } from './adoption';
import { AGGREGATE_LEVELS } from './levels';
import type { LiveUpdates } from './plan';
import { checkSchemaSettings, DEFAULT_SCHEMA_SETTINGS, intervalMs, type SchemaSettings } from './schema-settings';

/** What an installer decides for one plant; holds no secrets, so that it can be kept and sent. */
export interface ProvisioningSettings {
  readonly schema: SchemaSettings;
  readonly liveUpdates: LiveUpdates;
  readonly roles: {
    /** The role of daily work, least rights; undefined: the owner sees to it. */
    readonly reader: string | undefined;
  };
  /** Where the plant's samples are: our own tables, or its own. */
  readonly tables: PlantTables;
  /** How tables that others made are used. */
  readonly adoption: Adoptions;
}

const Interval = z.string().check((context) => {
  try {
    intervalMs(context.value);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    context.issues.push({ code: 'custom', message, input: context.value });
  }
});

const Table = z.strictObject({ chunkInterval: Interval, compressAfter: Interval, dropAfter: Interval }).partial();
const Level = z
  .strictObject({ refreshStart: Interval, refreshEnd: Interval, refreshEvery: Interval, chunkInterval: Interval })
  .partial();
const KeptLevel = Level.extend({ compressAfter: Interval.optional(), dropAfter: Interval.optional() });

const RoleName = z.string().refine(isSqlName, { message: 'is no PostgreSQL name: 1 to 63 bytes without NUL' });

const AdoptionKind = z.enum(['auto', 'read-only', 'convert']);

const SettingsFile = z.strictObject({
  /** Tables that the plant has already, by what they hold, each named whole; our own unless told. */
  tables: z.strictObject({ metric: MetricTable.optional(), oee: OeeTable.optional() }).optional(),
  adoption: z.strictObject({ metric: AdoptionKind.optional(), oee: AdoptionKind.optional() }).optional(),
  /** `polling` needs nothing in the plant and leaves alone what is installed; `remove-wake-ups` takes that away. */
  liveUpdates: z.enum(['wake-ups', 'polling', 'remove-wake-ups']).optional(),
  roles: z.strictObject({ reader: RoleName.nullable().optional() }).optional(),
  metric: Table.optional(),
  performanceMetric: Table.optional(),
  levels: z
    .strictObject({
      '1min': KeptLevel.optional(),
      '5min': KeptLevel.optional(),
      '1hour': Level.optional(),
      '1day': Level.optional(),
    })
    .optional(),
});

/** The defaults, without wake-ups: those are opt-in. */
export const DEFAULT_PROVISIONING_SETTINGS: ProvisioningSettings = {
  schema: DEFAULT_SCHEMA_SETTINGS,
  liveUpdates: 'as-is',
  roles: { reader: 'taktline_reader' },
  tables: DEFAULT_PLANT_TABLES,
  adoption: DEFAULT_ADOPTIONS,
};

/**
 * Reads a settings file: JSON whose values stand over the defaults, any of them left out.
 * @param name of the file, for the message
 * @throws Error with one sentence naming file, place and remedy; also where the intervals contradict one another
 */
export function readProvisioningSettings(name: string, text: string): ProvisioningSettings {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Error(`The settings file ${name} is not valid JSON; correct it, or leave --settings out.`, { cause });
  }
  const decoded = SettingsFile.safeParse(json);
  if (!decoded.success) {
    const issue = decoded.error.issues[0];
    const place = issue?.path.join('.') || 'the top level';
    throw new Error(`The settings file ${name} has a wrong value at ${place}: ${issue?.message}.`);
  }
  const own = decoded.data;
  const defaults = DEFAULT_SCHEMA_SETTINGS;
  const levels = Object.fromEntries(
    AGGREGATE_LEVELS.map((level) => [level, { ...defaults.levels[level], ...defined(own.levels?.[level]) }]),
  ) as SchemaSettings['levels'];
  const schema: SchemaSettings = {
    metric: { ...defaults.metric, ...defined(own.metric) },
    performanceMetric: { ...defaults.performanceMetric, ...defined(own.performanceMetric) },
    levels,
    keepRecordings: false,
  };
  const problems = checkSchemaSettings(schema);
  if (problems.length > 0) throw new Error(`The settings file ${name} contradicts itself: ${problems.join(' ')}`);
  const { liveUpdates = 'polling', roles } = own;
  const reader = roles?.reader === undefined ? DEFAULT_PROVISIONING_SETTINGS.roles.reader : (roles.reader ?? undefined);
  return {
    schema,
    liveUpdates: liveUpdates === 'polling' ? 'as-is' : liveUpdates,
    roles: { reader },
    tables: { ...DEFAULT_PLANT_TABLES, ...defined(own.tables) },
    adoption: { ...DEFAULT_ADOPTIONS, ...defined(own.adoption) },
  };
}

/** Without the keys that hold nothing: they must not hide the defaults. */
function defined<T extends object>(values: T | undefined): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const entries = Object.entries(values ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
