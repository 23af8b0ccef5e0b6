import { readFileSync } from 'node:fs';
import type { CallHandlers } from '../../shared/ipc';
import { type PlantTables, type PlantTablesOverrides, plantTables } from '../../shared/plant-tables';
import type {
  FinishRequest,
  PasswordRequest,
  SavedText,
  SetupChoice,
  SetupOutcome,
  SetupState,
  SetupTarget,
  SetupTest,
} from '../../shared/setup';
import type { ConfiguredPlant } from '../config/configured-plant';
import { exportSettings, importSettings, readExport } from '../config/settings-exchange';
import { readOwnSettings } from '../config/settings-file';
import { plantAddress } from '../plant/address';
import { isPlantUnreachable } from '../plant/plant-error';
import { planText } from '../provision-text';
import { adoptionOptions } from '../provisioning/adoption-options';
import { testConnection } from '../provisioning/connection-test/connection-test';
import { overallVerdict, STAGES, type StageResult } from '../provisioning/connection-test/stage-result';
import { makePlan, type Plan, type PlanOptions } from '../provisioning/plan';
import {
  DEFAULT_PROVISIONING_SETTINGS,
  type ProvisioningSettings,
  readProvisioningSettings,
} from '../provisioning/provisioning-settings';
import { readerStepId } from '../provisioning/reader-step-id';
import { planRemoval } from '../provisioning/removal';
import type { SqlClient } from '../provisioning/sql-client';
import { verify } from '../provisioning/verify';
import { ApplyRun, STOPPED } from './apply-run';
import { connectionTestDeps } from './connection-test-deps';
import { configurePlant, passwordPlaces, plantToConfigure, setDailyPassword } from './finish';
import { handOverText } from './hand-over-text';
import { planView, stageView } from './plan-view';
import { PlantAccess, withSessionAt } from './plant-access';
import { SetupBoard } from './setup-board';
import { SetupError, setupFailure } from './setup-error';
import type { SetupWorld } from './setup-world';
import { addressOf, nameOf } from './shown-plant';
import { candidateViews, tablesChoiceOf, tablesSentences } from './source-tables';

/**
 * Setting a plant up in the app: what the wizard's pages ask for, done with the same engine as the command line. It
 * lives in the main process, so that a page that is closed or crashes loses nothing and coming back goes on. It is long
 * because it answers every call of the contract; what they do lies in the files beside.
 */
export class SetupSession implements Pick<CallHandlers, Extract<keyof CallHandlers, `setup${string}`>> {
  readonly #world: SetupWorld;
  readonly #board: SetupBoard;
  readonly #access: PlantAccess;
  /** The plant that was configured when the set-up began, or has been since. */
  #configured: ConfiguredPlant | undefined;
  /** As `provision --settings` reads them. */
  #provisioning: Readonly<Record<string, unknown>> = {};
  #plan: Plan | undefined;
  #removal: Plan | undefined;
  #plansMade = 0;
  #apply: ApplyRun | undefined;
  #testing: AbortController | undefined;
  /** Whether anything was made in this set-up. */
  #provisionedAs: string | undefined;

