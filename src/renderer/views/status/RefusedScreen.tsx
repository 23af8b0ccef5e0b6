import { useEffect } from 'react';
import type { Refusal } from '../../../shared/viewer/client-state';
import { t } from '../../i18n/text';
import { WholeScreen } from '../common/WholeScreen';
import { REFUSAL_TEXTS } from './refusal-text';
import '../../ui/control.css';

const RELOAD_AFTER_MS = 30_000;

/** The appliance did not let this screen in: why, and what to do. A page that is too old loads itself again. */
export function RefusedScreen({ refusal }: { readonly refusal: Refusal }) {
  const text = REFUSAL_TEXTS[refusal];
  const outdated = refusal === 'version-mismatch';
  useEffect(() => {
    if (!outdated) return undefined;
    const timer = setTimeout(() => location.reload(), RELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, [outdated]);
  return (
    <WholeScreen title={text.title} testId="refused">
      <p>{text.remedy}</p>
      {outdated && (
        <button type="button" className="control" onClick={() => location.reload()}>
          {t('status.loadAgain')}
        </button>
      )}
    </WholeScreen>
  );
}
