import { setMaxListeners } from 'node:events';

/** Of what goes on whoever waits for it. As many wait on it at once as there are reads, which Node would take for a leak above ten. */
export const NEVER = new AbortController().signal;
setMaxListeners(0, NEVER);
