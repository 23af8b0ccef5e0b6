import type { SetupFailure } from '../../shared/setup';
import { PasswordStoreError } from '../config/password-store';
import { SettingsError } from '../config/settings';
import type { PlantAddress } from '../plant/connection';
import { describePlantTrouble } from '../plant/plant-error';
import { errorText } from '../provisioning/connection-test/error-facts';
import { ProvisioningFailure, type ProvisioningFailureCode, sqlState } from '../provisioning/provisioning-failure';

/** A command of the wizard cannot be done; the message is for a person. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
  readonly code: SetupFailure['code'];
  readonly isRetryable: boolean;

  constructor(code: SetupFailure['code'], message: string, isRetryable = true) {
    super(message);
    this.code = code;
    this.isRetryable = isRetryable;
  }
}

const PROVISIONING_CODES: Readonly<Record<ProvisioningFailureCode, SetupFailure['code']>> = {
  settings: 'settings',
  'no-timescaledb': 'refused',
  locked: 'locked',
  'step-failed': 'step-failed',
  refused: 'refused',
  'stale-plan': 'stale-plan',
};

/**
 * What went wrong, as data for the page, or undefined for what nobody foresaw: that is a fault of ours, told in the log.
 * @param address of the plant in hand, for the words; its password is taken out of them
 */
export function setupFailure(error: unknown, address: PlantAddress | undefined): SetupFailure | undefined {
  if (error instanceof SetupError) return { code: error.code, message: error.message, retryable: error.isRetryable };
  if (error instanceof ProvisioningFailure) {
    return { code: PROVISIONING_CODES[error.code], message: textOf(error, address), retryable: true };
  }
  if (error instanceof PasswordStoreError) return { code: 'password-place', message: error.message, retryable: true };
  if (error instanceof SettingsError) return { code: 'settings', message: error.message, retryable: true };
  if (address === undefined || !isOfThePlant(error)) return undefined;
  return { code: 'connection', message: describePlantTrouble(error, address), retryable: true };
}

/** Errors of the driver and of the network have a code; what `pg` says without one is about its connection. */
function isOfThePlant(error: unknown): boolean {
  if (error instanceof AggregateError || sqlState(error) !== undefined) return true;
  return error instanceof Error && /connection|client|timeout|certificate/i.test(error.message);
}

function textOf(error: Error, address: PlantAddress | undefined): string {
  return address === undefined ? error.message : errorText(error, address).replace(/([^.])$/, '$1.');
}
