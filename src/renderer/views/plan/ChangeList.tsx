import { t } from '../../i18n/text';
import type { LineChange } from './shifts/calendar-changes';

/** What goes and what comes, with a sign and a word for each. */
export function ChangeList({ changes }: { readonly changes: readonly LineChange[] }) {
  return (
    <div className="plan-changes" data-testid="plan-changes">
      {changes.map(({ line, gone, come }) => (
        <div key={line ?? ''}>
          <h3>{line ?? t('plan.otherLines')}</h3>
          <ul>
            {gone.map((text) => (
              <li key={`gone ${text}`} data-change="gone">
                <span aria-hidden="true">−</span> <span className="setup-hidden">{t('plan.gone')}</span> {text}
              </li>
            ))}
            {come.map((text) => (
              <li key={`come ${text}`} data-change="come">
                <span aria-hidden="true">+</span> <span className="setup-hidden">{t('plan.come')}</span> {text}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
