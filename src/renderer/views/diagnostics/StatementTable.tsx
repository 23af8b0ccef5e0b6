import type { DiagnosticsReport } from '../../../shared/diagnostics';
import { t } from '../../i18n/text';
import { TableHead } from '../../ui/TableHead';
import { countText, msText, quantileText } from './diagnostics-text';

const HEADS = [
  t('diagnostics.statement'),
  t('diagnostics.times'),
  t('diagnostics.halfBelow'),
  t('diagnostics.below95'),
  t('diagnostics.longest'),
  t('diagnostics.rows'),
  t('diagnostics.failed'),
  t('diagnostics.notSent'),
];

interface Props {
  readonly statements: DiagnosticsReport['statements'];
}

/** Every statement to the plant by its name, the one that took most time altogether first. */
export function StatementTable({ statements }: Props) {
  const sorted = statements.toSorted((a, b) => b.ms.sumMs - a.ms.sumMs);
  return (
    <section className="diagnostics-panel">
      <h2>{t('diagnostics.statementsTitle')}</h2>
      <table>
        <TableHead names={HEADS} />
        <tbody>
          {sorted.map(({ name, ms, rows, failed, unsent }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{countText(ms.count)}</td>
              <td>{quantileText(ms, 0.5)}</td>
              <td>{quantileText(ms, 0.95)}</td>
              <td>{msText(ms.count === 0 ? undefined : ms.maxMs)}</td>
              <td>{countText(rows)}</td>
              <td>{countText(failed)}</td>
              <td>{countText(unsent)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
