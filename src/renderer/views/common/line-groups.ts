import type { CatalogueUnit } from '../../../shared/protocol';
import { unitLabel } from '../../ui/names';

/** The units of one line, in the order of their names. */
export interface LineGroup {
  /** Undefined for units that belong to no line. */
  readonly line: string | undefined;
  readonly units: readonly CatalogueUnit[];
}

const IN_ORDER = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function inOrder(a: string, b: string): number {
  return IN_ORDER.compare(a, b);
}

/** Units by line, lines by name, those without a line last. */
export function lineGroups(units: readonly CatalogueUnit[]): readonly LineGroup[] {
  const byLine = new Map<string | undefined, CatalogueUnit[]>();
  for (const unit of units) {
    const line = unit.line ?? undefined;
    const group = byLine.get(line);
    if (group === undefined) byLine.set(line, [unit]);
    else group.push(unit);
  }
  return [...byLine]
    .sort(([a], [b]) => (a === undefined ? 1 : b === undefined ? -1 : inOrder(a, b)))
    .map(([line, group]) => ({ line, units: group.sort((a, b) => inOrder(unitLabel(a), unitLabel(b))) }));
}
