import { quoteIdentifier } from '../../shared/sql-identifier';
import { readCatalogue } from './catalogue/read-catalogue';
import { ProvisioningFailure, sqlState } from './provisioning-failure';
import { isReaderOurs } from './reader-notes';
import { quoteLiteral } from './render-sql';
import { scramVerifier } from './scram-verifier';
import type { SqlClient } from './sql-client';

/**
 * Gives the role of daily work its password. The server gets a SCRAM verifier, which is computed here: the password
 * stands in no SQL, in no log and in no ledger.
 * @param salt 16 random bytes
 * @throws ProvisioningFailure `refused` where the role is not there or not made by us, or the password does not serve
 */
export async function setReaderPassword(
  client: SqlClient,
  reader: string,
  password: string,
  salt: Uint8Array,
): Promise<void> {
  const verifier = verifierOf(password, salt);
  const catalogue = await readCatalogue(client, { reader });
  const found = catalogue.readers.get(reader);
  if (found === undefined) {
    throw new ProvisioningFailure('refused', `There is no role ${reader} yet; apply the plan first.`);
  }
  if (!isReaderOurs(catalogue, reader)) {
    throw new ProvisioningFailure(
      'refused',
      `The role ${reader} was not made by this installation, and others may use it; set its password with psql: \\password ${reader}`,
    );
  }
  try {
    await client.query(`ALTER ROLE ${quoteIdentifier(reader)} PASSWORD ${quoteLiteral(verifier)}`);
  } catch (error) {
    // The driver's error holds no statement, but nothing that came near the verifier goes any further.
    const code = sqlState(error) ?? 'no SQLSTATE';
    throw new ProvisioningFailure(
      'refused',
      `The server refused to set the password of ${reader} (${code}); connect as the role that made it, or as a superuser.`,
    );
  }
}

function verifierOf(password: string, salt: Uint8Array): string {
  try {
    return scramVerifier(password, salt);
  } catch (error) {
    throw new ProvisioningFailure('refused', error instanceof Error ? error.message : String(error));
  }
}
