import type { IpcMain, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
import type { z } from 'zod';
import { type Call, type CallHandlers, calls, type Push } from '../../shared/ipc';
import { APP_ORIGIN } from '../../shared/ipc-channels';

/** Whether a call comes from our own page's main frame: not from a frame inside it, not from a page of another origin. */
export function isOwnMainFrame(frame: Pick<WebFrameMain, 'origin' | 'parent'> | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === APP_ORIGIN;
}

/**
 * Registers every call of the contract. A stranger's call and wrong arguments are answered with a sentence and logged;
 * nothing is executed for them.
 */
export function registerIpcHandlers(
  ipcMain: IpcMain,
  handlers: CallHandlers,
  onRefused: (channel: string, why: string) => void,
): void {
  for (const [name, call] of Object.entries(calls as Readonly<Record<string, Call>>)) {
    const answer = handlers[name as keyof CallHandlers] as (...args: readonly unknown[]) => Promise<unknown>;
    ipcMain.handle(call.channel, async (event: IpcMainInvokeEvent, ...args: unknown[]) => {
      if (!isOwnMainFrame(event.senderFrame)) {
        onRefused(call.channel, `sender ${event.senderFrame?.origin ?? 'gone'}`);
        throw new Error(`${call.channel}: refused, only the app's own page may call it.`);
      }
      const request = call.request.safeParse(args);
      if (!request.success) {
        onRefused(call.channel, 'wrong arguments');
        throw new Error(`${call.channel}: refused, its arguments are not what the contract says.`);
      }
      return call.response.parse(await answer(...(request.data as readonly unknown[])));
    });
  }
}

/** Tells the window's own page; one that shows anything else, or is gone, is told nothing. */
export function tell<Message extends z.ZodType>(
  contents: WebContents,
  { channel, message }: Push<Message>,
  told: z.infer<Message>,
): void {
  if (contents.isDestroyed() || !isOwnMainFrame(contents.mainFrame)) return;
  contents.send(channel, message.parse(told));
}
