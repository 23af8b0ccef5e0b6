/** What a connection tells its owner; after `closed` nothing more comes. */
export interface SocketEvents {
  opened(): void;
  /** Text frames as strings, binary frames as buffers; anything else is passed on for the decoder to refuse. */
  received(data: unknown): void;
  /** @param code WebSocket close code, 1006 where the connection was lost */
  closed(code: number, reason: string): void;
}

/** The two things that the client does with a connection. */
export interface SocketHandle {
  send(text: string): void;
  close(): void;
}

export type OpenSocket = (url: string, events: SocketEvents) => SocketHandle;

/** {@link OpenSocket} over the browser's WebSocket. */
export const openBrowserSocket: OpenSocket = (url, events) => {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  let told = false;
  const closed = (code: number, reason: string): void => {
    if (told) return;
    told = true;
    events.closed(code, reason);
  };
  socket.onopen = () => events.opened();
  socket.onmessage = (event: MessageEvent<unknown>) => events.received(event.data);
  socket.onclose = (event) => closed(event.code, event.reason);
  return {
    send: (text) => socket.send(text),
    close: () => {
      socket.close();
      // A dead peer never confirms the close, and the browser would wait a minute for it.
      closed(1006, 'given up');
    },
  };
};
