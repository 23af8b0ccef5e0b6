/**
 * The names of the control plane's calls, without what they carry (`ipc.ts`): the preload script needs no more of the
 * contract, and what it loads is compiled and run anew for every document.
 */
export const APP_ORIGIN = 'app://taktline';

/** The channel of each call, under the name that the page calls it by. */
export const callChannels = {
  gatewaySession: 'gateway:session',
  kioskState: 'kiosk:state',
  explainStatement: 'diagnostics:explain',
  loadTestState: 'load-test:state',
  loadTestStart: 'load-test:start',
  loadTestCancel: 'load-test:cancel',
  hideUnit: 'units:hide',
  exportOpen: 'export:open',
  exportWrite: 'export:write',
  exportClose: 'export:close',
  reportPrint: 'report:print',
  networkState: 'network:state',
  networkServe: 'network:serve',
  networkPair: 'network:pair',
  networkUnpair: 'network:unpair',
  networkIssue: 'network:issue',
  networkRevoke: 'network:revoke',
  networkChooseFile: 'network:choose-file',
  networkSaveRoot: 'network:save-root',
  networkRenewRoot: 'network:renew-root',
  networkCopy: 'network:copy',
  setupState: 'setup:state',
  setupTarget: 'setup:target',
  setupPassword: 'setup:password',
  setupChooseCaFile: 'setup:choose-ca-file',
  setupTest: 'setup:test',
  setupLook: 'setup:look',
  setupChoice: 'setup:choice',
  setupPlan: 'setup:plan',
  setupApply: 'setup:apply',
  setupSteer: 'setup:steer',
  setupVerify: 'setup:verify',
  setupRemoval: 'setup:removal',
  setupFinish: 'setup:finish',
  setupSave: 'setup:save',
  setupCopy: 'setup:copy',
  setupImport: 'setup:import',
  shiftsState: 'shifts:state',
  shiftsPlant: 'shifts:plant',
  shiftsSave: 'shifts:save',
  piecesState: 'pieces:state',
  piecesSave: 'pieces:save',
  kioskPlan: 'kiosk:plan',
  kioskSave: 'kiosk:save',
  sourceState: 'source:state',
  sourceTest: 'source:test',
  sourceUse: 'source:use',
} as const;

/** The channel of each push. */
export const pushChannels = {
  setupChanged: 'setup:changed',
} as const;

export type CallChannel = (typeof callChannels)[keyof typeof callChannels];
export type PushChannel = (typeof pushChannels)[keyof typeof pushChannels];
