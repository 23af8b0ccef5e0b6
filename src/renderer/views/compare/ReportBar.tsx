import { useState } from 'react';
import type { ReportWish } from '../../../shared/exports';
import { t } from '../../i18n/text';

interface Props {
  /** The app's own window writes a PDF by itself; a browser opens its dialog. */
  readonly isOwnWindow: boolean;
  /** What is to be printed has all come. */
  readonly isReady: boolean;
  /** What came of the last saving. */
  readonly said: string | undefined;
  readonly onBack: () => void;
  readonly onPrint: (paper: ReportWish['paper']) => void;
}

const PAPERS = ['A4', 'Letter'] as const;

/** What can be done with the sheet; not a part of it. */
export function ReportBar({ isOwnWindow, isReady, said, onBack, onPrint }: Props) {
  const [paper, setPaper] = useState<ReportWish['paper']>('A4');
  return (
    <div className="report-bar" role="toolbar" aria-label={t('compare.report')}>
      <button type="button" className="control" data-testid="report-back" onClick={onBack}>
        ◀ {t('compare.back')}
      </button>
      {isOwnWindow &&
        PAPERS.map((each) => (
          <button
            key={each}
            type="button"
            className="control"
            data-testid={`paper-${each}`}
            aria-pressed={each === paper}
            onClick={() => setPaper(each)}
          >
            {each}
          </button>
        ))}
      <button
        type="button"
        className="control"
        data-testid="report-print"
        disabled={!isReady}
        onClick={() => onPrint(paper)}
      >
        {isOwnWindow ? t('compare.savePdf') : t('compare.print')}
      </button>
      <output data-testid="report-said">{said}</output>
    </div>
  );
}
