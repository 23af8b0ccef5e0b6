/** The steps that make the role of daily work; in plan and ledger each goes by its file and the role's name. */
export type ReaderStepFile = 'reader-role' | 'reader-connect' | 'reader-select';

export function readerStepId(file: ReaderStepFile, reader: string): string {
  return `${file} ${reader}`;
}

/** The role that a step of plan or ledger is about; undefined for a step that is about none. */
export function readerOfStep(stepId: string): string | undefined {
  return /^reader-(?:role|connect|select) (.+)$/s.exec(stepId)?.[1];
}
