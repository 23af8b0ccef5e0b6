import type { CatalogueUnit } from '../../../../shared/protocol';
import { t } from '../../../i18n/text';
import { OptionButton } from '../../common/OptionButton';
import { Cell } from '../Cell';
import { FaultLines } from '../FaultLines';
import { metricsOf } from './metrics-of';
import { type RuleDraft, ruleFaults } from './pieces-draft';

interface Props {
  readonly row: RuleDraft;
  readonly units: readonly CatalogueUnit[];
  readonly onChange: (row: RuleDraft) => void;
  readonly onRemove: () => void;
}

const LABELS = {
  metric: t('plan.metric'),
  targetPerShift: t('plan.perShift'),
  taktSeconds: t('plan.takt'),
  idealCycleSeconds: t('plan.idealCycle'),
};
const NUMBERS = ['targetPerShift', 'taktSeconds', 'idealCycleSeconds'] as const;

/** The rule of every unit, of a line, or of one unit. */
export function RuleRow({ row, units, onChange, onRemove }: Props) {
  const faults = ruleFaults(row);
  const metrics = [...new Set([...metricsOf(units, row.of, row.name), ...(row.metric === '' ? [] : [row.metric])])];
  const whose =
    row.of === 'default' ? t('plan.everyUnit') : row.of === 'lines' ? t('plan.lineOf', { name: row.name }) : row.name;
  return (
    <section className="setup-part" data-testid="piece-rule">
      <h2>{whose}</h2>
      <div className="plan-row">
        <label className="plan-cell" data-wrong={faults.has('metric')}>
          <span>{t('plan.metric')}</span>
          <select
            className="control"
            data-testid="cell-metric"
            value={row.metric}
            onChange={({ target }) => onChange({ ...row, metric: target.value })}
          >
            {row.metric === '' && <option value="">–</option>}
            {metrics.map((metric) => (
              <option key={metric} value={metric}>
                {metric}
              </option>
            ))}
          </select>
        </label>
        {NUMBERS.map((field) => (
          <Cell
            key={field}
            {...{ label: LABELS[field], testId: `cell-${field}`, value: row[field], isWrong: faults.has(field) }}
            onChange={(text) => onChange({ ...row, [field]: text })}
          />
        ))}
        <button
          type="button"
          className="control plan-remove"
          data-testid="row-remove"
          aria-label={t('plan.remove', { what: whose })}
          onClick={onRemove}
        >
          ✕
        </button>
      </div>
      <FaultLines
        faults={new Map([...faults].map(([field, text]) => [`rule.${field}`, text]))}
        place="rule"
        labels={LABELS}
      />
      <div className="setup-options">
        <OptionButton
          testId="counting-counter"
          label={t('plan.counter')}
          meaning={t('plan.counterMeaning')}
          isChosen={row.counting === 'counter'}
          onChoose={() => onChange({ ...row, counting: 'counter' })}
        />
        <OptionButton
          testId="counting-samples"
          label={t('plan.samples')}
          meaning={t('plan.samplesMeaning')}
          isChosen={row.counting === 'samples'}
          onChoose={() => onChange({ ...row, counting: 'samples' })}
        />
      </div>
    </section>
  );
}
