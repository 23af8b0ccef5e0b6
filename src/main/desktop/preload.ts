import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { TaktlineBridge } from '../../shared/ipc';
import { callChannels, pushChannels } from '../../shared/ipc-channels';

// The page gets named calls of the contract, never the channel object itself.
const asked = Object.fromEntries(
  Object.entries(callChannels).map(([name, channel]) => [
    name,
    (...args: unknown[]) => ipcRenderer.invoke(channel, ...args),
  ]),
);

const bridge = {
  ...asked,
  onSetupChanged: (listener) => {
    const channel = pushChannels.setupChanged;
    const heard = (_event: IpcRendererEvent, told: Parameters<typeof listener>[0]) => listener(told);
    ipcRenderer.on(channel, heard);
    return () => {
      ipcRenderer.off(channel, heard);
    };
  },
} as TaktlineBridge;

contextBridge.exposeInMainWorld('taktline', bridge);
