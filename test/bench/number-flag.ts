/** The number of a flag, or what stands for it. @throws Error where it is none above 0 */
export function numberFlag(flag: string | boolean | undefined, otherwise: number): number {
  if (flag === undefined) return otherwise;
  const value = Number(flag);
  if (!(value > 0)) throw new Error(`${String(flag)} is no number above 0.`);
  return value;
}
