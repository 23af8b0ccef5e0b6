import type { CallHandlers } from '../../shared/ipc';
import type { PlantTablesOverrides } from '../../shared/plant-tables';
import type {
  FinishRequest,
  PasswordRequest,
  SavedText,
  SetupChoice,
  SetupOutcome,
  SetupState,
  SetupTarget,
} from '../../shared/setup';
import type { ConfiguredPlant } from '../config/configured-plant';
import { importSettings, readExport } from '../config/settings-exchange';
import { ownSettingsInForce } from '../config/settings-file';
import { isPlantUnreachable } from '../plant/plant-error';
import { adoptionOptions } from '../provisioning/adoption-options';
import { testConnection } from '../provisioning/connection-test/connection-test';
import { STAGES, type StageResult } from '../provisioning/connection-test/stage-result';
import { planRemoval } from '../provisioning/removal';
import type { SqlClient } from '../provisioning/sql-client';
import { verify } from '../provisioning/verify';
import { connectionTestDeps } from './connection-test-deps';
import { configurePlant, passwordPlaces, plantToConfigure, setDailyPassword } from './finish';
import { handOverText } from './hand-over-text';
import { PlantAccess, withSessionAt } from './plant-access';
import { SetupBoard } from './setup-board';
import { SetupCommands } from './setup-commands';
import { SetupError, setupFailure } from './setup-error';
import { SetupPlans } from './setup-plans';
import { SetupWishes } from './setup-wishes';
import type { SetupWorld } from './setup-world';
import { addressOf, nameOf } from './shown-plant';
import { candidateViews, tablesChoiceOf, tablesSentences } from './source-tables';
import { testView } from './test-view';
import { type SaveableText, textToSave } from './text-to-save';

/**
 * Setting a plant up in the app: what the wizard's pages ask for, done with the same engine as the command line. It
 * lives in the main process, so that a page that is closed or crashes loses nothing and coming back goes on. It answers
 * every call of the contract; what they do lies in the files beside.
 */
export class SetupSession implements Pick<CallHandlers, Extract<keyof CallHandlers, `setup${string}`>> {
  readonly #world: SetupWorld;
  readonly #board: SetupBoard;
  readonly #access: PlantAccess;
  readonly #wishes: SetupWishes;
  readonly #commands: SetupCommands;
  readonly #plans: SetupPlans;
  /** The plant that was configured when the set-up began, or has been since. */
  #configured: ConfiguredPlant | undefined;
  #testing: AbortController | undefined;

