import type { FreshnessVerdict } from '../../shared/freshness';
import { freshnessText } from './freshness-text';
import './freshness-badge.css';

/** Word and age: LIVE is quiet, what may be old stands out. */
export function FreshnessBadge({ freshness }: { readonly freshness: FreshnessVerdict }) {
  return (
    <span className="freshness" data-testid="freshness" data-freshness={freshness.state}>
      {freshnessText(freshness)}
    </span>
  );
}
