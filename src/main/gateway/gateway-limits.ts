import { HEARTBEAT_INTERVAL_MS } from '../../shared/protocol';
import { DEFAULT_LAG_LIMITS, type LagLimits } from './lag-policy';

/** Bounds of the gateway; docs/protocol.md tells them to whoever writes a client. */
export interface GatewayLimits {
  /** A connection that has not said hello by then is closed, ms. */
  readonly helloDeadlineMs: number;
  readonly heartbeatMs: number;
  /** A socket that says nothing for so long is pinged, and ended where it says nothing as long again, ms. */
  readonly pingMs: number;
  /** Longest frame from a viewer, bytes. */
  readonly maxFrameBytes: number;
  /** Frames of one viewer: so many at once, then this rate. */
  readonly messages: { readonly burst: number; readonly perSecond: number };
  /** A viewer that sends more wrong messages than this is closed. */
  readonly maxBadMessages: number;
  /** History requests of one viewer that are not answered yet. */
  readonly maxRequestsInFlight: number;
  /** Questions of one viewer for states and events that are not answered yet: each goes through many samples. */
  readonly maxEventQuestionsInFlight: number;
  readonly maxConnections: number;
  /** Connections of one address of the network, pages included; programs on the appliance itself are not counted. */
  readonly maxSocketsPerAddress: number;
  /** Connections that have not said hello. */
  readonly maxUngreeted: number;
  /** Of these, from one address of the network; as before, programs on the appliance itself are not counted. */
  readonly maxUngreetedPerAddress: number;
  /** Live data not yet taken over by the network; a viewer above it is closed, bytes. */
  readonly maxBufferedBytes: number;
  /** Names on the network and the certificate are looked at again this often, ms. */
  readonly lanLookMs: number;
  /** How often the lag of every viewer is looked at, ms. */
  readonly lagSweepMs: number;
  readonly lag: LagLimits;
  /** A viewer that comes back and has missed more than this is told to reload, bytes. */
  readonly maxResumeBytes: number;
  /** Longest that the fan-out writes before others get their turn, ms. */
  readonly sliceMs: number;
  /** Closing waits this long for the viewers' goodbye, ms. */
  readonly closeMs: number;
}

export const DEFAULT_GATEWAY_LIMITS: GatewayLimits = {
  helloDeadlineMs: 5_000,
  heartbeatMs: HEARTBEAT_INTERVAL_MS,
  pingMs: 20_000,
  maxFrameBytes: 64 * 1024,
  messages: { burst: 100, perSecond: 50 },
  maxBadMessages: 5,
  maxRequestsInFlight: 16,
  maxEventQuestionsInFlight: 4,
  // 5,000 screens, and room for those that a cut has left half open.
  maxConnections: 6_000,
  maxSocketsPerAddress: 256,
  // A thousand screens that a cut has sent away come back together.
  maxUngreeted: 1_200,
  // Half of what an address may have at all: kiosks behind one router come back within a second, each greeted in a moment.
  maxUngreetedPerAddress: 128,
  maxBufferedBytes: 1024 * 1024,
  lanLookMs: 30_000,
  lagSweepMs: 250,
  lag: DEFAULT_LAG_LIMITS,
  maxResumeBytes: 512 * 1024,
  sliceMs: 8,
  closeMs: 1_000,
};
