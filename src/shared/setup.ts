import { z } from 'zod';
import { MetricTable, OeeTable } from './plant-tables';
import { TLS_MODES } from './tls-mode';

/**
 * What the app's own window and the main process say to one another while a plant is set up. The main process holds the
 * one state and tells it whole; the page shows it and gives commands. No password is in it: they go in by one call.
 */

/** Where a plant's database is said to be. */
export const SetupTarget = z.strictObject({
  host: z.string().regex(/^[^\s/@]{1,255}$/, 'is no name or address of a host'),
  port: z.number().int().min(1).max(65_535),
  database: z.string().min(1).max(63),
  user: z.string().min(1).max(63),
  tlsMode: z.enum(TLS_MODES),
  /** Path of a PEM file with the certificate authority's certificate. */
  caFile: z.string().min(1).optional(),
});
export type SetupTarget = z.infer<typeof SetupTarget>;

/** Why something was not done; `message` is for a person and names the remedy. */
export const SetupFailure = z.object({
  code: z.enum([
    'busy',
    'not-yet',
    'cancelled',
    'connection',
    'settings',
    'locked',
    'refused',
    'stale-plan',
    'step-failed',
    'password-place',
    'file',
    'unexpected',
  ]),
  message: z.string(),
  retryable: z.boolean(),
});
export type SetupFailure = z.infer<typeof SetupFailure>;

/** How a command ended; `said` is for a person. */
export const SetupOutcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), said: z.string().optional() }),
  z.object({ ok: z.literal(false), failure: SetupFailure }),
]);
export type SetupOutcome = z.infer<typeof SetupOutcome>;

/** One stage of the connection test. */
export const SetupTestStage = z.object({
  stage: z.string(),
  title: z.string(),
  verdict: z.enum(['passed', 'warned', 'failed', 'skipped']),
  what: z.string(),
  remedy: z.string().optional(),
});
export type SetupTestStage = z.infer<typeof SetupTestStage>;

export const SetupTest = z.object({
  stages: z.array(SetupTestStage),
  /** How many there will be. */
  stageCount: z.number().int(),
  /** Undefined while it runs, and when it was cancelled. */
  verdict: z.enum(['passed', 'warned', 'failed']).optional(),
  /** Whether the login got into the database: enough to go on. */
  isConnected: z.boolean(),
});
export type SetupTest = z.infer<typeof SetupTest>;

/**
 * How screens learn of new samples: `wake-ups` installs triggers, `polling` nothing; `remove-wake-ups` takes away those
 * that Taktline installed before.
 */
export const LiveUpdatesChoice = z.enum(['polling', 'wake-ups', 'remove-wake-ups']);

/** The kinds of samples, each in a table of its own. */
export const FAMILIES = ['metric', 'oee'] as const;
export type Family = (typeof FAMILIES)[number];

/** How a table that others made is used; as in the provisioning settings. */
export const AdoptionChoice = z.enum(['auto', 'read-only', 'convert']);

export const SetupChoice = z.strictObject({
  liveUpdates: LiveUpdatesChoice,
  /** Tables that others made; Taktline's own for a family that is left out. */
  tables: z.strictObject({ metric: MetricTable.optional(), oee: OeeTable.optional() }),
  adoption: z.strictObject({ metric: AdoptionChoice.optional(), oee: AdoptionChoice.optional() }),
  /** Name of the login for daily work that the plan makes; undefined for none. */
  reader: z.string().min(1).max(63).optional(),
});
export type SetupChoice = z.infer<typeof SetupChoice>;

/** A way of using a table that others made. */
export const SetupMode = z.object({
  adoption: AdoptionChoice,
  /** What is done then. */
  mode: z.enum(['own', 'hypertable', 'convert', 'read-only']),
  isProposed: z.boolean(),
  /** What it brings about, a sentence each; first why it is proposed. */
  consequences: z.array(z.string()),
  /** Why it cannot be had; empty where it can. */
  problems: z.array(z.string()),
  /** How long the table is locked; given for a conversion. */
  lockMs: z.number().optional(),
});
export type SetupMode = z.infer<typeof SetupMode>;

/** A table or view of the database that looks like samples. */
export const SetupCandidate = z.object({
  family: z.enum(FAMILIES),
  /** As SQL writes it. */
  relation: z.string(),
  isView: z.boolean(),
  estimatedRows: z.number(),
  /** Proposed, or what the settings say. */
  mapping: z.union([MetricTable, OeeTable]),
  modes: z.array(SetupMode),
});
export type SetupCandidate = z.infer<typeof SetupCandidate>;

