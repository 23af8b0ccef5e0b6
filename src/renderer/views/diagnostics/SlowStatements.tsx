import { useState } from 'react';
import type { SlowStatement } from '../../../shared/diagnostics';
import type { PlanAnswer } from '../../../shared/ipc';
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
      <h2>Slow statements (above 100 ms)</h2>
      {slow.length === 0 && <p className="diagnostics-quiet">None since the start.</p>}
      {slow.map((statement) => (
        <Slow key={statement.name} statement={statement} explain={explain} />
      ))}
    </section>
  );
}

function Slow({ statement, explain }: { readonly statement: SlowStatement } & Pick<Props, 'explain'>) {
  const [answer, setAnswer] = useState<PlanAnswer>();
  const { name, ms, waitMs, rows, shape, agoMs } = statement;
  const ask = () => {
    explain?.(name).then(setAnswer, (error: unknown) => setAnswer({ sentence: String(error) }));
  };
  return (
    <div className="diagnostics-slow">
      <p>
        <strong>{name}</strong> {msText(ms)}, {countText(rows)} rows, {spanText(agoMs)} ago, waited {msText(waitMs)}
        <span className="diagnostics-quiet"> parameters: {shape || 'none'}</span>
      </p>
      {explain !== undefined && (
        <button type="button" className="control" onClick={ask}>
          Plan
        </button>
      )}
      {answer !== undefined && <pre>{'plan' in answer ? answer.plan : answer.sentence}</pre>}
    </div>
  );
}
