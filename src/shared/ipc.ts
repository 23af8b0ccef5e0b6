import { z } from 'zod';
import { ExportFile, ExportOpened, ExportOutcome, MOST_PART_BYTES, ReportOutcome, ReportWish } from './exports';
import { callChannels, type PushChannel, pushChannels } from './ipc-channels';
import { LoadCeiling, LoadState } from './load-test';
import { IssuedToken, NetworkState, NetworkWish, ViewerName } from './network';
import { PieceRules } from './piece-rules';
import { FinishRequest, PasswordRequest, SavedText, SetupChoice, SetupOutcome, SetupState, SetupTarget } from './setup';
import { SourceRequest, SourceState, SourceTest } from './source-setup';
import { type Call, invoke, nothing, startCalls } from './start-calls';
import { KioskPlan, KioskPlanState, PiecesState, PlantForCalendar, ShiftsState, ShiftsWish } from './work-plan';

/**
 * The control plane's contract: every call between the app's own window and the main process, declared once.
 * Only the window's main frame on our own origin may call. Arguments, answers and pushes are decoded in the main process, which
 * trusts no page; the page hears of nobody but that process.
 */

/** A statement's plan as text; or, where there is none, one sentence why. */
export const PlanAnswer = z.union([z.object({ plan: z.string() }), z.object({ sentence: z.string() })]);
export type PlanAnswer = z.infer<typeof PlanAnswer>;

/** What the system's file dialog is called, in the page's language. */
const DialogTitle = z.string().max(200);
/** What the page made of a text of the main process. */
const ShownText = z.string().max(200_000);

/** What the main process tells unasked. */
export interface Push<Message extends z.ZodType = z.ZodType> {
  readonly channel: PushChannel;
  readonly message: Message;
}

function push<Message extends z.ZodType>(channel: PushChannel, message: Message): Push<Message> {
  return { channel, message };
}

