/** The states that parts of the appliance tell, by their names on the wire, in camel case. */
export const partStates = {
  idle: 'not begun',
  listening: 'listening',
  polling: 'asking by a timer',
  closed: 'ended',
  ready: 'ready',
  unavailable: 'not to be had',
  restarting: 'starting again',
  failed: 'failed',
  trying: 'being tried',
  serving: 'serving',
  waiting: 'waiting',
  joining: 'joining',
  leading: 'leading',
  catchingUp: 'catching up',
  following: 'following',
  alone: 'alone',
} as const;
