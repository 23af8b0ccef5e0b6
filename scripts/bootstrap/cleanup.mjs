// What has to be undone when a script is interrupted: temporary folders, locks, child processes. Node runs nothing of a
// `finally` when a signal ends it, so the owners register here.

/** @typedef {'SIGINT' | 'SIGTERM' | 'SIGHUP'} StopSignal */

const NUMBERS = /** @type {const} */ ({ SIGINT: 2, SIGTERM: 15, SIGHUP: 1 });

/** @type {Set<() => void>} */
const undoings = new Set();
/** @type {Set<(signal: StopSignal) => void>} */
const forwarders = new Set();
let listening = false;

/**
 * Registers synchronous undoing for SIGINT, SIGTERM and SIGHUP; returns the way to take it back.
 * @param {() => void} undo must not throw for things that are already gone
 * @returns {() => void}
 */
export function onInterrupt(undo) {
  listen();
  undoings.add(undo);
  return () => undoings.delete(undo);
}

/**
 * While registered, signals go to the forwarder (a child that shuts down by itself) and do not end this process.
 * @param {(signal: StopSignal) => void} forward
 * @returns {() => void}
 */
export function forwardSignals(forward) {
  listen();
  forwarders.add(forward);
  return () => forwarders.delete(forward);
}

function listen() {
  if (listening) return;
  listening = true;
  for (const signal of /** @type {StopSignal[]} */ (Object.keys(NUMBERS))) process.on(signal, () => handle(signal));
  followNpm();
}

/** How often to look whether npm is still there. */
const FOLLOW_EVERY_MS = 300;

/**
 * npm passes a signal to the shell between it and us, and that shell dies without passing it on: so the shell's death
 * counts as the signal. Only under npm; a script started by hand may well outlive its terminal.
 */
function followNpm() {
  if (process.platform === 'win32' || process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    handle('SIGTERM');
  }, FOLLOW_EVERY_MS);
  timer.unref();
}

/** @param {StopSignal} signal */
function handle(signal) {
  if (forwarders.size > 0) {
    for (const forward of forwarders) forward(signal);
    return;
  }
  for (const undo of [...undoings].reverse()) undo();
  process.exit(128 + NUMBERS[signal]);
}
