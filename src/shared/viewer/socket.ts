/** What a connection tells its owner; after `closed` nothing more comes. */
export interface SocketEvents {
  opened(): void;
  /** Text frames as strings, binary frames as buffers; anything else is passed on for the decoder to refuse. */
  received(data: unknown): void;
  /** @param code WebSocket close code, 1006 where the connection was lost */
  closed(code: number, reason: string): void;
}

/** The two things that a viewer does with a connection. */
export interface SocketHandle {
  send(text: string): void;
  close(): void;
}

export type OpenSocket = (url: string, events: SocketEvents) => SocketHandle;
