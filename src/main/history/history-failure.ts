import type { ErrorCode } from '../../shared/protocol';

/** Why a history request has no answer: a code for programs, a sentence for people. */
export class HistoryFailure extends Error {
  override readonly name = 'HistoryFailure';
  readonly code: ErrorCode;
  /** Whether asking again later may help. */
  readonly retryable: boolean;

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly retryable?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}
