import { useState } from 'react';
import type { CatalogueUnit } from '../../../shared/protocol';
import { useBridge } from '../../data/setup-store';
import { t } from '../../i18n/text';
import { isLongSilent } from './long-silent';
import '../../ui/control.css';

interface Props {
  readonly unit: CatalogueUnit;
  /** Plant time. */
  readonly nowMs: number;
}

/** Takes a unit that has long been silent off the wall, or puts it back; in the app's own window alone. */
export function HideButton({ unit, nowMs }: Props) {
  const bridge = useBridge();
  const [failure, setFailure] = useState<string>();
  const isHidden = unit.hidden === true;
  if (bridge === undefined || !(isHidden || isLongSilent(unit, nowMs))) return null;
  const change = async () => {
    const { sentence } = await bridge.hideUnit({ workUnitId: unit.workUnitId, hidden: !isHidden });
    setFailure(sentence);
  };
  return (
    <div>
      <button type="button" className="control" data-testid="hide-unit" onClick={() => void change()}>
        {isHidden ? t('common.show') : t('common.hide')}
      </button>
      {failure !== undefined && <span role="alert">{failure}</span>}
    </div>
  );
}