  /** @param onState told of each change, ten times a second at most */
  constructor(world: SetupWorld, onState: (state: SetupState) => void) {
    this.#world = world;
    this.#access = new PlantAccess(world.passwordStores, () => this.#configured);
    this.#board = new SetupBoard(
      {
        shown: { kind: 'demo', name: 'demo plant' },
        hasPassword: false,
        choice: choiceOf(DEFAULT_PROVISIONING_SETTINGS),
        isReaderNew: false,
        work: { kind: 'idle' },
        passwordPlaces: [...passwordPlaces(world)],
        ...('sentence' in world.keyring ? { keyringSentence: world.keyring.sentence } : {}),
      },
      world.timers,
      onState,
    );
  }

  /** Looks at what the app shows and what is configured; begins with that. */
  async start(): Promise<void> {
    this.#configured = await this.#world.configured();
    const { tables } = await readOwnSettings(this.#world.dataFolder);
    if (this.#configured !== undefined) this.#begin(this.#configured, tables);
    else {
      this.#provisioning = wholeTables(tables);
      this.#board.update({ choice: choiceOf(this.#settings()) });
    }
    await this.#lookAtShown();
  }

  setupState = async (): Promise<SetupState> => this.#board.state;

  setupTarget = (target: SetupTarget): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      this.#refuseWhileBusy();
      const before = this.#access.target;
      this.#access.aim(target);
      if (before !== undefined && JSON.stringify(before) === JSON.stringify(target)) return;
      this.#forgetFindings();
      if (before !== undefined && !isSameDatabase(before, target)) this.#forgetTables();
      this.#board.update({ target, hasPassword: this.#access.hasPassword, test: undefined, candidates: undefined });
    });

  setupPassword = (request: PasswordRequest): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      if (request.of === 'start') return this.#giveAtStart(request.password);
      this.#refuseWhileBusy();
      if (request.of === 'reader') return this.#access.giveReaderPassword(request.password);
      this.#access.givePassword(request.password);
      this.#board.update({ hasPassword: this.#access.hasPassword, test: undefined });
    });

  setupChooseCaFile = async (): Promise<{ path?: string | undefined }> => {
    const chosen = await this.#world.openText('The certificate of the certificate authority (PEM)');
    return chosen === undefined ? {} : { path: chosen.path };
  };

  setupTest = (): Promise<SetupOutcome> =>
    this.#doing('testing', async () => {
      const parts = await this.#access.parts();
      const stop = new AbortController();
      this.#testing = stop;
      const results: StageResult[] = [];
      try {
        this.#board.update({ test: testView(results, false) });
        for await (const result of testConnection(parts, connectionTestDeps(), { signal: stop.signal })) {
          results.push(result);
          this.#board.update({ test: testView(results, results.length === STAGES.length) });
        }
      } finally {
        this.#testing = undefined;
      }
    });

  setupLook = (): Promise<SetupOutcome> =>
    this.#doing('looking', async () => {
      const settings = this.#settings();
      const look = (client: SqlClient) => adoptionOptions(client, settings.tables, settings.schema);
      const candidates = await this.#access.withSession(look);
      this.#board.update({ candidates: candidateViews(candidates, settings) });
    });

  setupChoice = (choice: SetupChoice): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      this.#refuseWhileBusy();
      const { liveUpdates, tables, adoption } = choice;
      const roles = { reader: choice.reader ?? null };
      this.#provisioning = { ...this.#provisioning, liveUpdates, roles, tables, adoption };
      this.#forgetFindings();
      this.#board.update({ choice });
    });

  setupPlan = (): Promise<SetupOutcome> =>
    this.#doing('planning', async () => {
      const replan = this.#replanner();
      this.#keepPlan(await this.#access.withSession(replan));
      this.#board.update({ applied: undefined, drifts: undefined, handOver: undefined });
    });

  setupApply = ({ planId }: { readonly planId: string }): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      this.#refuseWhileBusy();
      const plan = this.#plan;
      if (plan === undefined || this.#board.state.plan?.planId !== planId) {
        throw new SetupError('stale-plan', 'This plan is not the present one; look at the new one, then confirm that.');
      }
      await this.#applyPlan(plan);
    });

  setupSteer = (how: 'pause' | 'resume' | 'cancel'): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      if (how === 'cancel') this.#testing?.abort(new SetupError('cancelled', 'The test was stopped.'));
      this.#apply?.[how]();
    });

  setupVerify = (): Promise<SetupOutcome> =>
    this.#doing('verifying', async () => {
      const { schema, options } = this.#wanted();
      const report = await this.#access.withSession((session) => verify(session, schema, options));
      this.#board.update({ drifts: [...report.drifts] });
    });

  setupRemoval = (): Promise<SetupOutcome> =>
    this.#doing('planning', async () => {
      const removal = await this.#access.withSession(planRemoval);
      this.#removal = removal;
      this.#board.update({ removal: planView(removal, this.#newPlanId()) });
    });

  setupFinish = (request: FinishRequest): Promise<SetupOutcome> =>
    this.#doing('finishing', async () => {
      const settings = this.#settings();
      const { tables: _, ...provisioning } = this.#provisioning;
      const { plant, password } = await plantToConfigure(this.#access, request, provisioning, settings.roles.reader);
      if (request.daily === 'reader-sets-password') await setDailyPassword(this.#access, plant.user);
      await configurePlant(this.#world, { plant, tables: tablesChoiceOf(settings).tables }, password);
      this.#configured = plant;
      await this.#world.followConfigured();
      this.#board.update({ handOver: this.#handOver(plant) });
      // It was given a moment ago: nobody is asked for it again before the next start.
      if (plant.passwordPlace === 'ask' && password !== undefined) await this.#giveAtStart(password);
      await this.#lookAtShown();
    });

  setupSave = (what: SavedText): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      const { name, text } = await this.#textToSave(what);
      const path = await this.#world.saveText(name, text);
      return path === undefined ? undefined : `Saved as ${path}.`;
    });

  setupCopy = (what: SavedText): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      this.#world.copyText((await this.#textToSave(what)).text);
      return 'Copied.';
    });

  setupImport = (): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      this.#refuseWhileBusy();
      const chosen = await this.#world.openText('Settings that were exported');
      if (chosen === undefined) return undefined;
      const exported = readExport(chosen.path, chosen.text);
      const plant = await importSettings(this.#world.dataFolder, exported, undefined);
      if (plant === undefined) return `The settings of ${chosen.path} are imported; it names no plant.`;
      this.#forgetFindings();
      this.#board.update({ test: undefined, candidates: undefined });
      this.#begin(plant, exported.tables);
      return `The settings of ${chosen.path} are imported: give the password, then test the connection.`;
    });

  /** @param tables where its samples are: the one place of that in the settings is beside the plant, for reading too */
  #begin(
    { host, port, database, user, tls, provisioning }: ConfiguredPlant,
    tables: PlantTablesOverrides | undefined,
  ): void {
    const caFile = tls.caFile === undefined ? {} : { caFile: tls.caFile };
    const target: SetupTarget = { host, port, database, user, tlsMode: tls.mode, ...caFile };
    this.#access.aim(target);
    this.#provisioning = { ...provisioning, ...wholeTables(tables) };
    const choice = choiceOf(this.#settingsOrDefaults());
    this.#board.update({ target, hasPassword: this.#access.hasPassword, choice });
  }

  async #lookAtShown(): Promise<void> {
    const shown = await this.#world.shown();
    if (shown.kind !== 'configured') {
      this.#board.update({ shown: { kind: shown.kind, name: shown.kind === 'demo' ? 'demo plant' : shown.name } });
      return;
    }
    const asks = shown.givePassword === undefined ? {} : { asksPasswordOf: shown.configured.user };
    this.#board.update({ shown: { kind: 'configured', name: nameOf(shown.configured), ...asks } });
  }

  /** Begins to show the plant that waits for its password; a wrong one is refused, a plant that is away is not. */
  async #giveAtStart(password: string): Promise<void> {
    const shown = await this.#world.shown();
    if (shown.kind !== 'configured' || shown.givePassword === undefined) return;
    const address = addressOf(shown.configured, password);
    try {
      await withSessionAt(address, (session) => session.query('SELECT 1'));
    } catch (error) {
      if (!isPlantUnreachable(error)) throw new SetupError('connection', setupFailure(error, address)?.message ?? '');
    }
    shown.givePassword(password);
    const { asksPasswordOf: _, ...others } = this.#board.state.shown;
    this.#board.update({ shown: others });
  }

  #settings(): ProvisioningSettings {
    return readProvisioningSettings('of this set-up', JSON.stringify(this.#provisioning));
  }

  /** What was kept may be of another version, or edited by hand: then the set-up begins with the defaults. */
  #settingsOrDefaults(): ProvisioningSettings {
    try {
      return this.#settings();
    } catch (error) {
      this.#world.log.warn('setup-settings-not-read', {
        message: error instanceof Error ? error.message : String(error),
      });
      this.#provisioning = {};
      return DEFAULT_PROVISIONING_SETTINGS;
    }
  }

  #wanted(): { readonly schema: ProvisioningSettings['schema']; readonly options: PlanOptions } {
    const { schema, liveUpdates, roles, tables, adoption } = this.#settings();
    return { schema, options: { liveUpdates, reader: roles.reader, tables, adoption } };
  }

  #replanner(): (client: SqlClient) => Promise<Plan> {
    const { schema, options } = this.#wanted();
    return (client) => makePlan(client, schema, options);
  }

  async #applyPlan(plan: Plan): Promise<void> {
    const run = new ApplyRun(plan, (work) => this.#board.update({ work }));
    this.#apply = run;
    this.#board.update({ applied: undefined, drifts: undefined });
    const replan = this.#replanner();
    try {
      const left = await this.#access.withSession((session) => run.run(session, replan));
      this.#keepPlan(left);
      this.#board.update({ applied: run.ended({ left }) });
    } catch (error) {
      const failure = await this.#failureOf(error);
      await this.#planWhatIsLeft();
      this.#board.update({ applied: run.ended({ sentence: failure.message, isCancelled: error === STOPPED }) });
      if (error !== STOPPED) throw error;
    } finally {
      this.#provisionedAs = plan.role;
      this.#noteReader(plan);
      this.#apply = undefined;
      this.#board.update({ work: { kind: 'idle' } });
    }
  }

  /** After an interruption the page shows what is left; where even that cannot be read, the old plan stays to try again. */
  async #planWhatIsLeft(): Promise<void> {
    try {
      this.#keepPlan(await this.#access.withSession(this.#replanner()));
    } catch {
      // Deliberately not passed on: why the applying ended is what the person must hear.
    }
  }

  /** A login that this run has made has no password yet, and nobody who would miss an earlier one. */
  #noteReader(planned: Plan): void {
    const { reader } = this.#settings().roles;
    if (reader === undefined) return;
    const id = readerStepId('reader-role', reader);
    const isIn = (plan: Plan | undefined) => plan?.steps.some((step) => step.id === id) === true;
    if (isIn(planned) && this.#board.state.applied?.outcome !== 'failed' && !isIn(this.#plan)) {
      this.#board.update({ isReaderNew: true });
    }
  }

  #keepPlan(plan: Plan): void {
    this.#plan = plan;
    this.#board.update({ plan: planView(plan, this.#newPlanId()) });
  }

  /** Which tables of others there are is told by the database in hand alone. */
  #forgetTables(): void {
    this.#provisioning = { ...this.#provisioning, tables: {}, adoption: {} };
    this.#board.update({ choice: choiceOf(this.#settings()) });
  }

  #newPlanId(): string {
    this.#plansMade += 1;
    return `plan-${this.#plansMade}`;
  }

  /** Another plant, or another wish: what was planned and found for the one before is worth nothing. */
  #forgetFindings(): void {
    this.#plan = undefined;
    this.#removal = undefined;
    this.#provisionedAs = undefined;
    this.#board.update({
      isReaderNew: false,
      plan: undefined,
      applied: undefined,
      drifts: undefined,
      removal: undefined,
      handOver: undefined,
    });
  }

  #handOver(plant: ConfiguredPlant): string {
    const { plan, drifts } = this.#board.state;
    const { keyring, passwordFile } = this.#world;
    const stores = [passwordFile, ...('store' in keyring ? [keyring.store] : [])];
    return handOverText({
      plant,
      name: nameOf(plant),
      passwordPlace: stores.find(({ place }) => place === plant.passwordPlace)?.description,
      dataFolder: this.#world.dataFolder,
      owner: this.#access.target?.user ?? plant.user,
      tables: tablesSentences(this.#settings()),
      provisioning: this.#provisioning,
      provisionedAs: this.#provisionedAs,
      problems: plan?.problems ?? [],
      openSteps: (plan?.steps ?? []).map(({ id }) => id),
      // What is planned and not done stands above already.
      drifts: drifts?.filter(({ kind }) => kind !== 'pending-step' && kind !== 'refused'),
      nowMs: this.#world.nowMs(),
    });
  }

  async #textToSave(what: SavedText): Promise<{ readonly name: string; readonly text: string }> {
    switch (what) {
      case 'hand-over':
        return {
          name: 'taktline-hand-over.md',
          text: present(this.#board.state.handOver, 'Hand the plant over first.'),
        };
      case 'dba-script':
        return { name: 'taktline-dba.sql', text: present(this.#plan?.dbaScript, 'This plan needs no DBA.') };
      case 'removal': {
        const removal = present(this.#removal, 'Look at what would be removed first.');
        return { name: 'taktline-removal.txt', text: `${planText(removal)}\n` };
      }
      case 'settings':
        return { name: 'taktline-settings.json', text: await exportSettings(this.#world.dataFolder) };
    }
  }

  #refuseWhileBusy(): void {
    if (this.#board.state.work.kind === 'idle') return;
    throw new SetupError('busy', 'Something is being done already; wait for it, or stop it first.');
  }

  /** One piece of work at a time, which the page sees as such. */
  #doing(
    kind: 'testing' | 'looking' | 'planning' | 'verifying' | 'finishing',
    work: () => Promise<void>,
  ): Promise<SetupOutcome> {
    return this.#outcome(async () => {
      this.#refuseWhileBusy();
      this.#board.update({ work: { kind } });
      try {
        await work();
      } finally {
        this.#board.update({ work: { kind: 'idle' } });
      }
    });
  }

  /** @param command its text, where it gives one, is for the person */
  async #outcome(command: () => Promise<unknown>): Promise<SetupOutcome> {
    try {
      const said = await command();
      return typeof said === 'string' ? { ok: true, said } : { ok: true };
    } catch (error) {
      return { ok: false, failure: await this.#failureOf(error) };
    }
  }

  async #failureOf(error: unknown): Promise<Extract<SetupOutcome, { ok: false }>['failure']> {
    const address = await this.#addressForWords();
    const failure = setupFailure(error, address);
    if (failure !== undefined) return failure;
    const message = error instanceof Error ? error.message : String(error);
    const password = await this.#access.password();
    const clean = password === undefined ? message : message.replaceAll(password, '(hidden)');
    this.#world.log.error('setup-unexpected', { message: clean });
    return { code: 'unexpected', message: `Something unforeseen happened: ${clean}`, retryable: true };
  }

  async #addressForWords() {
    if (this.#access.target === undefined) return undefined;
    const { sslRootCertificate: _, ...parts } = await this.#access.parts();
    return plantAddress(parts, (path) => readFileSync(path, 'utf8'));
  }
}

/** The wishes of provisioning settings, as the page shows them. */
function choiceOf(settings: ProvisioningSettings): SetupChoice {
  const { liveUpdates, roles } = settings;
  return {
    liveUpdates: liveUpdates === 'as-is' ? 'polling' : liveUpdates,
    ...tablesChoiceOf(settings),
    ...(roles.reader === undefined ? {} : { reader: roles.reader }),
  };
}

/** As provisioning reads them: each table named whole. */
function wholeTables(tables: PlantTablesOverrides | undefined): { readonly tables?: PlantTables } {
  return tables === undefined ? {} : { tables: plantTables(tables) };
}

function isSameDatabase(a: SetupTarget, b: SetupTarget): boolean {
  return a.host === b.host && a.port === b.port && a.database === b.database;
}

function present<Value>(value: Value | undefined, sentence: string): Value {
  if (value === undefined) throw new SetupError('not-yet', sentence);
  return value;
}

function testView(results: readonly StageResult[], isComplete: boolean): SetupTest {
  return {
    stages: results.map(stageView),
    stageCount: STAGES.length,
    isConnected: results.some(({ stage, verdict }) => stage === 'database' && verdict === 'passed'),
    ...(isComplete ? { verdict: overallVerdict(results) } : {}),
  };
}
