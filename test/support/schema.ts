import { connectPlant, type PlantAddress } from '../../src/main/plant/connection';
import { provisionSchema, type StepReport } from '../../src/main/provisioning/apply';
import { DEFAULT_SCHEMA_SETTINGS, type SchemaSettings } from '../../src/main/provisioning/schema-settings';

/**
 * Brings a test's plant to the wanted state: schema, aggregates, policies and wake-ups.
 * @param address of a role that may make them (`taktline` on the embedded plant)
 */
export async function provisionTestSchema(
  address: PlantAddress,
  settings: SchemaSettings = DEFAULT_SCHEMA_SETTINGS,
): Promise<readonly StepReport[]> {
  const client = await connectPlant(address, { applicationName: 'taktline test provisioning' });
  try {
    return await provisionSchema(client, settings);
  } finally {
    await client.end();
  }
}