export const calls = {
  ...startCalls,
  /** The plan of the last slow statement of a name. */
  explainStatement: invoke(callChannels.explainStatement, z.tuple([z.string().max(100)]), PlanAnswer),
  /** "What can this PC serve?": the test that is being made, and the last one. */
  loadTestState: invoke(callChannels.loadTestState, nothing, LoadState),
  loadTestStart: invoke(callChannels.loadTestStart, z.tuple([LoadCeiling]), SetupOutcome),
  /** The one that is being made is broken off; nothing of it is kept. */
  loadTestCancel: invoke(callChannels.loadTestCancel, nothing, SetupOutcome),
  /** Takes a unit off the wall of every screen of this appliance, or shows it again. A sentence: it could not be kept. */
  hideUnit: invoke(
    callChannels.hideUnit,
    z.tuple([z.strictObject({ workUnitId: z.string().max(1_000), hidden: z.boolean() })]),
    z.object({ sentence: z.string().optional() }),
  ),
  /** Asks where to save what is taken along of a view; nothing is written before. A file that is still open is dropped. */
  exportOpen: invoke(callChannels.exportOpen, z.tuple([ExportFile]), ExportOpened),
  exportWrite: invoke(
    callChannels.exportWrite,
    z.tuple([z.number().int(), z.instanceof(Uint8Array).refine(({ length }) => length <= MOST_PART_BYTES)]),
    ExportOutcome,
  ),
  /** keep: it is whole, and takes its place under its name; drop: nothing of it stays. */
  exportClose: invoke(callChannels.exportClose, z.tuple([z.number().int(), z.enum(['keep', 'drop'])]), ExportOutcome),
  /** Asks where to save it, and prints the page that is shown into it as PDF. */
  reportPrint: invoke(callChannels.reportPrint, z.tuple([ReportWish]), ReportOutcome),
  networkState: invoke(callChannels.networkState, nothing, NetworkState),
  /** Opens the gateway anew as wished, and keeps the wish in the settings. */
  networkServe: invoke(callChannels.networkServe, z.tuple([NetworkWish]), SetupOutcome),
  /** Makes a code that lets one screen in, in place of the one that is shown; the state holds it. */
  networkPair: invoke(callChannels.networkPair, z.tuple([ViewerName]), SetupOutcome),
  networkUnpair: invoke(callChannels.networkUnpair, nothing, SetupOutcome),
  /** A key without a code, for a program. */
  networkIssue: invoke(callChannels.networkIssue, z.tuple([ViewerName]), IssuedToken),
  /** Whoever is in by the key is out at once. */
  networkRevoke: invoke(callChannels.networkRevoke, z.tuple([z.string().max(100)]), SetupOutcome),
  networkChooseFile: invoke(
    callChannels.networkChooseFile,
    z.tuple([z.enum(['certificate', 'key']), DialogTitle]),
    z.object({ path: z.string().optional() }),
  ),
  networkSaveRoot: invoke(callChannels.networkSaveRoot, nothing, SetupOutcome),
  /** Every screen must be told of the new one. */
  networkRenewRoot: invoke(callChannels.networkRenewRoot, nothing, SetupOutcome),
  networkCopy: invoke(callChannels.networkCopy, z.tuple([z.string().max(1_000)]), z.void()),
  setupState: invoke(callChannels.setupState, nothing, SetupState),
  /** Names the plant; what was found out about another one is forgotten. */
  setupTarget: invoke(callChannels.setupTarget, z.tuple([SetupTarget]), SetupOutcome),
  /** The one way in for a password; there is none back. */
  setupPassword: invoke(callChannels.setupPassword, z.tuple([PasswordRequest]), SetupOutcome),
  setupChooseCaFile: invoke(
    callChannels.setupChooseCaFile,
    z.tuple([DialogTitle]),
    z.object({ path: z.string().optional() }),
  ),
  setupTest: invoke(callChannels.setupTest, nothing, SetupOutcome),
  /** Looks for tables of others that hold samples; reads the catalogue alone. */
  setupLook: invoke(callChannels.setupLook, nothing, SetupOutcome),
  setupChoice: invoke(callChannels.setupChoice, z.tuple([SetupChoice]), SetupOutcome),
  setupPlan: invoke(callChannels.setupPlan, nothing, SetupOutcome),
  /** Does the plan that a person has seen and confirmed. */
  setupApply: invoke(callChannels.setupApply, z.tuple([z.strictObject({ planId: z.string() })]), SetupOutcome),
  setupSteer: invoke(callChannels.setupSteer, z.tuple([z.enum(['pause', 'resume', 'cancel'])]), SetupOutcome),
  setupVerify: invoke(callChannels.setupVerify, nothing, SetupOutcome),
  /** Lists what would take everything back; does nothing. */
  setupRemoval: invoke(callChannels.setupRemoval, nothing, SetupOutcome),
  /** Writes the settings and shows the plant. */
  setupFinish: invoke(callChannels.setupFinish, z.tuple([FinishRequest]), SetupOutcome),
  /** Asks where to save it. With a text: the summary as the page shows it, in its language. */
  setupSave: invoke(callChannels.setupSave, z.tuple([SavedText, ShownText.optional()]), SetupOutcome),
  /** The same into the clipboard. */
  setupCopy: invoke(callChannels.setupCopy, z.tuple([SavedText]), SetupOutcome),
  setupImport: invoke(callChannels.setupImport, z.tuple([DialogTitle]), SetupOutcome),
  /** When the lines produce: what is in force. */
  shiftsState: invoke(callChannels.shiftsState, nothing, ShiftsState),
  /** Whether the plant that is being set up, or was, takes a calendar; asks its database. */
  shiftsPlant: invoke(callChannels.shiftsPlant, nothing, PlantForCalendar),
  shiftsSave: invoke(callChannels.shiftsSave, z.tuple([ShiftsWish]), SetupOutcome),
  /** Which metric tells whose good pieces, and how many there should be. */
  piecesState: invoke(callChannels.piecesState, nothing, PiecesState),
  piecesSave: invoke(callChannels.piecesSave, z.tuple([PieceRules]), SetupOutcome),
  /** The kiosk's settings as they are kept, which may not be what this window began with. */
  kioskPlan: invoke(callChannels.kioskPlan, nothing, KioskPlanState),
  kioskSave: invoke(callChannels.kioskSave, z.tuple([KioskPlan]), SetupOutcome),
  /** Another appliance as the source: what is set, and where a token can be kept. */
  sourceState: invoke(callChannels.sourceState, nothing, SourceState),
  /** Tries it; keeps nothing. */
  sourceTest: invoke(callChannels.sourceTest, z.tuple([SourceRequest]), SourceTest),
  /** Keeps it and shows it. */
  sourceUse: invoke(callChannels.sourceUse, z.tuple([SourceRequest]), SetupOutcome),
} as const satisfies Readonly<Record<keyof typeof callChannels, Call>>;

export const pushes = {
  setupChanged: push(pushChannels.setupChanged, SetupState),
} as const satisfies Readonly<Record<keyof typeof pushChannels, Push>>;

type Calls = typeof calls;
type Pushes = typeof pushes;

/** What answers the calls: one function for each, of the same name. */
export type CallHandlers = {
  readonly [Name in keyof Calls]: (
    ...args: Extract<z.infer<Calls[Name]['request']>, readonly unknown[]>
  ) => Promise<z.infer<Calls[Name]['response']>>;
};

/** What the preload puts into the page as `window.taktline`: the calls, and a subscription for each push. */
export type TaktlineBridge = CallHandlers & {
  /** Returns the way out. */
  readonly [Name in keyof Pushes as `on${Capitalize<Name>}`]: (
    listener: (message: z.infer<Pushes[Name]['message']>) => void,
  ) => () => void;
};