export const SetupStep = z.object({
  id: z.string(),
  action: z.enum(['make', 'alter', 'prepare', 'remove']),
  reason: z.string(),
  sql: z.string(),
  locks: z.string(),
  sideEffect: z.string().optional(),
  estimateMs: z.number().optional(),
  needsRight: z.string().optional(),
});
export type SetupStep = z.infer<typeof SetupStep>;

export const SetupPlan = z.object({
  /** Confirming names it: what was not seen is not applied. */
  planId: z.string(),
  purpose: z.enum(['provision', 'remove']),
  database: z.string(),
  role: z.string(),
  steps: z.array(SetupStep),
  problems: z.array(z.string()),
  notes: z.array(z.string()),
  dbaScript: z.string().optional(),
});
export type SetupPlan = z.infer<typeof SetupPlan>;

/** What the main process is at. */
export const SetupWork = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['idle', 'testing', 'looking', 'planning', 'verifying', 'finishing']) }),
  z.object({
    kind: z.literal('applying'),
    phase: z.enum(['running', 'pausing', 'paused', 'cancelling']),
    /** Steps done of all. */
    done: z.number().int(),
    count: z.number().int(),
    /** The step in hand. */
    step: z.string().optional(),
    /** Of the preparation: the view in hand, and the share of all views, 0 to 1. */
    prepared: z.object({ viewName: z.string(), fraction: z.number() }).optional(),
  }),
]);
export type SetupWork = z.infer<typeof SetupWork>;

/** How the last applying ended. */
export const SetupApplied = z.object({
  outcome: z.enum(['done', 'cancelled', 'failed', 'for-the-dba']),
  sentence: z.string(),
  done: z.number().int(),
  count: z.number().int(),
});
export type SetupApplied = z.infer<typeof SetupApplied>;

export const SetupDrift = z.object({ kind: z.string(), about: z.string(), sentence: z.string() });
export type SetupDrift = z.infer<typeof SetupDrift>;

/** Where the password of the daily login shall be kept: by the keyring, in a file of this user, or nowhere. */
export const PasswordChoice = z.enum(['keyring', 'file', 'ask']);
export type PasswordChoice = z.infer<typeof PasswordChoice>;

export const SetupState = z.object({
  /** What the app shows now. */
  shown: z.object({
    kind: z.enum(['demo', 'named', 'configured', 'appliance']),
    name: z.string(),
    /** The login whose password a person must give before the plant can be shown. */
    asksPasswordOf: z.string().optional(),
  }),
  /** Why the settings of the last good start count and not those of the file: a sentence for a person. */
  settingsFault: z.string().optional(),
  target: SetupTarget.optional(),
  hasPassword: z.boolean(),
  choice: SetupChoice,
  work: SetupWork,
  test: SetupTest.optional(),
  /** What in the database looks like samples of others; undefined: not looked yet. */
  candidates: z.array(SetupCandidate).optional(),
  plan: SetupPlan.optional(),
  applied: SetupApplied.optional(),
  /** What is not as it should be; empty: all is as wanted; undefined: not looked yet. */
  drifts: z.array(SetupDrift).optional(),
  removal: SetupPlan.optional(),
  /** Whether the login for daily work was made in this set-up, so that nobody uses it yet. */
  isReaderNew: z.boolean(),
  /** The places that this machine offers for the password, the best first, each with what is to be known of it. */
  passwordPlaces: z.array(z.object({ place: PasswordChoice, sentence: z.string() })),
  /** Why the keyring is not among them. */
  keyringSentence: z.string().optional(),
  /** The summary for who runs the plant, once it was handed over. */
  handOver: z.string().optional(),
});
export type SetupState = z.infer<typeof SetupState>;

export const FinishRequest = z.strictObject({
  /** What people shall call the plant; empty for host and database. */
  name: z.string().trim().max(60),
  passwordPlace: PasswordChoice,
  /**
   * Who reads from now on: the login of this set-up; or the one for daily work, whose password was given and is either
   * set in the database now or the one that it has already.
   */
  daily: z.enum(['own', 'reader-sets-password', 'reader-has-password']),
});
export type FinishRequest = z.infer<typeof FinishRequest>;

/** Longer ones are no passwords; PostgreSQL itself takes up to about a thousand. */
const MOST_PASSWORD_CHARACTERS = 1_000;

export const PasswordRequest = z.strictObject({
  /** `login`: the target's; `reader`: of the login for daily work; `start`: of the plant that waits for it. */
  of: z.enum(['login', 'reader', 'start']),
  password: z.string().max(MOST_PASSWORD_CHARACTERS),
});
export type PasswordRequest = z.infer<typeof PasswordRequest>;

/** What can be saved as a file. */
export const SavedText = z.enum(['hand-over', 'dba-script', 'removal', 'settings']);
export type SavedText = z.infer<typeof SavedText>;
