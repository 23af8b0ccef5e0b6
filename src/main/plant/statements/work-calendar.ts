import { CALENDAR_TABLE, type CalendarRow, MAX_CALENDAR_ROWS } from '../../../shared/calendar/calendar-rows';
import type { Question } from '../statement-lane';

/** The plant's own calendar, undecoded: whether a row can be used, only all of them tell. One more than may be, to be seen. */
export const WORK_CALENDAR: Question<readonly CalendarRow[]> = {
  statement: {
    name: 'work-calendar',
    text: `select line, document_version, document::text from ${CALENDAR_TABLE} order by line limit ${MAX_CALENDAR_ROWS + 1}`,
  },
  values: [],
  decode: (rows) =>
    rows.map(([line, version, document]) => ({
      line: String(line),
      version: Number(version),
      document: String(document),
    })),
};
