import type { App, Session } from 'electron';
import { APP_ORIGIN } from '../../shared/ipc-channels';

/**
 * Denies what a monitoring screen never needs: navigation away from our page, new windows, webviews, permissions,
 * downloads. Holds for every page that is ever made, whoever makes it.
 * @param onDenied told of each refusal, for the log
 */
export function lockDown(app: App, onDenied: (what: string, where: string) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (new URL(event.url).origin === APP_ORIGIN) return;
      event.preventDefault();
      onDenied('navigation', event.url);
    });
    contents.on('will-redirect', (event) => {
      event.preventDefault();
      onDenied('redirect', event.url);
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
      onDenied('webview', contents.getURL());
    });
    contents.setWindowOpenHandler(({ url }) => {
      onDenied('new window', url);
      return { action: 'deny' };
    });
  });
}

/** Denies every permission (camera, notifications, USB, …) and every download of a session. */
export function denyPermissions(session: Session, onDenied: (what: string, where: string) => void): void {
  session.setPermissionCheckHandler(() => false);
  session.setPermissionRequestHandler((contents, permission, answer) => {
    onDenied(`permission ${permission}`, contents.getURL());
    answer(false);
  });
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    event.preventDefault();
    onDenied('download', item.getURL());
  });
}
