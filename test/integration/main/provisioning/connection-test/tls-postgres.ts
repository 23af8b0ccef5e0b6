import { execFile } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connectPlant, type PlantConnection } from '../../../../../src/main/plant/connection';
import { startRealPostgres } from '../../plant/real-postgres';

const run = promisify(execFile);

/** A PostgreSQL server with TLS and passwords, its certificate signed by an authority made here. */
export interface TlsPostgres {
  readonly port: number;
  /** PEM files: the authority that signed the server's certificate, and one that did not. */
  readonly authority: string;
  readonly strangeAuthority: string;
  /** A session of the superuser. */
  readonly admin: PlantConnection;
  stop(): Promise<void>;
}

/**
 * Everybody but `postgres` logs in with a password; `tls_only` with TLS alone, `shut_out` not at all.
 * The certificate is for `localhost`, not for 127.0.0.1.
 */
export async function startTlsPostgres(programs: string): Promise<TlsPostgres> {
  const files = mkdtempSync(join(tmpdir(), 'taktline-tls-'));
  await makeAuthority(files, 'authority');
  await makeAuthority(files, 'strange');
  await makeServerCertificate(files);
  const server = await startRealPostgres(programs);
  const admin = await connectPlant(server.address, { applicationName: 'test' });
  const { rows } = await admin.query<{ data_directory: string }>('SHOW data_directory');
  configure(rows[0]?.data_directory ?? '', files);
  await admin.query('ALTER SYSTEM SET ssl = on');
  await admin.query('SELECT pg_reload_conf()');
  await reloaded(admin);
  return {
    port: server.address.port,
    authority: join(files, 'authority.crt'),
    strangeAuthority: join(files, 'strange.crt'),
    admin,
    stop: async () => {
      await admin.end();
      await server.stop();
      rmSync(files, { recursive: true, force: true });
    },
  };
}

async function makeAuthority(folder: string, name: string): Promise<void> {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}.key`];
  const subject = ['-subj', `/CN=${name} of this test`, '-days', '400', '-out', `${name}.crt`];
  await run('openssl', ['req', '-x509', ...key, ...subject], { cwd: folder });
}

async function makeServerCertificate(folder: string): Promise<void> {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'server.key'];
  await run('openssl', ['req', '-new', ...key, '-subj', '/CN=plant of this test', '-out', 'server.csr'], {
    cwd: folder,
  });
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost\n');
  const signer = ['-CA', 'authority.crt', '-CAkey', 'authority.key', '-CAcreateserial', '-days', '90'];
  const files = ['-in', 'server.csr', '-extfile', 'names', '-out', 'server.crt'];
  await run('openssl', ['x509', '-req', ...files, ...signer], { cwd: folder });
}

const RULES = `
host    all postgres  127.0.0.1/32 trust
hostssl all tls_only  127.0.0.1/32 scram-sha-256
host    all tls_only  127.0.0.1/32 reject
host    all shut_out  127.0.0.1/32 reject
host    all all       127.0.0.1/32 scram-sha-256
`;

/** The server reads its key only where no other user may. */
function configure(dataDir: string, files: string): void {
  const { uid, gid } = statSync(dataDir);
  for (const name of ['server.crt', 'server.key']) {
    const path = join(dataDir, name);
    copyFileSync(join(files, name), path);
    chmodSync(path, 0o600);
    chownSync(path, uid, gid);
  }
  writeFileSync(join(dataDir, 'pg_hba.conf'), RULES);
}

/** Waits until new sessions see the new settings: a reload is a signal, its effect comes a moment later. */
async function reloaded(admin: PlantConnection): Promise<void> {
  const endsMs = performance.now() + 5_000;
  while (performance.now() < endsMs) {
    const { rows } = await admin.query<{ setting: string }>("SELECT setting FROM pg_settings WHERE name = 'ssl'");
    if (rows[0]?.setting === 'on') return;
  }
  throw new Error('the server did not take TLS on');
}
