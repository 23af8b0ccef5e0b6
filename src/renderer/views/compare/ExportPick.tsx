import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import type { Exporting } from './export/use-export';
import { PickChoice, PickList } from './PickList';

interface Props {
  readonly exporting: Exporting;
  readonly hasCharts: boolean;
  readonly onReport: () => void;
}

/** What is seen, to be taken along: as a file of numbers, as a picture, as a report. */
export function ExportPick({ exporting: { state, csv, png, stop }, hasCharts, onReport }: Props) {
  return (
    <>
      <PickList testId="pick-export" word={t('compare.export')} closesOnPress>
        <div className="pick-choices">
          <PickChoice word={t('compare.csvShown')} testId="export-csv" onPress={() => csv()} />
          {hasCharts && (
            <>
              <PickChoice word={t('compare.csvMinutes')} testId="export-csv-1min" onPress={() => csv('1min')} />
              <PickChoice word={t('compare.csvRaw')} testId="export-csv-raw" onPress={() => csv('raw')} />
              <PickChoice word={t('compare.png')} testId="export-png" onPress={png} />
            </>
          )}
          <PickChoice word={t('compare.reportPdf')} testId="export-report" onPress={onReport} />
        </div>
      </PickList>
      {state.name === 'running' && (
        <button type="button" className="control" data-testid="export-stop" onClick={stop}>
          {t('compare.stop')}
        </button>
      )}
      <output className="compare-export" data-testid="export-state" data-state={state.name}>
        {state.name === 'running' && t('compare.exporting')}
        {state.name === 'done' && t('compare.exported')}
        {state.name === 'failed' && told(state.sentence)}
      </output>
    </>
  );
}
