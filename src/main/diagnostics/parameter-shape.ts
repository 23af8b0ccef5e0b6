const MOST_PARAMETERS = 20;

/** Types and lengths of a statement's parameters, such as `text[24], text, number`: enough to see what was asked, no value. */
export function parameterShape(values: readonly unknown[]): string {
  const shapes = values.slice(0, MOST_PARAMETERS).map(shapeOf);
  return [...shapes, ...(values.length > MOST_PARAMETERS ? [`${values.length - MOST_PARAMETERS} more`] : [])].join(
    ', ',
  );
}

function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `${value.length === 0 ? '' : shapeOf(value[0])}[${value.length}]`;
  if (value === null || value === undefined) return 'null';
  return typeof value === 'string' ? 'text' : typeof value;
}

/** How many single values the parameters hold, arrays counted through. */
export function parameterCount(values: readonly unknown[]): number {
  return values.reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 1), 0);
}
