import { useConnection } from '../data/connection-context';
import { wholeLink } from '../data/screen-status';
import { useBridge, useSetupState } from '../data/setup-store';
import { useCatalogue, useStatus } from '../data/use-live';
import { t } from '../i18n/text';
import { told } from '../i18n/told';
import { ScreenButton } from '../screen/ScreenButton';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { PasswordNeeded } from '../views/setup/PasswordNeeded';
import { LinkBanner } from '../views/status/LinkBanner';
import { PairingScreen } from '../views/status/PairingScreen';
import { PreparingLine } from '../views/status/PreparingLine';
import { RefusedScreen } from '../views/status/RefusedScreen';
import { WaitingScreen } from '../views/status/WaitingScreen';
import { UnknownUnit } from '../views/unit/UnknownUnit';
import { WallView } from '../views/wall/WallView';
import {
  AlertBanner,
  CompareView,
  DiagnosticsView,
  EventsView,
  NetworkView,
  PlanView,
  SetupView,
  UnitView,
} from './later-views';
import { PaintMark } from './PaintMark';
import { routeText, WALL } from './routes';
import { TopBar } from './TopBar';
import { useRoute } from './use-route';

/** The whole screen: what is true of all of it on top, below it the view that the address names. */
export function App() {
  const status = useStatus();
  const { offerCode } = useConnection();
  const bridge = useBridge();
  const setup = useSetupState();
  const [route, navigate] = useRoute();
  // Before all else: a plant that cannot be shown is one reason to set one up.
  if (route.view === 'setup' && bridge !== undefined && setup !== undefined)
    return (
      <div className="screen">
        <PaintMark />
        <ErrorBoundary what={t('app.setUp')}>
          <SetupView state={setup} bridge={bridge} stage={route.stage} navigate={navigate} />
        </ErrorBoundary>
      </div>
    );
  if (route.view === 'network' && bridge !== undefined)
    return (
      <div className="screen">
        <PaintMark />
        <ErrorBoundary what={t('app.network')}>
          <NetworkView bridge={bridge} navigate={navigate} />
        </ErrorBoundary>
      </div>
    );
  if (route.view === 'plan' && bridge !== undefined)
    return (
      <div className="screen">
        <PaintMark />
        <ErrorBoundary what={t('app.shifts')}>
          <PlanView bridge={bridge} part={route.part} navigate={navigate} />
        </ErrorBoundary>
      </div>
    );
  if (status.client.name === 'refused')
    return (
      <div className="screen">
        <span className="screen-corner">
          <ScreenButton />
        </span>
        {offerCode !== undefined && status.client.refusal !== 'version-mismatch' ? (
          <PairingScreen key={status.client.refusal} refusal={status.client.refusal} onCode={offerCode} />
        ) : (
          <RefusedScreen refusal={status.client.refusal} />
        )}
      </div>
    );
  return (
    <div className="screen" data-link={wholeLink(status).state}>
      <PaintMark />
      <LinkBanner />
      <AlertBanner />
      <TopBar
        onSetUp={bridge && (() => navigate({ view: 'setup', stage: 'connect' }))}
        onNetwork={bridge && (() => navigate({ view: 'network' }))}
        onShifts={bridge && (() => navigate({ view: 'plan', part: 'shifts' }))}
      />
      <PreparingLine />
      <PasswordLine />
      <SettingsLine />
      <CurrentView />
    </div>
  );
}

/** Whose password a person is to give here, in the app's own window; undefined: nobody's. */
function usePasswordAsked() {
  const bridge = useBridge();
  const shown = useSetupState()?.shown;
  if (bridge === undefined || shown?.asksPasswordOf === undefined) return undefined;
  return { user: shown.asksPasswordOf, plantName: shown.name, bridge };
}

/** Above what is on board, which needs no password. */
function PasswordLine() {
  const asked = usePasswordAsked();
  const units = useCatalogue();
  const { stateRules } = useStatus();
  const hasUnits = stateRules !== undefined && units !== undefined && units.length > 0;
  return asked === undefined || !hasUnits ? null : <PasswordNeeded {...asked} isBeside />;
}

/** A settings file that cannot be used is told of where somebody can mend it: in the app's own window. */
function SettingsLine() {
  const fault = useSetupState()?.settingsFault;
  if (fault === undefined) return null;
  return (
    <div className="settings-line" role="alert" data-testid="settings-fault">
      {told(fault)} {t('app.lastGoodSettings')}
    </div>
  );
}

function CurrentView() {
  const status = useStatus();
  const units = useCatalogue();
  const [route, navigate] = useRoute();
  const { stateRules } = status;
  const asksPassword = usePasswordAsked();
  // It says why nothing else can be shown yet: it waits for nothing.
  if (route.view === 'diagnostics')
    return (
      <ErrorBoundary what={t('app.diagnostics')}>
        <DiagnosticsView wallAddress={routeText({ view: 'wall' })} />
      </ErrorBoundary>
    );
  const isNothingOnBoard = stateRules === undefined || units === undefined || units.length === 0;
  if (isNothingOnBoard && asksPassword !== undefined) return <PasswordNeeded {...asksPassword} isBeside={false} />;
  if (isNothingOnBoard) return <WaitingScreen status={status} isTold={units !== undefined} />;
  if (route.view === 'events')
    return (
      <ErrorBoundary what={t('events.title')}>
        <EventsView units={units} choice={route.choice} navigate={navigate} />
      </ErrorBoundary>
    );
  if (route.view === 'compare')
    return (
      <ErrorBoundary what={t('compare.title')}>
        <CompareView units={units} rules={stateRules} choice={route.choice} navigate={navigate} />
      </ErrorBoundary>
    );
  if (route.view !== 'unit')
    return (
      <ErrorBoundary what={t('app.wall')}>
        <WallView units={units} rules={stateRules} navigate={navigate} wished={route.view === 'wall' ? route : WALL} />
      </ErrorBoundary>
    );
  const unit = units.find(({ workUnitId }) => workUnitId === route.workUnitId);
  if (unit === undefined)
    return <UnknownUnit workUnitId={route.workUnitId} wallAddress={routeText({ view: 'wall' })} />;
  return (
    <ErrorBoundary what={t('app.workUnit')} key={route.workUnitId}>
      <UnitView unit={unit} route={route} navigate={navigate} />
    </ErrorBoundary>
  );
}
