import type { Question } from '../statement-lane';
import { epochSecondsToMs } from './columns';

/** The plant's time now, ms since the epoch. `clock_timestamp`, since `now()` stands still in a transaction. */
export const SERVER_CLOCK: Question<number> = {
  statement: { name: 'server-clock', text: `select date_part('epoch', clock_timestamp())` },
  values: [],
  decode: (rows) => epochSecondsToMs(Number(rows[0]?.[0])),
};
