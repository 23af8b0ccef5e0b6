import type { Resolution, SeriesKey } from '../../../shared/series';
import { TILE_CODEC_VERSION } from '../../../shared/tile-codec';
import type { TimeRange } from '../../../shared/time';

/** Which tile, as `history` names it. */
export interface TileKey {
  readonly series: SeriesKey;
  readonly resolution: Resolution;
  readonly range: TimeRange;
}

/**
 * `tl:<plantId>:v<codec>:metrics:<metric>:<workUnitId>:<fromMs>:<toMs>:<resolution>`, with `oee` in place of `metrics`
 * for the four scores, so that a metric named `availability` is another key. Each part is percent-encoded: a `:` in a
 * name cannot shift the parts, a brace cannot choose the cluster's node.
 */
export function redisTileKey(plantId: string, { series, resolution, range }: TileKey): string {
  const kind = series.table === 'metric' ? 'metrics' : 'oee';
  const parts = [series.name, series.workUnitId, String(range.fromMs), String(range.toMs), resolution];
  return ['tl', encoded(plantId), `v${TILE_CODEC_VERSION}`, kind, ...parts.map(encoded)].join(':');
}

/** Held while somebody fetches the tile. The braces put it on the tile's own node: one script may touch both. */
export function redisLockKey(tileKey: string): string {
  return `tl-lock:{${tileKey}}`;
}

/** A lone surrogate has no UTF-8; PostgreSQL cannot hold such a name, so that no two real series meet. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

function encoded(part: string): string {
  return encodeURIComponent(part.replace(LONE_SURROGATE, '\u{fffd}'));
}
