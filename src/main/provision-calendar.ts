import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { lineText } from '../shared/calendar/calendar-rows';
import { PlantCalendar } from '../shared/calendar/calendar-rules';
import { decodeSettings } from './config/settings';
import type { ProvisionCommandLine } from './provision-command-line';
import type { SqlClient } from './provisioning/sql-client';
import {
  type CalendarChange,
  planWorkCalendar,
  readWorkCalendar,
  writeWorkCalendar,
} from './provisioning/work-calendar';

/** Of any file with settings, an exported one too, the calendar counts here. */
const FileWithCalendar = z.object({ calendar: PlantCalendar.optional() });

const NO_LINES: PlantCalendar = { lines: {} };

export interface CalendarOutcome {
  /** For stdout. */
  readonly text: string;
  /** Something is to be done, and was not asked for by `--yes`. */
  readonly isPending: boolean;
}

/**
 * `provision calendar`: shows the calendar in the plant's own table, puts that of a settings file in its place, or takes it away.
 * @throws Error with one sentence: the file, the place in it, the table, or what of the plant's rows cannot be used
 */
export async function runCalendarCommand(
  client: SqlClient,
  { calendar: task, asJson, isConfirmed }: Pick<ProvisionCommandLine, 'calendar' | 'asJson' | 'isConfirmed'>,
): Promise<CalendarOutcome> {
  if (task.kind === 'show') return { text: await shownCalendar(client), isPending: false };
  const wanted = task.kind === 'clear' ? NO_LINES : readCalendarFile(task.path);
  const change = await (isConfirmed ? writeWorkCalendar : planWorkCalendar)(client, wanted);
  const isNothing = change.written.length + change.removed.length === 0;
  return {
    text: asJson ? JSON.stringify(change) : changeText(change, isConfirmed),
    isPending: !isConfirmed && !isNothing,
  };
}

/** As the settings file that would write it again. */
async function shownCalendar(client: SqlClient): Promise<string> {
  const read = await readWorkCalendar(client);
  if (read === undefined)
    throw new Error('The plant has no table for a calendar that this login may read; plan and apply first.');
  if (read.kind === 'fault') throw new Error(read.sentence);
  return JSON.stringify(read.kind === 'none' ? {} : { calendar: read.calendar }, null, 2);
}

function readCalendarFile(path: string): PlantCalendar {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Error(`The settings file ${path} cannot be read; give the path of a JSON file with a calendar.`, {
      cause,
    });
  }
  const { calendar } = decodeSettings(FileWithCalendar, text, path);
  if (calendar === undefined || (calendar.default === undefined && Object.keys(calendar.lines).length === 0))
    throw new Error(
      `The settings file ${path} holds no calendar of any line; write it there, or take the plant's away by --clear.`,
    );
  return calendar;
}

function changeText({ written, removed }: CalendarChange, isDone: boolean): string {
  if (written.length + removed.length === 0) return "The plant's calendar is as wanted.";
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`${title}: ${lines.map(lineText).join(', ')}.`];
  return [
    ...list(isDone ? 'Written' : 'Would be written', written),
    ...list(isDone ? 'Taken away' : 'Would be taken away', removed),
  ].join('\n');
}
