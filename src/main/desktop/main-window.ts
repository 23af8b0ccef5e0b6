import { BrowserWindow } from 'electron';
import { APP_ORIGIN } from '../../shared/ipc-channels';

/** A page that crashes again and again is reloaded at this distance, not in a tight loop. */
const RELOAD_DELAY_MS = 500;

/** The ground colour that the page showed last. */
interface WindowGround {
  /** `#rrggbb` */
  readonly colour: string;
  /** @returns whether it is another one than before */
  note(colour: string | null): boolean;
}

/**
 * The app's own window on the renderer: sandboxed, isolated, without Node. It comes back by itself on the same view
 * when its renderer crashes or hangs. It shows nothing before {@link showWall}.
 * @param preloadPath the built preload script
 * @param onTrouble told of crashes and hangs, for the log
 * @param ground shown until the page has painted; told of the page's own
 */
export function createWindow(
  preloadPath: string,
  onTrouble: (event: string, detail: string) => void,
  ground: WindowGround,
): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 800,
    minHeight: 480,
    title: 'Taktline',
    backgroundColor: ground.colour,
    autoHideMenuBar: true,
    webPreferences: {
      preload: preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      spellcheck: false,
      // A wall that nobody touches must go on painting when something covers it.
      backgroundThrottling: false,
    },
  });
  // The page names its ground as its theme's colour; a page that is loaded anew starts from it.
  window.webContents.on('did-change-theme-color', (_event, colour) => {
    if (ground.note(colour) && !window.isDestroyed()) window.setBackgroundColor(ground.colour);
  });
  const reload = () => setTimeout(() => !window.isDestroyed() && window.webContents.reload(), RELOAD_DELAY_MS);
  window.webContents.on('render-process-gone', (_event, details) => {
    onTrouble('renderer gone', details.reason);
    if (details.reason !== 'clean-exit') reload();
  });
  window.on('unresponsive', () => {
    onTrouble('renderer hangs', 'it is ended and reloaded');
    window.webContents.forcefullyCrashRenderer();
  });
  return window;
}

/** Loads the page anew, whatever part of it was shown: the first thing that it shows is the wall. */
export function showWall(window: BrowserWindow, onTrouble: (event: string, detail: string) => void): void {
  window.loadURL(`${APP_ORIGIN}/index.html`).catch((error: Error) => onTrouble('page not loaded', error.message));
}
