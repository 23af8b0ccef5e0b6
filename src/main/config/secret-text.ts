/** A password as editors and `echo` leave it in a file: their line end is not part of it. */
export function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}
