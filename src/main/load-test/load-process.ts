import type { FromLoad, ToLoad } from './load-messages';
import { ViewerLoad } from './viewer-load';

/** A process full of viewers, started by whoever measures; it ends with the channel to it. */

/** The machine's clock, which all its processes share, ms. */
const nowMs = () => Number(process.hrtime.bigint()) / 1e6;
const send = (message: FromLoad) => process.send?.(message);

const load = new ViewerLoad({
  nowMs,
  random: Math.random,
  onJoined: (longestMs) => send({ type: 'joined', atMs: nowMs(), longestMs }),
});

process.on('message', (message: ToLoad) => {
  switch (message.type) {
    case 'connect':
      load.connect(message.target, message.viewers);
      break;
    case 'pause':
      load.pause(message.viewers);
      break;
    case 'resume':
      load.resume();
      break;
    case 'cut':
      load.cut();
      break;
    case 'report':
      send({ type: 'report', report: load.report(message.window) });
      break;
    case 'recorded':
      send({ type: 'recorded', frames: load.recorded() });
      break;
    case 'drop':
      load.drop();
      send({ type: 'dropped' });
      break;
  }
});
process.on('disconnect', () => process.exit(0));
