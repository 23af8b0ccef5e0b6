import type { TaktlineBridge } from '../shared/ipc';

declare global {
  interface Window {
    /** Present in the app's own window alone. */
    readonly taktline?: TaktlineBridge;
  }
}
