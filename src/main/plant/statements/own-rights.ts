import { SURPLUS_RIGHTS, surplusRightsSentence } from '../../../shared/surplus-rights';
import type { Question } from '../statement-lane';

/** What our role may do beyond reading, as a sentence with the remedy; undefined: nothing. One row: [role, surplus]. */
export const OWN_SURPLUS_RIGHTS: Question<string | undefined> = {
  statement: {
    name: 'own surplus rights',
    text: `SELECT r.rolname::text, ${SURPLUS_RIGHTS} FROM pg_catalog.pg_roles r WHERE r.rolname = current_user`,
  },
  values: [],
  decode: ([row]) => (row === undefined ? undefined : surplusRightsSentence(String(row[0]), row[1] as string[])),
};
