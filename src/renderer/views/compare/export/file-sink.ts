import type { TaktlineBridge } from '../../../../shared/ipc';

/** Where an export is written to, part by part. */
export interface FileSink {
  write(part: string | Uint8Array<ArrayBuffer>): Promise<void>;
  /** The file is whole. */
  keep(): Promise<void>;
  /** Nothing of it stays. */
  drop(): Promise<void>;
}

export type FileKind = 'csv' | 'png';

const TYPES: Readonly<Record<FileKind, string>> = { csv: 'text/csv;charset=utf-8', png: 'image/png' };
/** What one message of the control plane carries. */
const PART_BYTES = 1_000_000;
/** An address of a blob is let go of once the browser has surely begun to save it. */
const RELEASE_AFTER_MS = 60_000;

/**
 * A file on this device: in the app's own window where a person says, through the main process; in a browser as a download.
 * @returns undefined where the person thinks better of it
 * @throws Error with one sentence where it cannot be written
 */
export async function openSink(
  bridge: TaktlineBridge | undefined,
  file: { readonly name: string; readonly kind: FileKind },
): Promise<FileSink | undefined> {
  if (bridge === undefined) return downloadSink(file);
  const { id, sentence } = await bridge.exportOpen(file);
  if (sentence !== undefined) throw new Error(sentence);
  return id === undefined ? undefined : bridgeSink(bridge, id);
}

function bridgeSink(bridge: TaktlineBridge, id: number): FileSink {
  const done = ({ sentence }: { readonly sentence?: string | undefined }) => {
    if (sentence !== undefined) throw new Error(sentence);
  };
  const encoder = new TextEncoder();
  return {
    write: async (part) => {
      const bytes = typeof part === 'string' ? encoder.encode(part) : part;
      for (let at = 0; at < bytes.length; at += PART_BYTES)
        done(await bridge.exportWrite(id, bytes.slice(at, at + PART_BYTES)));
    },
    keep: async () => done(await bridge.exportClose(id, 'keep')),
    drop: async () => done(await bridge.exportClose(id, 'drop')),
  };
}

/** The browser keeps the parts, on disk where they are many. */
function downloadSink({ name, kind }: { readonly name: string; readonly kind: FileKind }): FileSink {
  let blob = new Blob([], { type: TYPES[kind] });
  return {
    write: async (part) => {
      blob = new Blob([blob, part], { type: TYPES[kind] });
      // A long export leaves room for drawing and for fingers.
      await new Promise((resolve) => setTimeout(resolve));
    },
    keep: async () => {
      const url = URL.createObjectURL(blob);
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), RELEASE_AFTER_MS);
    },
    drop: async () => {
      blob = new Blob();
    },
  };
}
