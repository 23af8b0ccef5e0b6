import type { PlantCalendar } from '../../shared/calendar/calendar-rules';
import type { CallHandlers } from '../../shared/ipc';
import type { PieceRules } from '../../shared/piece-rules';
import type { SourceFacts } from '../../shared/protocol';
import type { SetupOutcome } from '../../shared/setup';
import type {
  KioskPlan,
  KioskPlanState,
  PiecesState,
  PlanOrigin,
  PlantForCalendar,
  ShiftsState,
  ShiftsWish,
} from '../../shared/work-plan';
import { changeSettings, ownSettingsInForce } from '../config/settings-file';
import type { Log } from '../diagnostics/log';
import { plantName } from '../plant/address';
import { workCalendarTable, writeWorkCalendar } from '../provisioning/work-calendar';
import type { PlantAccess } from './plant-access';
import { setupFailure } from './setup-error';
import type { ShownPlant } from './shown-plant';

/** What it needs of the program around it. */
export interface PlanWorld {
  readonly dataFolder: string;
  /** The one that runs now. */
  appliance(): Promise<{
    readonly plant: Pick<ShownPlant, 'kind'>;
    readonly engine: { facts(): SourceFacts | undefined };
    /** @throws SettingsError */
    readPlanAnew(): Promise<void>;
  }>;
  /** The plant that is being set up, or was. */
  readonly access: Pick<PlantAccess, 'target' | 'address' | 'withSession'>;
  readonly log: Log;
}

type PlanCalls = Pick<
  CallHandlers,
  Extract<keyof CallHandlers, `shifts${string}` | `pieces${string}` | 'kioskPlan' | 'kioskSave'>
>;

const NO_LINES: PlantCalendar = { lines: {} };
const NO_RULES: PieceRules = { lines: {}, units: {} };

/** When the lines produce and what is planned of them, given by a person in the app's own window: into the settings of this appliance, or into the plant. */
export class PlanSession implements PlanCalls {
  readonly #world: PlanWorld;

  constructor(world: PlanWorld) {
    this.#world = world;
  }

  shiftsState = async (): Promise<ShiftsState> => {
    const { engine, plant } = await this.#world.appliance();
    const { read, fault } = await ownSettingsInForce(this.#world.dataFolder);
    const own = read.calendar ?? NO_LINES;
    const facts = engine.facts();
    // Before the source has told anything the settings are all there is.
    const calendar = facts?.calendar ?? own;
    const from = isEmpty(calendar) ? 'none' : originOf(plant.kind, facts?.calendarFrom, !isEmpty(own));
    const faults = [fault, facts?.calendarFault].filter((each) => each !== undefined);
    return { calendar, from, ...(faults.length === 0 ? {} : { fault: faults.join(' ') }) };
  };

  shiftsPlant = async (): Promise<PlantForCalendar> => {
    const { access } = this.#world;
    if (access.target === undefined || (await this.#world.appliance()).plant.kind === 'appliance')
      return { kind: 'none' };
    const { user } = access.target;
    try {
      const table = await access.withSession(workCalendarTable);
      const name = plantName(access.target);
      if (table === 'writable') return { kind: 'writable', name };
      return {
        kind: 'refused',
        sentence:
          table === 'read-only'
            ? `${user} may not write the plant's calendar. Give a login that may in the set-up, test it, and come back.`
            : `The plant has no table for a calendar that ${user} may read. Plan and apply the set-up first.`,
      };
    } catch (error) {
      return { kind: 'refused', sentence: (await this.#failureOf(error)).message };
    }
  };

  shiftsSave = ({ calendar, into }: ShiftsWish): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      if (into === 'settings') {
        await this.#keep({ calendar: isEmpty(calendar) ? undefined : calendar });
        const { engine } = await this.#world.appliance();
        if (engine.facts()?.calendarFrom === 'plant')
          return "Kept in this appliance's settings; the plant's own calendar goes before it.";
        return "Kept in this appliance's settings; it counts from now on.";
      }
      await this.#world.access.withSession((session) => writeWorkCalendar(session, calendar));
      return 'Kept in the plant; its appliances go by it within half a minute.';
    });

  piecesState = async (): Promise<PiecesState> => {
    const { engine, plant } = await this.#world.appliance();
    const { read, fault } = await ownSettingsInForce(this.#world.dataFolder);
    const own = read.pieces ?? NO_RULES;
    const rules = engine.facts()?.pieces ?? own;
    const from = hasNoRules(rules) ? 'none' : originOf(plant.kind, undefined, !hasNoRules(own));
    return { rules, from, ...(fault === undefined ? {} : { fault }) };
  };

  piecesSave = (rules: PieceRules): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      await this.#keep({ pieces: hasNoRules(rules) ? undefined : rules });
      return "Kept in this appliance's settings; it counts from now on.";
    });

  kioskPlan = async (): Promise<KioskPlanState> => {
    const { read, fault } = await ownSettingsInForce(this.#world.dataFolder);
    const plan = { enabled: read.kiosk?.enabled ?? false, views: read.kiosk?.views ?? [] };
    return { plan, ...(fault === undefined ? {} : { fault }) };
  };

  kioskSave = (plan: KioskPlan): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      await changeSettings(this.#world.dataFolder, (content) => ({
        ...content,
        kiosk: { ...(content.kiosk as object | undefined), ...plan },
      }));
      return 'Kept; it counts from the next start of Taktline.';
    });

  /** Puts parts of the settings in their place, undefined for none, and goes by them. */
  async #keep(parts: Readonly<Record<string, unknown>>): Promise<void> {
    await changeSettings(this.#world.dataFolder, (content) => ({ ...content, ...parts }));
    await (await this.#world.appliance()).readPlanAnew();
  }

  async #outcome(command: () => Promise<string>): Promise<SetupOutcome> {
    try {
      return { ok: true, said: await command() };
    } catch (error) {
      return { ok: false, failure: await this.#failureOf(error) };
    }
  }

  /** What nobody foresaw goes into the log. */
  async #failureOf(error: unknown) {
    const { access, log } = this.#world;
    // Where not even the address can be made, that is what went wrong.
    const address = access.target === undefined ? undefined : await access.address().catch(() => undefined);
    const failure = setupFailure(error, address);
    if (failure !== undefined) return failure;
    const message = error instanceof Error ? error.message : String(error);
    log.error('plan-unexpected', { message });
    return { code: 'unexpected' as const, message, retryable: true };
  }
}

function isEmpty(calendar: PlantCalendar): boolean {
  return calendar.default === undefined && Object.keys(calendar.lines).length === 0;
}

function hasNoRules({ default: other, lines, units }: PieceRules): boolean {
  return other === undefined && Object.keys({ ...lines, ...units }).length === 0;
}

function originOf(shown: ShownPlant['kind'], told: SourceFacts['calendarFrom'], isInSettings: boolean): PlanOrigin {
  if (shown === 'appliance') return 'appliance';
  if (told === 'plant') return 'plant';
  return shown === 'demo' && !isInSettings ? 'demo' : 'settings';
}
