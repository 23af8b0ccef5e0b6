import { writeFile } from 'node:fs/promises';
import type { PrintToPDFOptions } from 'electron';
import type { ReportOutcome, ReportWish } from '../../shared/exports';
import type { ExportFilesOptions } from './export-files';

/** A page that can be printed: the window's own contents. */
export interface PrintedPage {
  printToPDF(options: PrintToPDFOptions): Promise<Buffer>;
}

/** In inches: 12 mm all round, with room for the number of the page below. */
const MARGINS = { top: 0.47, bottom: 0.6, left: 0.47, right: 0.47 };
const PAGE_NUMBER =
  '<div style="width:100%;font-size:8px;text-align:center;color:#444"><span class="pageNumber"></span> / <span class="totalPages"></span></div>';

/** Prints what the page shows, by its rules for paper, into a PDF where a person says. */
export async function printReport(
  page: PrintedPage,
  { name, paper }: ReportWish,
  { choosePlace, notWritten }: ExportFilesOptions,
): Promise<ReportOutcome> {
  const path = await choosePlace(name);
  if (path === undefined) return { isSaved: false };
  const pdf = await page.printToPDF({
    ...{ pageSize: paper, printBackground: true, margins: MARGINS },
    ...{ displayHeaderFooter: true, headerTemplate: '<span></span>', footerTemplate: PAGE_NUMBER },
  });
  try {
    await writeFile(path, pdf);
    return { isSaved: true };
  } catch (cause) {
    return { isSaved: false, sentence: notWritten(path, cause).message };
  }
}
