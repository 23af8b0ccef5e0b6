import { memo } from 'react';
import type { FreshnessVerdict } from '../../shared/freshness';
import { freshnessText, freshnessWord, isSameFreshness } from './freshness-text';
import './freshness-badge.css';

interface Props {
  readonly freshness: FreshnessVerdict;
  /** Little room, and the age stands elsewhere: the word alone. */
  readonly isBrief?: boolean;
}

/** Word and age: LIVE is quiet, what may be old stands out. */
export const FreshnessBadge = memo(
  function FreshnessBadge({ freshness, isBrief = false }: Props) {
    return (
      <span className="freshness" data-testid="freshness" data-freshness={freshness.state}>
        {isBrief ? freshnessWord(freshness) : freshnessText(freshness)}
      </span>
    );
  },
  (one, other) => isSameFreshness(one.freshness, other.freshness),
);
