/** Numbers of a version, such as [2, 23, 0] of `2.23.0-dev`: what comes after the numbers does not count. */
export function versionNumbers(version: string): readonly number[] {
  return (/^\d+(?:\.\d+)*/.exec(version.trim())?.[0] ?? '').split('.').filter(Boolean).map(Number);
}

/** Below 0 where `a` is older, 0 where both are alike, above 0 where `a` is newer; missing numbers count as 0. */
export function compareVersions(a: string, b: string): number {
  const left = versionNumbers(a);
  const right = versionNumbers(b);
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
