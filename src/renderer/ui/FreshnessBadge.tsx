import { memo } from 'react';
import type { FreshnessVerdict } from '../../shared/freshness';
import { freshnessText, isSameFreshness } from './freshness-text';
import './freshness-badge.css';

interface Props {
  readonly freshness: FreshnessVerdict;
}

/** Word and age: LIVE is quiet, what may be old stands out. */
export const FreshnessBadge = memo(
  function FreshnessBadge({ freshness }: Props) {
    return (
      <span className="freshness" data-testid="freshness" data-freshness={freshness.state}>
        {freshnessText(freshness)}
      </span>
    );
  },
  (one, other) => isSameFreshness(one.freshness, other.freshness),
);
