import type { Catalogue } from './catalogue/catalogue';

/**
 * How the catalogue stands to one step. `differs`: there, but not as wanted, with the SQL that puts it right; only what
 * we made ourselves is ever altered. `refused`: there as something else that we must not touch.
 */
export type StepState =
  | { readonly kind: 'absent'; readonly sideEffect?: string; readonly estimateMs?: number }
  | { readonly kind: 'right' }
  | {
      readonly kind: 'differs';
      readonly what: string;
      readonly sql: string;
      readonly sideEffect?: string;
      /** Made by others it is as good as right. */
      readonly isForOursAlone?: true;
    }
  | { readonly kind: 'refused'; readonly problem: string };

/** A pure question to the catalogue. */
export type Inspect = (catalogue: Catalogue) => StepState;

export const ABSENT: StepState = { kind: 'absent' };
export const RIGHT: StepState = { kind: 'right' };

/** A state that we leave to people, with the sentence for them. */
export function refused(problem: string): StepState {
  return { kind: 'refused', problem };
}
