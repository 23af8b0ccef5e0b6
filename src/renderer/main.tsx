import './data/zod-without-eval';
import { createRoot } from 'react-dom/client';
import { GatewayClient } from '../shared/viewer/gateway-client';
import { App } from './app/App';
import { afterFirstPicture } from './app/first-picture';
import { kioskOfAddress } from './app/kiosk/kiosk-address';
import { startKiosk } from './app/kiosk/start-kiosk';
import { bringLaterViews } from './app/later-views';
import { parseRoute } from './app/routes';
import { startAccess } from './app/start-access';
import { showAddress } from './app/use-route';
import { watchPage } from './app/watch-page';
import { Beat } from './data/beat';
import { ConnectionContext } from './data/connection-context';
import { LiveStore } from './data/live-store';
import { SetupContext, SetupStore } from './data/setup-store';
import { sleepProofClock } from './data/sleep-proof-clock';
import { openBrowserSocket } from './data/socket';
import { pageTimers } from './data/timers';
import { ValuePace } from './data/value-pace';
import { t } from './i18n/text';
import { applyScreen } from './screen/apply-screen';
import { ScreenContext } from './screen/screen-context';
import { ScreenStore } from './screen/screen-store';
import { ErrorBoundary } from './ui/ErrorBoundary';
import './ui/theme.css';

// Before anything is shown.
const screen = new ScreenStore(localStorage, (sentence) => console.warn(sentence));
applyScreen(screen, document.documentElement);

const nowMs = sleepProofClock(
  () => performance.now(),
  () => Date.now(),
);
const { access, onNewCode, offerCode } = startAccess();
const store = new LiveStore({ nowMs, after: pageTimers, log: (sentence) => console.warn(sentence) });

let lastMessageAtMs = 0;
const client = new GatewayClient({
  access,
  openSocket: openBrowserSocket,
  events: {
    stateChanged: (state) => store.stateChanged(state),
    linkChanged: (link) => store.linkChanged(link),
    problem: (sentence) => store.problem(sentence),
    message: (message) => {
      lastMessageAtMs = performance.now();
      store.message(message);
    },
  },
  after: pageTimers,
  nowMs,
  random: Math.random,
});
onNewCode(() => client.connect());
// Who is refused is told nothing, and may be typing a code.
watchPage(() => (store.status().client.name === 'refused' ? undefined : lastMessageAtMs));
client.connect();

const monotonicMs = () => performance.now();
const beat = new Beat({ nowMs: monotonicMs, after: pageTimers });
const connection = {
  ...{ client, store, beat, pace: new ValuePace({ source: store, beat, nowMs: monotonicMs }) },
  ...(offerCode === undefined
    ? {}
    : {
        offerCode: (code: string) => {
          offerCode(code);
          client.connect();
        },
      }),
};
const setup = window.taktline && new SetupStore(window.taktline, (sentence) => console.warn(sentence));
// A page that was loaded anew in the midst of a set-up shows nothing before it knows of it.
if (parseRoute(location.hash).view === 'setup') setup?.ask();
afterFirstPicture(store, pageTimers, () => {
  setup?.ask();
  void bringLaterViews(setup !== undefined);
});
const asked = window.taktline?.kioskState() ?? Promise.resolve(kioskOfAddress(location.search));
asked.then(
  (kiosk) => kiosk?.enabled === true && startKiosk(kiosk, showAddress),
  (error: Error) => console.warn('Not shown as a kiosk:', error.message),
);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html lacks its root element');
createRoot(root).render(
  <ErrorBoundary what={t('app.screen')}>
    <ScreenContext value={screen}>
      <ConnectionContext value={connection}>
        <SetupContext value={setup}>
          <App />
        </SetupContext>
      </ConnectionContext>
    </ScreenContext>
  </ErrorBoundary>,
);
