import type { BenchContext, Figure } from './figure';

/** Measures one part of a bench. */
export type Section = () => Promise<readonly Figure[]>;

/**
 * Runs the sections of a bench in their order, or those of them that were asked for (`--only A,B`).
 * @throws Error for a name that is no section, with those there are
 */
export async function runSections(
  sections: Readonly<Record<string, Section>>,
  { only: asked }: BenchContext['flags'],
): Promise<readonly Figure[]> {
  const only = typeof asked === 'string' ? asked.split(',') : [];
  for (const name of only) {
    if (!(name in sections)) {
      throw new Error(`There is no section "${name}". There are: ${Object.keys(sections).join(', ')}.`);
    }
  }
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(sections)) {
    if (only.length === 0 || only.includes(name)) figures.push(...(await measure()));
  }
  return figures;
}
