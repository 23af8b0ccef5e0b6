/** Builds out/ unless it is fresh; true when it has built. See build.mjs. */
export function buildIfStale(options?: { readonly root?: string; readonly nodePath?: string }): Promise<boolean>;
export function sourceHash(root: string): string;
export function isFresh(root: string, hash?: string): boolean;
