import type { EventsAnswer } from '../../../shared/events';
import { preparingStretch } from '../../../shared/preparing-stretch';
import type { Preparing } from '../../../shared/protocol';
import { RESOLUTIONS } from '../../../shared/series';
import { intersect } from '../../../shared/time';
import { t } from '../../i18n/text';

/**
 * What is to be said of what is not known: some of it is still being made, some is not on board.
 * @param preparing what the appliance says is still being made
 */
export function unknownTexts(
  { unknown, resolution }: Pick<EventsAnswer, 'unknown' | 'resolution'>,
  preparing: readonly Preparing[],
): readonly string[] {
  // No level is read that is coarser than the one that the answer names.
  const coarsest = resolution === null ? RESOLUTIONS.length : RESOLUTIONS.indexOf(resolution);
  const read = preparing.filter((entry) => RESOLUTIONS.indexOf(entry.resolution) <= coarsest);
  const stretches = read.flatMap((entry) => preparingStretch(entry) ?? []);
  const isMade = unknown.some((part) => stretches.some((stretch) => intersect(part, stretch) !== undefined));
  const isElse = unknown.some(
    (part) => !stretches.some(({ fromMs, toMs }) => fromMs <= part.fromMs && part.toMs <= toMs),
  );
  return [...(isMade ? [t('events.preparing')] : []), ...(isElse ? [t('events.unknown')] : [])];
}
