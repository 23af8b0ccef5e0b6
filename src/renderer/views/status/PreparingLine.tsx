import { usePlantTime, useStatus } from '../../data/use-live';
import { momentText } from '../../ui/time-text';
import { summarise } from './preparing-share';
import './preparing-line.css';

/** One line while history is still being made: how far it is, and that nothing has to wait for it. */
export function PreparingLine() {
  const { preparing } = useStatus();
  const nowMs = usePlantTime();
  const summary = summarise(preparing);
  if (summary === undefined) return null;
  const percent = summary.share === undefined ? undefined : Math.floor(summary.share * 100);
  return (
    <div className="preparing-line" role="status" data-testid="preparing">
      <span>
        History is being prepared{percent === undefined ? '' : `: ${percent} %`}, complete up to{' '}
        {momentText(summary.preparedToMs, nowMs)}. Live values are not affected.
      </span>
      {percent !== undefined && <progress max={100} value={percent} aria-label="Share prepared" />}
    </div>
  );
}
