import type { IpcMain, IpcMainInvokeEvent, WebFrameMain } from 'electron';
import type { z } from 'zod';
import { APP_ORIGIN, type GatewaySession, ipc, type PlanAnswer } from '../../shared/ipc';

interface Call<Request extends z.ZodType, Response extends z.ZodType> {
  readonly channel: string;
  readonly request: Request;
  readonly response: Response;
}

/** What the control plane does for the window; the composition root supplies it. */
export interface ControlPlane {
  gatewaySession(): Promise<GatewaySession>;
  explainStatement(name: string): Promise<PlanAnswer>;
}

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
  control: ControlPlane,
  onRefused: (channel: string, why: string) => void,
): void {
  const handle = <Request extends z.ZodType, Response extends z.ZodType>(
    call: Call<Request, Response>,
    answer: (request: z.infer<Request>) => Promise<z.infer<Response>>,
  ) => {
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
      return call.response.parse(await answer(request.data));
    });
  };
  handle(ipc.gatewaySession, () => control.gatewaySession());
  handle(ipc.explainStatement, ([name]) => control.explainStatement(name));
}
