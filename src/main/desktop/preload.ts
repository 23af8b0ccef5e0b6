import { contextBridge, ipcRenderer } from 'electron';
import { type Call, calls, pushes, type TaktlineBridge } from '../../shared/ipc';

// The page gets named calls of the contract, never the channel object itself.
const asked = Object.fromEntries(
  Object.entries(calls as Readonly<Record<string, Call>>).map(([name, { channel, response }]) => [
    name,
    async (...args: unknown[]) => response.parse(await ipcRenderer.invoke(channel, ...args)),
  ]),
);

const bridge = {
  ...asked,
  onSetupChanged: (listener) => {
    const { channel, message } = pushes.setupChanged;
    const heard = (_event: unknown, told: unknown) => listener(message.parse(told));
    ipcRenderer.on(channel, heard);
    return () => {
      ipcRenderer.off(channel, heard);
    };
  },
} as TaktlineBridge;

contextBridge.exposeInMainWorld('taktline', bridge);
