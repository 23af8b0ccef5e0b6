import type { Log } from '../diagnostics/log';
import { systemTimers } from '../plant/clock';
import type { PlantReader } from '../plant/plant-reader';
import { RightsWatch } from '../plant/rights-watch';
import { troubleTo } from './trouble-to';

/** Looks whether the plant's role may do more than read; the log says so. */
export function rightsWatch(reader: PlantReader, log: Log, onChange: () => void): RightsWatch {
  return new RightsWatch({
    read: (signal) => reader.readSurplusRights(signal),
    timers: systemTimers,
    onTrouble: troubleTo(log, 'rights-not-read'),
    onChange: (surplus) => {
      if (surplus === undefined) log.info('plant-role-may-only-read');
      else log.warn('plant-role-may-do-more', { message: surplus });
      onChange();
    },
  });
}
