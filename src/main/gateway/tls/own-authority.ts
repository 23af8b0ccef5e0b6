import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../shared/time';
import type { KeyFolder } from '../key-folder';
import { constraintsFor, splitByConstraints } from './constraints';
import {
  dayText,
  type LanCertificate,
  LanCertificateError,
  type LanIdentity,
  readPem,
  validFromMs,
  validToMs,
} from './lan-identity';
import { type CertificateNames, writeCertificate } from './write-certificate';

/** Texts of this user alone, kept over restarts. */
export type SecretFiles = Pick<KeyFolder, 'read' | 'write'>;

const ROOT_DAYS = 3_652;
/** The longest that browsers of 2026 accept of a server, also under an authority of one's own. */
const LEAF_DAYS = 397;
/** A server's certificate is made anew this long before its end, and a root's end is told of. */
const RENEW_DAYS = 30;
/** Screens' clocks may be behind ours. */
const BACKDATED_MS = DAY_MS;
const SERIAL_BYTES = 16;
const ROOT_FILE = 'network-root.json';
const LEAF_FILE = 'network-certificate.json';

const KeptRoot = z.object({
  name: z.string(),
  certificate: z.string(),
  key: z.string(),
  constraints: z.object({
    hosts: z.array(z.string()),
    networks: z.array(z.object({ address: z.string(), prefixBits: z.number().int().min(0).max(128) })),
  }),
});
type KeptRoot = z.infer<typeof KeptRoot>;
const KeptLeaf = z.object({ certificate: z.string(), key: z.string(), names: z.array(z.string()) });
type KeptLeaf = z.infer<typeof KeptLeaf>;

export interface OwnAuthorityOptions {
  readonly files: SecretFiles;
  /** Cryptographic randomness. */
  readonly randomBytes: (size: number) => Uint8Array;
}

/**
 * The appliance's own certificate authority: a root that lives ten years and is told to each screen once, and under it
 * the gateway's certificate, made anew by itself before its end and whenever names or addresses change. The root stays
 * whatever happens to clocks and names: every screen would have to be told of another.
 */
export class OwnAuthority implements LanIdentity {
  readonly #options: OwnAuthorityOptions;
  #root: KeptRoot | undefined;
  #leaf: KeptLeaf | undefined;

  constructor(options: OwnAuthorityOptions) {
    this.#options = options;
  }

  async certificateFor(names: CertificateNames, nowMs: number): Promise<LanCertificate> {
    this.#root ??= (await this.#kept(ROOT_FILE, KeptRoot)) ?? (await this.#newRoot(names, nowMs));
    const root = this.#root;
    const { allowed, others } = splitByConstraints(names, root.constraints);
    // This machine's own name for itself: a browser on the appliance itself needs no exception.
    const hosts = [...allowed.hosts, 'localhost'];
    const wanted = { hosts, addresses: [...allowed.addresses, '127.0.0.1', '::1'] };
    this.#leaf ??= await this.#kept(LEAF_FILE, KeptLeaf);
    if (this.#leaf === undefined || !isGood(this.#leaf, root, wanted, nowMs)) {
      this.#leaf = await this.#newLeaf(root, wanted, nowMs);
    }
    return lanCertificate(root, this.#leaf, { hosts, others, nowMs });
  }

  /** Throws the present root away and makes another: every screen must be told of it. */
  async renewRoot(names: CertificateNames, nowMs: number): Promise<void> {
    this.#root = await this.#newRoot(names, nowMs);
    this.#leaf = undefined;
  }

  async #kept<T>(name: string, schema: z.ZodType<T>): Promise<T | undefined> {
    const text = await this.#options.files.read(name);
    if (text === undefined) return undefined;
    const decoded = schema.safeParse(parsedJson(text));
    if (decoded.success) return decoded.data;
    // Another root would lock every screen out: that is a person's decision.
    throw new LanCertificateError(
      `${name} in the folder of secrets is damaged: put it back from a copy, or remove it to have a new one made.`,
    );
  }

