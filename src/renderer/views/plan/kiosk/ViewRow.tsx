import { t } from '../../../i18n/text';
import { Cell } from '../Cell';
import { FaultLines } from '../FaultLines';
import type { KioskDraft } from './kiosk-draft';
import type { KioskView } from './kiosk-views';

type ViewDraft = KioskDraft['views'][number];

interface Props {
  readonly view: ViewDraft;
  /** Those that can be chosen; one that was written by hand stays beside them. */
  readonly views: readonly KioskView[];
  readonly faults: ReadonlyMap<string, string>;
  readonly place: string;
  readonly onChange: (view: ViewDraft) => void;
  readonly onRemove: () => void;
}

/** One of the views that a kiosk shows in turn, and for how long. */
export function ViewRow({ view, views, faults, place, onChange, onRemove }: Props) {
  const isKnown = views.some(({ address }) => address === view.address);
  const offered = isKnown ? views : [...views, { address: view.address, name: view.address }];
  const name = offered.find(({ address }) => address === view.address)?.name ?? view.address;
  return (
    <div className="plan-row" data-testid="kiosk-view">
      <label className="plan-cell">
        <span>{t('plan.view')}</span>
        <select
          className="control"
          data-testid="cell-view"
          value={view.address}
          onChange={({ target }) => onChange({ ...view, address: target.value })}
        >
          {offered.map((each) => (
            <option key={each.address} value={each.address}>
              {each.name}
            </option>
          ))}
        </select>
      </label>
      <Cell
        {...{ label: t('plan.seconds'), testId: 'cell-seconds', value: view.seconds }}
        isWrong={faults.has(`${place}.seconds`)}
        onChange={(seconds) => onChange({ ...view, seconds })}
        isShort
      />
      <button
        type="button"
        className="control"
        data-testid="row-remove"
        aria-label={t('plan.remove', { what: name })}
        onClick={onRemove}
      >
        ✕
      </button>
      <FaultLines faults={faults} place={place} />
    </div>
  );
}
