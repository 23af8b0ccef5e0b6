import { useState } from 'react';
import { useStatus } from '../../data/use-live';
import { t } from '../../i18n/text';
import { type PreparingProgress, progressAfter } from './preparing-progress';
import './preparing-line.css';

/** One line while history is still being made: how far it is, and that nothing has to wait for it. */
export function PreparingLine() {
  const { preparing } = useStatus();
  const [progress, setProgress] = useState<PreparingProgress>();
  const next = progress?.told === preparing ? progress : progressAfter(progress, preparing);
  if (next !== progress) setProgress(next);
  if (progress === undefined) return null;
  const percent = progress.share === undefined ? undefined : Math.floor(progress.share * 100);
  return (
    <div className="preparing-line" role="status" data-testid="preparing">
      <span>{percent === undefined ? t('status.preparing') : t('status.preparingShare', { percent })}</span>
      {percent !== undefined && <progress max={100} value={percent} aria-label={t('status.sharePrepared')} />}
    </div>
  );
}
