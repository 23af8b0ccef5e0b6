// Progress for people, always on stderr: what a script prints on stdout belongs to the program it runs.

/** Least time between two progress lines of one step, so that a log stays readable. */
const PROGRESS_EVERY_MS = 1000;

/**
 * @typedef {object} Reporter
 * @property {(text: string) => void} line one line, at once
 * @property {(text: string) => void} progress one line, at most once a second
 */

/**
 * @param {{ write?: (text: string) => void, nowMs?: () => number }} [options]
 * @returns {Reporter}
 */
export function createReporter(options = {}) {
  const write = options.write ?? ((text) => process.stderr.write(text));
  const nowMs = options.nowMs ?? (() => performance.now());
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    line: (text) => write(`${text}\n`),
    progress: (text) => {
      if (nowMs() - lastMs < PROGRESS_EVERY_MS) return;
      lastMs = nowMs();
      write(`${text}\n`);
    },
  };
}

/**
 * "Electron runtime: 120 of 196 MB".
 * @param {string} what
 * @param {number} doneBytes
 * @param {number} totalBytes
 */
export function megabytesText(what, doneBytes, totalBytes) {
  const done = Math.min(doneBytes, totalBytes);
  return `${what}: ${Math.round(done / 1e6)} of ${Math.round(totalBytes / 1e6)} MB`;
}

/**
 * Says every few seconds how long a step has been running; returns the way to stop.
 * @param {Reporter} reporter
 * @param {(elapsedS: number) => string} text
 * @param {number} [everyMs]
 * @returns {() => void}
 */
export function tick(reporter, text, everyMs = 3000) {
  const startMs = performance.now();
  const timer = setInterval(() => reporter.line(text(Math.round((performance.now() - startMs) / 1000))), everyMs);
  return () => clearInterval(timer);
}