  async #newRoot(names: CertificateNames, nowMs: number): Promise<KeptRoot> {
    const { privateKey, publicKey } = await newKeys();
    const name = `Taktline ${names.hosts[0] ?? 'appliance'}, root of ${dayText(nowMs)}`;
    const constraints = constraintsFor(names);
    const certificate = writeCertificate({
      subject: name,
      issuer: { name, key: privateKey },
      publicKey,
      serial: this.#options.randomBytes(SERIAL_BYTES),
      fromMs: nowMs - BACKDATED_MS,
      toMs: nowMs + ROOT_DAYS * DAY_MS,
      use: { kind: 'authority', constraints },
    });
    return this.#keep(ROOT_FILE, {
      name,
      certificate,
      key: pemOf(privateKey),
      constraints: { hosts: [...constraints.hosts], networks: [...constraints.networks] },
    });
  }

  async #newLeaf(root: KeptRoot, names: CertificateNames, nowMs: number): Promise<KeptLeaf> {
    const authority = readPem(root.certificate);
    const { privateKey, publicKey } = await newKeys();
    const certificate = writeCertificate({
      subject: `Taktline ${names.hosts[0] ?? 'appliance'}`,
      issuer: { name: root.name, key: createPrivateKey(root.key) },
      publicKey,
      serial: this.#options.randomBytes(SERIAL_BYTES),
      fromMs: Math.max(nowMs - BACKDATED_MS, validFromMs(authority)),
      toMs: Math.min(nowMs - BACKDATED_MS + LEAF_DAYS * DAY_MS, validToMs(authority) + SECOND_MS),
      use: { kind: 'server', names },
    });
    return this.#keep(LEAF_FILE, { certificate, key: pemOf(privateKey), names: namesIn(names) });
  }

  /** Written first: what is shown to a screen once is there after a power cut too. */
  async #keep<T extends object>(file: string, kept: T): Promise<T> {
    await this.#options.files.write(file, `${JSON.stringify(kept, null, 2)}\n`);
    return kept;
  }
}

function lanCertificate(
  root: KeptRoot,
  leaf: KeptLeaf,
  {
    hosts,
    others,
    nowMs,
  }: { readonly hosts: readonly string[]; readonly others: readonly string[]; readonly nowMs: number },
): LanCertificate {
  const [authority, certificate] = [readPem(root.certificate), readPem(leaf.certificate)];
  const rootEndsMs = validToMs(authority);
  const ending = rootEndsMs - nowMs < RENEW_DAYS * DAY_MS;
  return {
    chainPem: `${leaf.certificate}${root.certificate}`,
    keyPem: leaf.key,
    hosts,
    validToMs: validToMs(certificate),
    fingerprint: certificate.fingerprint256,
    root: { pem: root.certificate, fingerprint: authority.fingerprint256, validToMs: rootEndsMs },
    problems: [
      ...(ending
        ? [`The appliance's root ends on ${dayText(rootEndsMs)}: make a new one and install it on every screen.`]
        : []),
      ...(others.length > 0
        ? [
            `The appliance's root was made before it had the name ${others.join(', ')} and does not vouch for it: use another address, or make a new root and install it on every screen.`,
          ]
        : []),
    ],
  };
}

function isGood(leaf: KeptLeaf, root: KeptRoot, names: CertificateNames, nowMs: number): boolean {
  const certificate = readPem(leaf.certificate);
  const endMs = validToMs(certificate);
  // One that lives as long as the root does cannot be made to live longer.
  const isLast = endMs >= validToMs(readPem(root.certificate)) - MINUTE_MS;
  return (
    certificate.verify(createPublicKey(createPrivateKey(root.key))) &&
    leaf.names.join() === namesIn(names).join() &&
    nowMs >= validFromMs(certificate) &&
    (isLast || endMs - nowMs >= RENEW_DAYS * DAY_MS)
  );
}

function namesIn({ hosts, addresses }: CertificateNames): string[] {
  return [...hosts, ...addresses];
}

async function newKeys(): Promise<{ readonly privateKey: KeyObject; readonly publicKey: KeyObject }> {
  return promisify(generateKeyPair)('ec', { namedCurve: 'prime256v1' });
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one way of being damaged, which the decoder says.
    return undefined;
  }
}
