import type { ScreenStatus } from '../../data/screen-status';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { WholeScreen } from '../common/WholeScreen';

/** Nothing to show yet, and why: the appliance, the plant, or a plant without any work unit. */
export function WaitingScreen({ status, isTold }: { readonly status: ScreenStatus; readonly isTold: boolean }) {
  const { client, plant } = status;
  if (status.stateRules === undefined)
    return (
      <WholeScreen title={t('status.waitAppliance')} testId="connecting">
        {client.name === 'waiting' && <p>{t('status.triedAgain', { reason: told(client.reason) })}</p>}
      </WholeScreen>
    );
  if (plant.state !== 'online' && plant.state !== 'late')
    return (
      <WholeScreen title={t('status.waitPlant')} testId="connecting">
        {plant.reason !== null && <p>{told(plant.reason)}</p>}
      </WholeScreen>
    );
  if (!isTold) return <WholeScreen title={t('status.waitUnits')} testId="connecting" />;
  return (
    <WholeScreen title={t('status.noUnits')} testId="no-units">
      <p>{t('status.noUnitsYet')}</p>
    </WholeScreen>
  );
}
