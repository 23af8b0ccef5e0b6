import type { DiagnosticsReport } from '../../../shared/diagnostics';
import { countText, quantileText, shareText } from './diagnostics-text';

const TITLES = { memory: 'memory', sqlite: 'disk (SQLite)', redis: 'shared cache (Redis)' } as const;

interface Props {
  readonly tiers: DiagnosticsReport['tiers'];
}

/** Where tiles of history came from, nearest first; what none had came from the plant. */
export function TierTable({ tiers }: Props) {
  return (
    <section className="diagnostics-panel">
      <h2>Where history comes from, and how long a tier's reads take</h2>
      <table>
        <thead>
          <tr>
            {['tier', 'had it', 'tiles had', 'tiles not had', 'damaged', 'half below', '99 % below'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
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
