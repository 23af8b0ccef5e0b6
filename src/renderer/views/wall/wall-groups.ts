import type { CatalogueUnit } from '../../../shared/protocol';
import { t } from '../../i18n/text';
import { lineGroups } from '../common/line-groups';
import type { PageGroup } from './wall-pages';

/** The plant's order: each line with its title; units of a plant without lines need none. */
export function plantGroups(units: readonly CatalogueUnit[]): readonly PageGroup<CatalogueUnit>[] {
  const lines = lineGroups(units);
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
