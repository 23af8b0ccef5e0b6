import { ErrorCode } from '../../shared/protocol';
import type { GatewayLog } from './gateway-sources';

/** What a viewer is told of a request that failed. */
export interface RequestError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly requestId: number;
}

/** A failure as a viewer may hear of it: what carries a code of the protocol says so itself, all else is a line in the log. */
export function tellableFailure(error: unknown, event: string, log: GatewayLog): Omit<RequestError, 'requestId'> {
  if (error instanceof Error && 'code' in error && 'retryable' in error) {
    const code = ErrorCode.safeParse(error.code);
    if (code.success && typeof error.retryable === 'boolean')
      return { code: code.data, message: error.message, retryable: error.retryable };
  }
  log.warn(event, { message: error instanceof Error ? error.message : String(error) });
  const message = 'The appliance could not answer because of a fault of its own; its log says more.';
  return { code: 'internal', message, retryable: true };
}
