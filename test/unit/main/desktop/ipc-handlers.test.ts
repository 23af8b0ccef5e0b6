import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { expect, test } from 'vitest';
import { isOwnMainFrame, registerIpcHandlers, tell } from '../../../../src/main/desktop/ipc-handlers';
import { type CallHandlers, calls, pushes } from '../../../../src/shared/ipc';
import { APP_ORIGIN, callChannels, pushChannels } from '../../../../src/shared/ipc-channels';

const OWN_FRAME = { origin: APP_ORIGIN, parent: null };
const SESSION = { url: 'ws://127.0.0.1:1/live', token: 'secret' };

/** Registers the handlers on a twin of Electron's ipcMain and calls one of them. */
function calling(control: { gatewaySession(): Promise<unknown> }) {
  const refused: string[] = [];
  let loads = 0;
  const handlers = new Map<string, (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown>();
  const ipcMain = { handle: (channel: string, handler: never) => handlers.set(channel, handler) } as unknown as IpcMain;
  const handlersOf = control as Pick<CallHandlers, 'gatewaySession'>;
  registerIpcHandlers(
    ipcMain,
    ['gatewaySession'],
    async () => {
      loads += 1;
      return { calls, handlers: handlersOf };
    },
    (_channel, why) => refused.push(why),
  );
  const call = (senderFrame: unknown, ...args: unknown[]) =>
    Promise.resolve(handlers.get(calls.gatewaySession.channel)?.({ senderFrame } as IpcMainInvokeEvent, ...args));
  return { call, refused, loads: () => loads };
}

test('our own main frame is answered', async () => {
  const { call } = calling({ gatewaySession: async () => SESSION });
  expect(await call(OWN_FRAME)).toEqual(SESSION);
});

test.each([
  ['a frame inside our page', { origin: APP_ORIGIN, parent: OWN_FRAME }],
  ['another origin', { origin: 'https://example.org', parent: null }],
  ['a frame that has gone', null],
])('%s is refused with a sentence and a line for the log', async (_who, frame) => {
  const { call, refused, loads } = calling({ gatewaySession: async () => SESSION });
  await expect(call(frame)).rejects.toThrow("only the app's own page may call it");
  expect(refused).toHaveLength(1);
  // A stranger does not even have what would answer it brought.
  expect(loads()).toBe(0);
  expect(isOwnMainFrame(frame as never)).toBe(false);
});

test('arguments that the contract does not have are refused, and nothing is executed', async () => {
  let executed = false;
  const { call, refused } = calling({
    gatewaySession: async () => {
      executed = true;
      return SESSION;
    },
  });
  await expect(call(OWN_FRAME, 'more')).rejects.toThrow('its arguments are not what the contract says');
  expect(refused).toEqual(['wrong arguments']);
  expect(executed).toBe(false);
});

test('an answer that is not what the contract says does not leave the main process', async () => {
  const { call } = calling({ gatewaySession: async () => ({ token: 'secret', password: 'hunter2' }) });
  await expect(call(OWN_FRAME)).rejects.toThrow();
});

test('every call of the contract is answered on a channel of its own', () => {
  const channels = Object.values(calls).map(({ channel }) => channel);
  expect(new Set(channels).size).toBe(channels.length);
});

test('a state is told to our own page alone, and without what the contract does not have', () => {
  const told: unknown[] = [];
  const contents = (mainFrame: unknown, isDestroyed = false) =>
    ({
      mainFrame,
      isDestroyed: () => isDestroyed,
      send: (_channel: string, message: unknown) => told.push(message),
    }) as unknown as WebContents;
  const state = {
    shown: { kind: 'demo', name: 'demo plant' },
    hasPassword: true,
    choice: { liveUpdates: 'polling', tables: {}, adoption: {} },
    isReaderNew: false,
    work: { kind: 'idle' },
    passwordPlaces: [],
  } as const;
  const withSecret = { ...state, passwordPlaces: [], password: 'hunter2' };
  tell(contents({ origin: 'https://example.org', parent: null }), pushes.setupChanged, withSecret);
  tell(contents(OWN_FRAME, true), pushes.setupChanged, withSecret);
  expect(told).toEqual([]);
  tell(contents(OWN_FRAME), pushes.setupChanged, withSecret);
  expect(told).toEqual([state]);
});

test('the names that the preload calls by are those of the contract', () => {
  const channelsOf = (declared: Readonly<Record<string, { readonly channel: string }>>) =>
    Object.fromEntries(Object.entries(declared).map(([name, { channel }]) => [name, channel]));
  expect([channelsOf(calls), channelsOf(pushes)]).toEqual([callChannels, pushChannels]);
});
