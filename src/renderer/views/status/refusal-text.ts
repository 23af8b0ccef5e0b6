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
    title: 'The appliance does not know this screen any more.',
    remedy: NEW_ADDRESS,
  },
  'needs-tls': {
    title: 'A pairing code is taken over https alone.',
    remedy: 'Open the https address of the appliance.',
  },
  'too-much': { title: 'Too many wrong keys came from here.', remedy: `Wait a minute. ${NEW_ADDRESS}` },
  'version-mismatch': {
    title: 'The appliance was updated, and this page is older than it.',
    remedy: 'The page loads itself again every half minute; press "Load again" to do it now.',
  },
};

const NEW_CODE =
  'On the appliance open Network and press “Show a code”; without a window: npm run viewers -- pair NAME. Type the eight digits here.';

/** The same for a screen of the network, which is let in by a pairing code. */
export const PAIRING_TEXTS: Readonly<Record<Exclude<Refusal, 'version-mismatch'>, RefusalText>> &
  Readonly<Partial<Record<Refusal, RefusalText>>> = {
  'no-key': { title: 'Pair this screen.', remedy: NEW_CODE },
  'code-expired': { title: 'That code is mistyped, was used already or is older than 5 min.', remedy: NEW_CODE },
  unauthorised: { title: 'The key of this screen is not valid any more.', remedy: NEW_CODE },
  'needs-tls': REFUSAL_TEXTS['needs-tls'],
  'too-much': { title: 'Too many wrong codes were typed.', remedy: `Wait a minute. ${NEW_CODE}` },
};
