import { createContext, useContext, useSyncExternalStore } from 'react';
import type { TaktlineBridge } from '../../shared/ipc';
import type { SetupState } from '../../shared/setup';

/** The main process's state of the set-up, as this page knows it. */
export class SetupStore {
  readonly bridge: TaktlineBridge;
  readonly #listeners = new Set<() => void>();
  readonly #log: (sentence: string) => void;
  #state: SetupState | undefined;
  #isAsked = false;

  /** @param log told when the main process does not answer */
  constructor(bridge: TaktlineBridge, log: (sentence: string) => void) {
    this.bridge = bridge;
    this.#log = log;
    bridge.onSetupChanged((state) => this.#set(state));
  }

  /** Asks the main process, which has to load the set-up for it: not before a screen has its picture; once. */
  ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.bridge.setupState().then(
      // A change that came before the answer is newer than it.
      (state) => this.#state ?? this.#set(state),
      (error: Error) => this.#log(`the set-up's state is not known: ${error.message}`),
    );
  }

  /** Calls back on each change; returns the way out. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Undefined until the main process was asked and has answered. */
  readonly state = (): SetupState | undefined => this.#state;

  #set(state: SetupState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Present in the app's own window alone. */
export const SetupContext = createContext<SetupStore | undefined>(undefined);

const never = () => () => undefined;
const nothing = () => undefined;

/** The set-up's state; undefined in a browser, and until it is asked for and known. */
export function useSetupState(): SetupState | undefined {
  const store = useContext(SetupContext);
  return useSyncExternalStore(store?.subscribe ?? never, store?.state ?? nothing);
}

/** The calls of the control plane; undefined in a browser. */
export function useBridge(): TaktlineBridge | undefined {
  return useContext(SetupContext)?.bridge;
}
