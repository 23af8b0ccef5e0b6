import type { Log } from '../diagnostics/log';

/** A line in the log for each trouble of one kind. */
export function troubleTo(log: Log, event: string): (error: unknown) => void {
  return (error) => log.warn(event, { message: error instanceof Error ? error.message : String(error) });
}
