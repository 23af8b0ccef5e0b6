import { expect, test } from 'vitest';
import {
  bytesText,
  msText,
  quantileText,
  shareText,
  spanText,
  wordsOf,
} from '../../../../../src/renderer/views/diagnostics/diagnostics-text';
import { histogramOf } from '../../../../support/diagnostics-report';

test('numbers have as many digits as they are worth', () => {
  expect([undefined, 0, 0.4, 3, 87.4, 2_460].map(msText)).toEqual(['–', '0 ms', '0.4 ms', '3 ms', '87 ms', '2.5 s']);
  expect([0, 999, 61_000_000, 1_430_000_000].map(bytesText)).toEqual(['0 B', '999 B', '61 MB', '1.4 GB']);
  expect([8_000, 65_000, 3_900_000, 273_600_000].map(spanText)).toEqual(['8 s', '1 min', '1 h 5 min', '3 d 4 h']);
  expect([shareText(953, 47), shareText(0, 0)]).toEqual(['95.3 %', '–']);
  expect([quantileText(histogramOf(), 0.5), quantileText(histogramOf(1, 2, 3), 0.95)]).toEqual(['–', '3 ms']);
  expect(wordsOf('unansweredReads')).toBe('unanswered reads');
});
