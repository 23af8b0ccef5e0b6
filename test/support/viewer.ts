import { once } from 'node:events';
import { type ClientMessage, type PlantLink, PROTOCOL_VERSION, ServerMessage } from '../../src/shared/protocol';

export interface TestViewer {
  say(message: ClientMessage): void;
  /** The first message of a type, of those that came and those to come, that holds what is asked for. */
  message<Type extends ServerMessage['type']>(
    type: Type,
    holds?: (message: ServerMessage & { type: Type }) => boolean,
  ): Promise<ServerMessage & { type: Type }>;
  /** The plant's link as soon as it is what is asked for: said by the welcome where it was so already, else by a message. */
  link(holds: (link: PlantLink) => boolean): Promise<PlantLink>;
  /** The first binary frame that holds what is asked for. */
  frame(holds?: (frame: Uint8Array) => boolean): Promise<Uint8Array>;
  /** Told of every message that comes from now on, in order. */
  onMessage(listener: (message: ServerMessage) => void): void;
  close(): void;
}

/**
 * A viewer in a few lines: connects to a running appliance and says hello with a printed code.
 * @param line any text that holds an address such as `http://127.0.0.1:4711/#code=…`
 */
export async function openViewer(line: string): Promise<TestViewer> {
  const address = new URL((/http:\S+/.exec(line) as RegExpExecArray)[0]);
  const socket = new WebSocket(`ws://${address.host}/live`);
  socket.binaryType = 'arraybuffer';
  const frames: (ServerMessage | Uint8Array)[] = [];
  const waiting: (() => void)[] = [];
  const listeners: ((message: ServerMessage) => void)[] = [];
  socket.addEventListener('message', ({ data }) => {
    const frame = typeof data === 'string' ? ServerMessage.parse(JSON.parse(data)) : new Uint8Array(data);
    frames.push(frame);
    if (!(frame instanceof Uint8Array)) for (const listener of listeners) listener(frame);
    for (const check of [...waiting]) check();
  });
  await once(socket, 'open');
  const say = (message: ClientMessage) => socket.send(JSON.stringify(message));
  say({ type: 'hello', version: PROTOCOL_VERSION, code: address.hash.slice('#code='.length) });
  const next = <Found>(pick: (frame: ServerMessage | Uint8Array) => Found | undefined) =>
    new Promise<Found>((resolve) => {
      const check = () => {
        for (const frame of frames) {
          const found = pick(frame);
          if (found !== undefined) return resolve(found);
        }
      };
      waiting.push(check);
      check();
    });
  const message = <Type extends ServerMessage['type']>(
    type: Type,
    holds: (message: ServerMessage & { type: Type }) => boolean = () => true,
  ) =>
    next((frame) =>
      !(frame instanceof Uint8Array) && frame.type === type && holds(frame as ServerMessage & { type: Type })
        ? (frame as ServerMessage & { type: Type })
        : undefined,
    );
  return {
    say,
    message,
    link: (holds) =>
      next((frame) =>
        !(frame instanceof Uint8Array) && (frame.type === 'welcome' || frame.type === 'link') && holds(frame.link)
          ? frame.link
          : undefined,
      ),
    frame: (holds = () => true) => next((frame) => (frame instanceof Uint8Array && holds(frame) ? frame : undefined)),
    onMessage: (listener) => void listeners.push(listener),
    close: () => socket.close(),
  };
}
