import { useState } from 'react';
import type { SlowStatement } from '../../../shared/diagnostics';
import type { PlanAnswer } from '../../../shared/ipc';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { countText, msText, spanText } from './diagnostics-text';
import '../../ui/control.css';

interface Props {
  readonly slow: readonly SlowStatement[];
  /** Present in the appliance's own window alone. */
  readonly explain: ((name: string) => Promise<PlanAnswer>) | undefined;
}

/** The last statement of each name that took longer than 100 ms; in the appliance's own window with its plan on demand. */
export function SlowStatements({ slow, explain }: Props) {
  return (
    <section className="diagnostics-panel">
      <h2>{t('diagnostics.slowTitle')}</h2>
      {slow.length === 0 && <p className="diagnostics-quiet">{t('diagnostics.noneSlow')}</p>}
      {slow.map((statement) => (
        <Slow key={statement.name} statement={statement} explain={explain} />
      ))}
    </section>
  );
}

function Slow({ statement, explain }: { readonly statement: SlowStatement } & Pick<Props, 'explain'>) {
  const [answer, setAnswer] = useState<PlanAnswer>();
  const { name, ms, waitMs, rows, shape, agoMs } = statement;
  const facts = { time: msText(ms), rows: countText(rows), ago: spanText(agoMs), waited: msText(waitMs) };
  const ask = () => {
    explain?.(name).then(setAnswer, (error: unknown) => setAnswer({ sentence: String(error) }));
  };
  return (
    <div className="diagnostics-slow">
      <p>
        <strong>{name}</strong> {t('diagnostics.slowFacts', facts)}{' '}
        <span className="diagnostics-quiet">
          {t('diagnostics.parameters', { shape: shape || t('diagnostics.noParameters') })}
        </span>
      </p>
      {explain !== undefined && (
        <button type="button" className="control" onClick={ask}>
          {t('diagnostics.plan')}
        </button>
      )}
      {answer !== undefined && <pre>{'plan' in answer ? answer.plan : told(answer.sentence)}</pre>}
    </div>
  );
}
