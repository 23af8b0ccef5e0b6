import type { SetupTestStage } from '../../../shared/setup';
import { t } from '../../i18n/text';

const WORDS: Readonly<Record<SetupTestStage['verdict'], string>> = {
  passed: t('setup.passed'),
  warned: t('setup.warned'),
  failed: t('setup.failed'),
  skipped: t('setup.skipped'),
};

const SHAPES: Readonly<Record<SetupTestStage['verdict'], string>> = {
  passed: 'M4 12.5 9.5 18 20 6.5',
  warned: 'M12 3 22 21H2zM12 9.5v5.5M12 17.6v1.4',
  failed: 'M5 5 19 19M19 5 5 19',
  skipped: 'M5 12h14',
};

/** A verdict by shape and word; colour only for what is not in order. */
export function VerdictMark({ verdict }: { readonly verdict: SetupTestStage['verdict'] }) {
  return (
    <span className="verdict" data-verdict={verdict}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={SHAPES[verdict]} fill="none" stroke="currentColor" strokeWidth="2.4" />
      </svg>
      {WORDS[verdict]}
    </span>
  );
}
