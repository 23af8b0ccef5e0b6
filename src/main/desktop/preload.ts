import { contextBridge, ipcRenderer } from 'electron';
import { ipc, type TaktlineBridge } from '../../shared/ipc';

// The page gets named calls of the contract, never the channel object itself.
const bridge: TaktlineBridge = {
  explainStatement: async (name) =>
    ipc.explainStatement.response.parse(await ipcRenderer.invoke(ipc.explainStatement.channel, name)),
  gatewaySession: async () => ipc.gatewaySession.response.parse(await ipcRenderer.invoke(ipc.gatewaySession.channel)),
};

contextBridge.exposeInMainWorld('taktline', bridge);
