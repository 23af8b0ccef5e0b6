import { useConnection } from '../../data/connection-context';
import { useStatus } from '../../data/use-live';
import { t } from '../../i18n/text';
import { pinText } from './pin-text';
import '../../ui/control.css';
import './pin-button.css';

/** Keeps this unit's past on board for when the plant is away, and tells how far it is. */
export function PinButton({ workUnitId }: { readonly workUnitId: string }) {
  const { client } = useConnection();
  const { pins, client: state } = useStatus();
  if (pins === undefined) return null;
  const pin = pins.find((each) => each.workUnitId === workUnitId);
  return (
    <div className="pin-button">
      <button
        type="button"
        className="control"
        data-testid="pin"
        aria-pressed={pin !== undefined}
        disabled={state.name !== 'live'}
        onClick={() => client.pin(workUnitId, pin === undefined)}
      >
        {t('unit.pin')}
      </button>
      <span className="unit-line" data-testid="pin-progress" data-state={pin?.state}>
        {pinText(pin)}
      </span>
    </div>
  );
}
