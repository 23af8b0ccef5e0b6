import { app, type BrowserWindow, Menu, powerSaveBlocker } from 'electron';

/**
 * Makes the window a kiosk's: the screen stays on, no menu and no shortcut of one leads out, and closing the window does nothing: only ending
 * the program does. Keys of the system itself (Alt+Tab, the Windows key) are the system's to lock.
 * @param onAddress told of each view that is shown, by its whole address
 */
export function beKiosk(window: BrowserWindow, onAddress: (url: string) => void): void {
  window.setKiosk(true);
  Menu.setApplicationMenu(null);
  powerSaveBlocker.start('prevent-display-sleep');
  let isQuitting = false;
  app.on('before-quit', () => {
    isQuitting = true;
  });
  window.on('close', (event) => {
    if (!isQuitting) event.preventDefault();
  });
  window.webContents.on('did-navigate-in-page', (_event, url) => onAddress(url));
}
