// Loaded into the appliance before its own code: measures how late its event loop is. SIGUSR2 begins a measurement, and
// the next one ends it and writes it to the file that the environment names. Between them nothing is measured: five
// hundred timers a second would be a part of the processor time that a bench tells.
const { writeFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { isMainThread } = require('node:worker_threads');

const RESOLUTION_MS = 2;
const path = process.env.TAKTLINE_LOOP_PROBE;
if (path !== undefined && isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let isOn = false;
  process.on('SIGUSR2', () => {
    isOn = !isOn;
    if (isOn) {
      delay.reset();
      delay.enable();
      return;
    }
    delay.disable();
    // A sample is the distance of two timers: what is above the resolution is delay.
    const ms = (/** @type {number} */ share) => Math.max(0, delay.percentile(share) / 1e6 - RESOLUTION_MS);
    writeFileSync(path, JSON.stringify({ p50: ms(50), p99: ms(99), max: delay.max / 1e6 - RESOLUTION_MS }));
  });
}
