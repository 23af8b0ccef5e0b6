import { z } from 'zod';
import { PlantCalendar } from '../../shared/calendar/calendar-rules';
import { KioskSettings } from '../../shared/kiosk';
import { PieceRules } from '../../shared/piece-rules';
import { PlantTables, PlantTablesOverrides, plantTables } from '../../shared/plant-tables';
import { StateRules } from '../../shared/protocol';
import { LimitDelays } from '../../shared/states/limit-delays';
import { ConfiguredPlant } from './configured-plant';
import { GatewaySettings } from './gateway-settings';
import { PlantPoolSettings } from './plant-pool-settings';
import { SharedCacheSettings } from './shared-cache-settings';
import { SourceSettings } from './source-settings';

/** What an installer may set. */
const Settings = z.strictObject({
  gateway: GatewaySettings,
  stateRules: StateRules,
  /** When a metric out of its limits is an event. */
  limits: LimitDelays,
  /** When which line produces. */
  calendar: PlantCalendar,
  /** How good pieces are told, and how many there should be. */
  pieces: PieceRules,
  /** The app's own window as a screen at the line. */
  kiosk: KioskSettings,
  plantPool: PlantPoolSettings,
  redis: SharedCacheSettings,
  source: SourceSettings,
  /** The plant that was set up here; the demo where there is none. */
  plant: ConfiguredPlant.optional(),
  history: z.strictObject({
    /** Bound of the tiles kept in memory, in MiB. */
    memoryMegabytes: z.number().int().min(1).max(65_536),
  }),
  /** Where the plant keeps its samples. */
  tables: PlantTables,
  cache: z.strictObject({
    /** What the tiles on the disk may take, in bytes; units pinned for offline go last. */
    budgetBytes: z.number().int().min(16_777_216).max(1_099_511_627_776),
    /** Where they lie; in the data folder where it is not given. */
    folder: z.string().min(1).optional(),
  }),
});
export type Settings = z.infer<typeof Settings>;

/**
 * `resources/default-settings.json` holds the defaults and serves as the example; those of `tables` are the shared
 * contract of reading and provisioning.
 */
const Defaults = Settings.omit({ tables: true });

/** A person's file overrides single values of the defaults; whole sections may be left out. */
export const SettingsFile = z.strictObject({
  gateway: z.strictObject(GatewaySettings.shape).partial().optional(),
  stateRules: StateRules.partial().optional(),
  limits: LimitDelays.partial().optional(),
  calendar: PlantCalendar.optional(),
  pieces: PieceRules.optional(),
  kiosk: z.strictObject(KioskSettings.shape).partial().optional(),
  plantPool: PlantPoolSettings.partial().optional(),
  redis: z.strictObject(SharedCacheSettings.shape).partial().optional(),
  source: SourceSettings.optional(),
  plant: ConfiguredPlant.optional(),
  history: Settings.shape.history.partial().optional(),
  tables: PlantTablesOverrides.optional(),
  cache: Settings.shape.cache.partial().optional(),
});

/** The settings cannot be used; the message names the file, the place in it and the remedy. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** The JSON of a settings file. @throws SettingsError naming the file */
export function parseSettingsJson(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new SettingsError(
      `The settings file ${fileName} is not valid JSON: ${detail}. Correct it, or move it away to use the defaults.`,
      { cause },
    );
  }
}

/** What is known here of a file's content, but for keys of other versions. @throws SettingsError as {@link decodeSettings} */
export function checkKnown(content: unknown, fileName: string): void {
  const issues = SettingsFile.safeParse(content, { jitless: true }).error?.issues ?? [];
  const wrong = issues.find(({ code }) => code !== 'unrecognized_keys');
  if (wrong !== undefined) throw wrongValue(wrong, fileName);
}

/** What a settings file holds, decoded. @throws SettingsError with one sentence naming file, place and remedy */
export function decodeSettings<T>(schema: z.ZodType<T>, text: string, fileName: string): T {
  return check(schema, parseSettingsJson(text, fileName), fileName);
}

function check<T>(schema: z.ZodType<T>, value: unknown, fileName: string): T {
  // Read once: writing code for each part of the schema, as zod does by default, takes three times as long as reading.
  const result = schema.safeParse(value, { jitless: true });
  if (result.success) return result.data;
  throw wrongValue(result.error.issues[0], fileName);
}

function wrongValue(issue: z.core.$ZodIssue | undefined, fileName: string): SettingsError {
  const place = issue?.path.join('.') || 'the top level';
  return new SettingsError(
    `The settings file ${fileName} has a wrong value at ${place}: ${issue?.message}. Correct it, or remove the line to use the default.`,
  );
}

/**
 * The settings in force: the defaults, with the values of the person's file over them.
 * @param defaultsText content of the default settings
 * @param file the person's file where there is one
 * @throws SettingsError with one sentence for a person
 */
export function readSettings(defaultsText: string, file?: { readonly name: string; readonly text: string }): Settings {
  const defaults = { ...decodeSettings(Defaults, defaultsText, 'default-settings.json'), tables: plantTables() };
  if (file === undefined) return defaults;
  const own = decodeSettings(SettingsFile, file.text, file.name);
  const merged = {
    gateway: { ...defaults.gateway, ...own.gateway },
    stateRules: { ...defaults.stateRules, ...own.stateRules },
    limits: { ...defaults.limits, ...own.limits },
    calendar: own.calendar ?? defaults.calendar,
    pieces: own.pieces ?? defaults.pieces,
    kiosk: { ...defaults.kiosk, ...own.kiosk },
    plantPool: { ...defaults.plantPool, ...own.plantPool },
    redis: { ...defaults.redis, ...own.redis },
    source: own.source ?? defaults.source,
    ...(own.plant === undefined ? {} : { plant: own.plant }),
    history: { ...defaults.history, ...own.history },
    tables: plantTables(own.tables),
    cache: { ...defaults.cache, ...own.cache },
  };
  // Undefined cannot come out of JSON; decoding once more drops the optionality from the type, and sees what only the whole can show.
  return check(Settings, merged, file.name);
}
