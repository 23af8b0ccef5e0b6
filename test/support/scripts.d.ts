// What the tests use of scripts/, which is plain JavaScript because it runs before there is a compiler. Units and errors
// are told there.

declare module '*/scripts/build.mjs' {
  export function buildIfStale(options?: { readonly root?: string; readonly nodePath?: string }): Promise<boolean>;
  export function sourceHash(root: string): string;
  export function isFresh(root: string): boolean;
}

declare module '*/scripts/test.mjs' {
  export function vitestArguments(own: readonly string[], isLong: boolean): string[];
  export function summaryLine(report: Readonly<Record<string, number>>): string;
}

declare module '*/scripts/bench.mjs' {
  export function chooseBenches(name: string | undefined, known: readonly string[]): readonly string[];
}

declare module '*/scripts/figure-table.mjs' {
  export function table(figures: readonly import('../bench/figure').Figure[]): string;
}

declare module '*/scripts/bootstrap/failure.mjs' {
  export class SetupFailure extends Error {
    readonly code: string;
  }
  export function sentenceFor(
    code: string | undefined,
    about: { readonly step: string; readonly place: string; readonly needsMb?: number; readonly detail?: string },
  ): string;
  export function asFailure(error: unknown, about: { readonly step: string; readonly place: string }): SetupFailure;
}

declare module '*/scripts/bootstrap/flags.mjs' {
  export function parseFlags(
    argv: readonly string[],
    spec: {
      readonly usage: string;
      readonly booleans?: readonly string[];
      readonly values?: readonly string[];
      readonly positionals?: number;
    },
  ): { readonly flags: Readonly<Record<string, string | boolean | undefined>>; readonly words: readonly string[] };
}

declare module '*/scripts/bootstrap/lock.mjs' {
  export function startMark(pid: number): string;
  export function tryLock(
    path: string,
  ): { readonly state: 'held'; readonly release: () => void } | { readonly state: 'busy'; readonly pid: number };
  export function withLock<T>(path: string, action: () => Promise<T>, onWait?: (pid: number) => void): Promise<T>;
}

declare module '*/scripts/bootstrap/tarball.mjs' {
  export function extractEntry(options: {
    readonly archive: string;
    readonly entry: string;
    readonly destination: string;
    readonly mode?: number;
  }): Promise<void>;
}

declare module '*/scripts/slim-extension.mjs' {
  export function slimExtension(archive: Buffer): Buffer;
}

declare module '*/scripts/bootstrap/zip.mjs' {
  export function extractZip(options: {
    readonly archive: string;
    readonly place: (name: string) => string | undefined;
    readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  }): Promise<number>;
}

declare module '*/scripts/bootstrap/npm-client.mjs' {
  export function npmFailure(
    result: { readonly exitCode: number; readonly stderr: string },
    about: { readonly step: string; readonly place: string },
  ): import('*/scripts/bootstrap/failure.mjs').SetupFailure;
}

declare module '*/scripts/bootstrap/packages.mjs' {
  export function packagesMissing(root: string): string | undefined;
}

declare module '*/scripts/bootstrap/tool-node.mjs' {
  export function suffices(version: string): boolean;
}

declare module '*/scripts/bootstrap/libraries.mjs' {
  export function missingLibraries(lddOutput: string): string[];
  export function findPgBouncer(root: string): string | undefined;
}

declare module '*/scripts/bootstrap/apt.mjs' {
  export function parseCandidates(policy: string): Set<string>;
  export function choosePackages(wanted: readonly (readonly string[])[], known: ReadonlySet<string>): string[];
}

declare module '*/scripts/bootstrap/electron-official.mjs' {
  export function findOfficial(root: string, env?: Readonly<Record<string, string>>): string | undefined;
}

declare module '*/scripts/bootstrap/electron-registry.mjs' {
  export function placeInRuntime(name: string): string | undefined;
  export function setFuses(executable: string): void;
}

declare module '*/scripts/bootstrap/reporter.mjs' {
  export function createReporter(options: { readonly write: (text: string) => void; readonly nowMs: () => number }): {
    readonly line: (text: string) => void;
    readonly progress: (text: string) => void;
  };
  export function megabytesText(what: string, doneBytes: number, totalBytes: number): string;
}
