// Loaded into the appliance before its own code: measures how late its event loop is. SIGUSR2 begins a measurement, and
// writes the last one to the file that the environment names.
const { writeFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const RESOLUTION_MS = 2;
const path = process.env.TAKTLINE_LOOP_PROBE;
if (path !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  process.on('SIGUSR2', () => {
    // A sample is the distance of two timers: what is above the resolution is delay.
    const ms = (/** @type {number} */ share) => Math.max(0, delay.percentile(share) / 1e6 - RESOLUTION_MS);
    writeFileSync(path, JSON.stringify({ p50: ms(50), p99: ms(99), max: delay.max / 1e6 - RESOLUTION_MS }));
    delay.reset();
  });
}
