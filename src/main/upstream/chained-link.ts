import type { PlantLink } from '../../shared/protocol';
import type { ApplianceLink } from '../../shared/viewer/appliance-link';
import type { ClientState } from '../../shared/viewer/client-state';

export interface ChainParts {
  /** What the appliance is called. */
  readonly name: string;
  readonly client: ClientState;
  readonly appliance: ApplianceLink;
  /** The link to the plant, as the appliance told last; undefined before its first word. */
  readonly plant: PlantLink | undefined;
  /** Why the connection ended last; undefined while it has not. */
  readonly lostReason: string | undefined;
  /** Plant time of the last word. */
  readonly heardMs: number | undefined;
  /** Plant time up to which an earlier run knew the plant. */
  readonly keptMs: number | undefined;
}

const REFUSED: Readonly<Record<string, string>> = {
  unauthorised: 'it does not take our token (any more): have a new one issued there, and give it here.',
  'code-expired': 'it does not take our token: have a new one issued there, and give it here.',
  'version-mismatch': 'it speaks another version of the protocol: bring both to the same version.',
  'no-key': 'no token for it is kept here.',
};

/**
 * The way from the plant through another appliance: the worse of the two links, and which of them it is. What the
 * appliance says of its own link passes through, be it to the database or to yet another appliance.
 */
export function chainedLink(parts: ChainParts): PlantLink {
  const { client, appliance, plant, name, lostReason } = parts;
  const isLive = client.name === 'live' && plant !== undefined;
  if (!isLive || appliance === 'offline') return brokenHere(parts);
  const { surplusRights: _theirAffair, ...link } = plant;
  const asOfMs = link.state === 'online' ? (parts.heardMs ?? link.asOfMs) : (link.asOfMs ?? parts.keptMs ?? null);
  if (appliance === 'late' && (link.state === 'online' || link.state === 'late')) {
    return { ...link, state: 'late', asOfMs, reason: `${name} answers late.`, broken: 'appliance' };
  }
  if (link.state === 'online') return { ...link, asOfMs };
  const reason = link.reason ?? lostReason ?? 'It does not answer.';
  return {
    ...link,
    asOfMs,
    reason: `${name} is reached, what it follows is not: ${reason}`,
    broken: link.broken ?? 'plant',
  };
}

function brokenHere({ client, plant, name, lostReason, heardMs, keptMs }: ChainParts): PlantLink {
  const asOfMs = (plant === undefined || plant.state === 'online' ? heardMs : plant.asOfMs) ?? keptMs ?? null;
  const lost = { asOfMs, feed: null, broken: 'appliance' } as const;
  if (client.name === 'refused') {
    return { ...lost, state: 'offline', reason: `${name}: ${REFUSED[client.refusal] ?? client.message}` };
  }
  const isTrying = plant === undefined && lostReason === undefined;
  if (isTrying) return { ...lost, state: 'connecting', reason: `Connecting to ${name}.` };
  return { ...lost, state: 'offline', reason: `${name}: ${lostReason ?? 'it has gone silent.'}` };
}
