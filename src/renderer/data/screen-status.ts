import type { PlantCalendar } from '../../shared/calendar/calendar-rules';
import type { PinnedUnit, PlantLink, Preparing, StateRules } from '../../shared/protocol';
import type { ApplianceLink } from '../../shared/viewer/appliance-link';
import type { ClientState } from '../../shared/viewer/client-state';
import { t } from '../i18n/text';
import { told } from '../i18n/told';

/** What is true of the whole screen; a new object for each change. */
export interface ScreenStatus {
  readonly client: ClientState;
  readonly appliance: ApplianceLink;
  readonly plant: PlantLink;
  readonly preparing: readonly Preparing[];
  /** Units that are kept on board; undefined before the appliance has named them. */
  readonly pins: readonly PinnedUnit[] | undefined;
  readonly sourceName: string;
  /** Undefined before the first welcome. */
  readonly stateRules: StateRules | undefined;
  /** When which line produces; undefined before it was told, and where none is kept. The same object until another is told. */
  readonly calendar: PlantCalendar | undefined;
  /** Plant time at which the appliance was last heard; undefined before the first welcome. */
  readonly heardAtMs: number | undefined;
  /** Counts the (re)connects up to their first snapshot: after each, everything visible is asked for again. */
  readonly connects: number;
  /** Messages left out because they were broken. */
  readonly problems: number;
}

export const FIRST_STATUS: ScreenStatus = {
  client: { name: 'idle' },
  appliance: 'connecting',
  plant: { state: 'connecting', asOfMs: null, reason: null, feed: null },
  preparing: [],
  pins: undefined,
  sourceName: '',
  stateRules: undefined,
  calendar: undefined,
  heardAtMs: undefined,
  connects: 0,
  problems: 0,
};

/** The whole way from the plant to this screen, and which link of it is broken. */
export interface WholeLink {
  readonly state: 'connecting' | 'online' | 'late' | 'offline';
  readonly broken: 'plant' | 'source' | 'appliance' | undefined;
  /** "Data as of", plant time; undefined where nothing was ever heard. */
  readonly asOfMs: number | undefined;
  /** One sentence for a person; empty while all is well. */
  readonly sentence: string;
}

function plantSentence(plant: PlantLink): string {
  const unsaid = plant.state === 'late' ? t('status.answersLate') : t('status.answersNot');
  const reason = plant.reason === null ? unsaid : told(plant.reason.trim());
  const said = /[.?!。？！]$/.test(reason) ? reason : `${reason}.`;
  return plant.broken === 'appliance'
    ? t('status.sourcePlace', { reason: said })
    : t('status.plantPlace', { reason: said });
}

/** Of this screen's appliance: to the database, or to the appliance that it has everything from. */
function brokenLink({ broken }: PlantLink): 'plant' | 'source' {
  return broken === 'appliance' ? 'source' : 'plant';
}

/** The worse of the two links; a broken appliance link hides what the plant's may be by now. */
export function wholeLink(status: ScreenStatus): WholeLink {
  const { plant, appliance } = status;
  const plantAsOfMs = plant.asOfMs ?? undefined;
  if (appliance === 'connecting')
    return { state: 'connecting', broken: 'appliance', asOfMs: undefined, sentence: t('status.connectingAppliance') };
  if (appliance === 'offline') {
    const asOfMs = plant.state === 'online' ? status.heardAtMs : (plantAsOfMs ?? status.heardAtMs);
    return { state: 'offline', broken: 'appliance', asOfMs, sentence: t('status.applianceAway') };
  }
  if (plant.state === 'offline')
    return { state: 'offline', broken: brokenLink(plant), asOfMs: plantAsOfMs, sentence: plantSentence(plant) };
  if (appliance === 'late')
    return { state: 'late', broken: 'appliance', asOfMs: status.heardAtMs, sentence: t('status.applianceLate') };
  if (plant.state === 'online') return { state: 'online', broken: undefined, asOfMs: plantAsOfMs, sentence: '' };
  return { state: plant.state, broken: brokenLink(plant), asOfMs: plantAsOfMs, sentence: plantSentence(plant) };
}
