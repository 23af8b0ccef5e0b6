import { told } from '../../i18n/told';

/** What stands before a heading or an item of Markdown. */
const MARK = /^(?:#+ |- )?/;
/** What was wanted, for a file: no sentences. */
const CODE = /^ {6}/;

/**
 * The summary for who runs the plant, in the page's language: line by line, as the main process writes it.
 * @param tell a sentence of the main process in that language
 */
export function handOverTold(text: string, tell: (sentence: string) => string = told): string {
  return text
    .split('\n')
    .map((line) => {
      const [mark = ''] = MARK.exec(line) ?? [];
      return CODE.test(line) || line === '' ? line : `${mark}${tell(line.slice(mark.length))}`;
    })
    .join('\n');
}
