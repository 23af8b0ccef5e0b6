import { WebSocket } from 'ws';
import type { OpenSocket } from '../../shared/viewer/socket';
import type { ApplianceAddress } from './appliance-address';
import { describeHttpStatus, describeSocketTrouble } from './appliance-trouble';

const HANDSHAKE_MS = 5_000;
/** A snapshot of a large plant with its recent past is one frame. */
const MAX_FRAME_BYTES = 128 * 1024 * 1024;

/** Connections to another appliance: the one file on the viewing side that knows `ws`. A reason is a sentence for a person. */
export function applianceSockets(address: ApplianceAddress): OpenSocket {
  return (url, events) => {
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      maxPayload: MAX_FRAME_BYTES,
      handshakeTimeout: HANDSHAKE_MS,
      ...(address.ca === undefined ? {} : { ca: address.ca }),
    });
    socket.binaryType = 'arraybuffer';
    let why = '';
    let isTold = false;
    const closed = (code: number, reason: string) => {
      if (isTold) return;
      isTold = true;
      events.closed(code, reason);
    };
    socket.on('open', () => events.opened());
    socket.on('message', (data, isBinary) => {
      if (!isTold) events.received(isBinary ? data : textOf(data));
    });
    socket.on('unexpected-response', (request, response) => {
      why = describeHttpStatus(response.statusCode ?? 0, address);
      request.destroy();
      closed(1006, why);
    });
    socket.on('error', (error) => {
      if (why === '') why = describeSocketTrouble(error, address);
    });
    socket.on('close', (code, reason) => closed(code, reason.toString() || why));
    return {
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: () => {
        closed(1006, 'given up');
        socket.terminate();
      },
    };
  };
}

/** With buffers asked for as array buffers, text comes as one too. */
function textOf(data: unknown): string {
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : String(data);
}
