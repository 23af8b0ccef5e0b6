import type { OpenSocket } from '../../shared/viewer/socket';

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
