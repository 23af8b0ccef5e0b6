import type { CatalogueUnit } from '../../../shared/protocol';
import { t } from '../../i18n/text';
import { unitLabel } from '../../ui/names';
import type { PageGroup } from './wall-pages';

/** The units of one line, in the order of their names. */
export interface WallGroup {
  /** Undefined for units that belong to no line. */
  readonly line: string | undefined;
  readonly units: readonly CatalogueUnit[];
}

const IN_ORDER = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function inOrder(a: string, b: string): number {
  return IN_ORDER.compare(a, b);
}

/** Units by line, lines by name, those without a line last. */
export function wallGroups(units: readonly CatalogueUnit[]): readonly WallGroup[] {
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

/** The plant's order: each line with its title; units of a plant without lines need none. */
export function plantGroups(units: readonly CatalogueUnit[]): readonly PageGroup<CatalogueUnit>[] {
  const lines = wallGroups(units);
  const titled = lines.length > 1 || lines[0]?.line !== undefined;
  return lines.map((group) => ({
    title: titled ? (group.line ?? t('wall.withoutLine')) : undefined,
    units: group.units,
  }));
}

/** One block in a given order; units that it does not know yet follow in the plant's. @param workUnitIds none twice */
export function troubleGroups(
  units: readonly CatalogueUnit[],
  workUnitIds: readonly string[],
): readonly PageGroup<CatalogueUnit>[] {
  const left = new Map(units.map((unit) => [unit.workUnitId, unit]));
  const known = workUnitIds.flatMap((id) => {
    const unit = left.get(id);
    left.delete(id);
    return unit ?? [];
  });
  return [{ title: undefined, units: [...known, ...left.values()] }];
}
