import type { Refusal } from '../../../shared/viewer/client-state';

/** What happened, and what a person does about it. */
export interface RefusalText {
  readonly title: string;
  readonly remedy: string;
}

const NEW_ADDRESS =
  'Ask the appliance for a new one: press Enter in the terminal where it runs, and open the address that it prints (ending in #code=…) here within 60 s.';

/** A plain sentence for each way of not being let in. */
export const REFUSAL_TEXTS: Readonly<Record<Refusal, RefusalText>> = {
  'no-key': { title: 'This address alone does not open Taktline.', remedy: NEW_ADDRESS },
  'code-expired': { title: 'This address was already used or is older than 60 s.', remedy: NEW_ADDRESS },
  unauthorised: {
    title: 'The appliance has been restarted and does not know this screen any more.',
    remedy: NEW_ADDRESS,
  },
  'version-mismatch': {
    title: 'The appliance was updated, and this page is older than it.',
    remedy: 'The page loads itself again every half minute; press "Load again" to do it now.',
  },
};
