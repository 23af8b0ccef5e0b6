import type { DiagnosticsReport } from '../../../shared/diagnostics';
import { t } from '../../i18n/text';
import { TableHead } from '../../ui/TableHead';
import { countText, quantileText, shareText } from './diagnostics-text';

const TITLES = {
  memory: t('diagnostics.memory'),
  sqlite: t('diagnostics.disk'),
  redis: t('diagnostics.redis'),
} as const;

const HEADS = [
  t('diagnostics.tier'),
  t('diagnostics.hadIt'),
  t('diagnostics.tilesHad'),
  t('diagnostics.tilesNotHad'),
  t('diagnostics.damaged'),
  t('diagnostics.halfBelow'),
  t('diagnostics.below99'),
];

interface Props {
  readonly tiers: DiagnosticsReport['tiers'];
}

/** Where tiles of history came from, nearest first; what none had came from the plant. */
export function TierTable({ tiers }: Props) {
  return (
    <section className="diagnostics-panel">
      <h2>{t('diagnostics.tiersTitle')}</h2>
      <table>
        <TableHead names={HEADS} />
        <tbody>
          {tiers.map(({ name, hits, misses, damaged, readMs }) => (
            <tr key={name}>
              <th scope="row">{TITLES[name]}</th>
              <td>{shareText(hits, misses)}</td>
              <td>{countText(hits)}</td>
              <td>{countText(misses)}</td>
              <td>{countText(damaged)}</td>
              <td>{readMs === null ? '–' : quantileText(readMs, 0.5)}</td>
              <td>{readMs === null ? '–' : quantileText(readMs, 0.99)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
