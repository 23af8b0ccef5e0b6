import { t } from '../../i18n/text';
import { WholeScreen } from '../common/WholeScreen';
import '../../ui/control.css';
import './unknown-unit.css';

/** The address names a unit that the plant does not have, or not yet. */
export function UnknownUnit({
  workUnitId,
  wallAddress,
}: {
  readonly workUnitId: string;
  readonly wallAddress: string;
}) {
  return (
    <WholeScreen title={t('unit.unknown', { unit: workUnitId })} testId="unknown-unit">
      <p>{t('unit.unknownOpens')}</p>
      <a className="control wall-link" href={wallAddress}>
        {t('unit.toWall')}
      </a>
    </WholeScreen>
  );
}