  /** @param onState told of each change, ten times a second at most */
  constructor(world: SetupWorld, onState: (state: SetupState) => void) {
    this.#world = world;
    this.#access = new PlantAccess(world.passwordStores, () => this.#configured);
    this.#wishes = new SetupWishes(world.log);
    this.#board = new SetupBoard(
      {
        shown: { kind: 'demo', name: 'demo plant' },
        hasPassword: false,
        choice: this.#wishes.choice(),
        isReaderNew: false,
        work: { kind: 'idle' },
        passwordPlaces: [...passwordPlaces(world)],
        ...('sentence' in world.keyring ? { keyringSentence: world.keyring.sentence } : {}),
      },
      world.timers,
      onState,
    );
    this.#commands = new SetupCommands(this.#board, this.#access, world.log);
    this.#plans = new SetupPlans({
      ...{ board: this.#board, access: this.#access, wishes: this.#wishes },
      failureOf: (error) => this.#commands.failureOf(error),
    });
  }

  /** Looks at what the app shows and what is configured; begins with that. */
  async start(): Promise<void> {
    this.#configured = await this.#world.configured();
    const { tables } = (await ownSettingsInForce(this.#world.dataFolder)).read;
    if (this.#configured !== undefined) this.#begin(this.#configured, tables);
    else {
      this.#wishes.begin(undefined, tables);
      this.#board.update({ choice: this.#wishes.choice() });
    }
    await this.#lookAtShown();
  }

  /** The plant in hand: what else an installer writes goes the same way in. */
  get access(): Pick<PlantAccess, 'target' | 'address' | 'withSession'> {
    return this.#access;
  }

  setupState = async (): Promise<SetupState> => this.#board.state;

  setupTarget = (target: SetupTarget): Promise<SetupOutcome> =>
    this.#commands.answer(async () => {
      this.#commands.refuseWhileBusy();
      const before = this.#access.target;
      this.#access.aim(target);
      if (before !== undefined && JSON.stringify(before) === JSON.stringify(target)) return;
      this.#plans.forgetFindings();
      if (before !== undefined && !isSameDatabase(before, target)) this.#forgetTables();
      this.#board.update({ target, hasPassword: this.#access.hasPassword, test: undefined, candidates: undefined });
    });

  setupPassword = (request: PasswordRequest): Promise<SetupOutcome> =>
    this.#commands.answer(async () => {
      if (request.of === 'start') return this.#giveAtStart(request.password);
      this.#commands.refuseWhileBusy();
      if (request.of === 'reader') return this.#access.giveReaderPassword(request.password);
      this.#access.givePassword(request.password);
      this.#board.update({ hasPassword: this.#access.hasPassword, test: undefined });
    });

  setupChooseCaFile = async (title: string): Promise<{ path?: string | undefined }> => {
    const chosen = await this.#world.openText(title);
    return chosen === undefined ? {} : { path: chosen.path };
  };

  setupTest = (): Promise<SetupOutcome> =>
    this.#commands.work('testing', async () => {
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
    this.#commands.work('looking', async () => {
      const settings = this.#wishes.settings();
      const look = (client: SqlClient) => adoptionOptions(client, settings.tables, settings.schema);
      const candidates = await this.#access.withSession(look);
      this.#board.update({ candidates: candidateViews(candidates, settings) });
    });

  setupChoice = (choice: SetupChoice): Promise<SetupOutcome> =>
    this.#commands.answer(async () => {
      this.#commands.refuseWhileBusy();
      this.#wishes.choose(choice);
      this.#plans.forgetFindings();
      this.#board.update({ choice });
    });

  setupPlan = (): Promise<SetupOutcome> =>
    this.#commands.work('planning', async () => {
      this.#plans.keep(await this.#access.withSession(this.#wishes.replanner()));
      this.#board.update({ applied: undefined, drifts: undefined, handOver: undefined });
    });

  setupApply = ({ planId }: { readonly planId: string }): Promise<SetupOutcome> =>
    this.#commands.answer(async () => {
      this.#commands.refuseWhileBusy();
      await this.#plans.apply(planId);
    });

  setupSteer = (how: 'pause' | 'resume' | 'cancel'): Promise<SetupOutcome> =>
    this.#commands.answer(async () => {
      if (how === 'cancel') this.#testing?.abort(new SetupError('cancelled', 'The test was stopped.'));
      this.#plans.steer(how);
    });

  setupVerify = (): Promise<SetupOutcome> =>
    this.#commands.work('verifying', async () => {
      const { schema, options } = this.#wishes.wanted();
      const report = await this.#access.withSession((session) => verify(session, schema, options));
      this.#board.update({ drifts: [...report.drifts] });
    });

  setupRemoval = (): Promise<SetupOutcome> =>
    this.#commands.work('planning', async () => {
      this.#plans.keepRemoval(await this.#access.withSession(planRemoval));
    });

  setupFinish = (request: FinishRequest): Promise<SetupOutcome> =>
    this.#commands.work('finishing', async () => {
      const settings = this.#wishes.settings();
      const { tables: _, ...provisioning } = this.#wishes.kept;
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

  setupSave = (what: SavedText, shown?: string): Promise<SetupOutcome> =>
    this.#commands.answer(async () => {
      const { name, text } = await this.#text(what);
      const path = await this.#world.saveText(name, what === 'hand-over' ? (shown ?? text) : text);
      return path === undefined ? undefined : `Saved as ${path}.`;
    });

  setupCopy = (what: SavedText): Promise<SetupOutcome> =>
    this.#commands.answer(async () => {
      this.#world.copyText((await this.#text(what)).text);
      return 'Copied.';
    });

  setupImport = (title: string): Promise<SetupOutcome> =>
    this.#commands.answer(async () => {
      this.#commands.refuseWhileBusy();
      const chosen = await this.#world.openText(title);
      if (chosen === undefined) return undefined;
      const exported = readExport(chosen.path, chosen.text);
      const plant = await importSettings(this.#world.dataFolder, exported, undefined);
      if (plant === undefined) return `The settings of ${chosen.path} are imported; it names no plant.`;
      this.#plans.forgetFindings();
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
    this.#wishes.begin(provisioning, tables);
    this.#board.update({ target, hasPassword: this.#access.hasPassword, choice: this.#wishes.choice() });
  }

  async #lookAtShown(): Promise<void> {
    const shown = await this.#world.shown();
    this.#board.update({ settingsFault: await this.#world.settingsFault() });
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

  /** Which tables of others there are is told by the database in hand alone. */
  #forgetTables(): void {
    this.#wishes.forgetTables();
    this.#board.update({ choice: this.#wishes.choice() });
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
      tables: tablesSentences(this.#wishes.settings()),
      provisioning: this.#wishes.kept,
      provisionedAs: this.#plans.provisionedAs,
      problems: plan?.problems ?? [],
      openSteps: (plan?.steps ?? []).map(({ id }) => id),
      // What is planned and not done stands above already.
      drifts: drifts?.filter(({ kind }) => kind !== 'pending-step' && kind !== 'refused'),
      nowMs: this.#world.nowMs(),
    });
  }

  #text(what: SavedText): Promise<SaveableText> {
    const { plan, removal } = this.#plans;
    const { dataFolder } = this.#world;
    return textToSave(what, { handOver: this.#board.state.handOver, plan, removal, dataFolder });
  }
}

function isSameDatabase(a: SetupTarget, b: SetupTarget): boolean {
  return a.host === b.host && a.port === b.port && a.database === b.database;
}
