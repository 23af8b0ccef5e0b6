import type { IpcMain, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
import type { z } from 'zod';
import type { CallHandlers, Push } from '../../shared/ipc';
import { APP_ORIGIN, callChannels } from '../../shared/ipc-channels';
import type { Call } from '../../shared/start-calls';

/** Whether a call comes from our own page's main frame: not from a frame inside it, not from a page of another origin. */
export function isOwnMainFrame(frame: Pick<WebFrameMain, 'origin' | 'parent'> | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === APP_ORIGIN;
}

/** Calls of the contract with their decoders and what answers them. */
export interface AnsweredCalls<Name extends keyof CallHandlers> {
  readonly calls: Readonly<Record<Name, Call>>;
  readonly handlers: Pick<CallHandlers, Name>;
}

/**
 * Registers calls of the contract. A stranger's call and wrong arguments are answered with a sentence and logged;
 * nothing is executed for them.
 * @param load brings what answers them, asked for with each call of our own page; a call waits for it
 */
export function registerIpcHandlers<Name extends keyof CallHandlers>(
  ipcMain: IpcMain,
  names: readonly Name[],
  load: () => Promise<AnsweredCalls<Name>>,
  onRefused: (channel: string, why: string) => void,
): void {
  for (const name of names) {
    const channel = callChannels[name];
    ipcMain.handle(channel, async (event: IpcMainInvokeEvent, ...args: unknown[]) => {
      if (!isOwnMainFrame(event.senderFrame)) {
        onRefused(channel, `sender ${event.senderFrame?.origin ?? 'gone'}`);
        throw new Error(`${channel}: refused, only the app's own page may call it.`);
      }
      const { calls, handlers } = await load();
      const request = calls[name].request.safeParse(args);
      if (!request.success) {
        onRefused(channel, 'wrong arguments');
        throw new Error(`${channel}: refused, its arguments are not what the contract says.`);
      }
      const answer = handlers[name] as (...args: readonly unknown[]) => Promise<unknown>;
      return calls[name].response.parse(await answer(...(request.data as readonly unknown[])));
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
