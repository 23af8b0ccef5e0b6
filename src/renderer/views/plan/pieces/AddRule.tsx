import { useState } from 'react';
import type { CatalogueUnit } from '../../../../shared/protocol';
import { t } from '../../../i18n/text';
import { metricsOf } from './metrics-of';
import type { PiecesDraft, RuleDraft } from './pieces-draft';

interface Props {
  readonly units: readonly CatalogueUnit[];
  readonly taken: PiecesDraft;
  readonly onAdd: (of: RuleDraft['of'], name: string, metric: string) => void;
}

interface Whose {
  readonly of: RuleDraft['of'];
  readonly name: string;
}

/** Whoever has no rule of their own yet can be given one. */
export function AddRule({ units, taken, onAdd }: Props) {
  const [asked, setAsked] = useState('');
  const lines = [...new Set(units.flatMap(({ line }) => (line === null ? [] : [line])))].sort();
  const all: readonly Whose[] = [
    { of: 'default', name: '' },
    ...lines.map((name) => ({ of: 'lines' as const, name })),
    ...units.map(({ workUnitId }) => ({ of: 'units' as const, name: workUnitId })),
  ];
  const free = all.filter(({ of, name }) => !taken.some((row) => row.of === of && row.name === name));
  const whose = free.find((each) => keyOf(each) === asked) ?? free[0];
  if (whose === undefined) return null;
  return (
    <section className="setup-part">
      <div className="plan-row">
        <label className="plan-cell">
          <span>{t('plan.whose')}</span>
          <select
            className="control"
            data-testid="rule-whose"
            value={keyOf(whose)}
            onChange={({ target }) => setAsked(target.value)}
          >
            {free.map((each) => (
              <option key={keyOf(each)} value={keyOf(each)}>
                {nameOf(each)}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="control"
          data-testid="rule-add"
          onClick={() => onAdd(whose.of, whose.name, metricsOf(units, whose.of, whose.name)[0] ?? '')}
        >
          {t('plan.addRule')}
        </button>
      </div>
    </section>
  );
}

function keyOf({ of, name }: Whose): string {
  return `${of} ${name}`;
}

function nameOf({ of, name }: Whose): string {
  if (of === 'default') return t('plan.everyUnit');
  return of === 'lines' ? t('plan.lineOf', { name }) : name;
}
