import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from './atomic-file';
import { ConfiguredPlant, type PasswordPlace } from './configured-plant';
import { decodeSettings, SettingsError, SettingsFile } from './settings';
import { changeSettings, readOwnSettings } from './settings-file';

/**
 * Settings as one file without secrets, to keep and to carry to the next appliance. The certificate authority's
 * certificate travels inside, because the next computer has no such file. Where the password lay here does not travel.
 */
const EXPORT_VERSION = 1;

const ExportedPlant = ConfiguredPlant.omit({ passwordPlace: true, tls: true }).extend({
  tls: ConfiguredPlant.shape.tls.omit({ caFile: true }).extend({
    /** PEM. */
    caCertificate: z.string().min(1).optional(),
  }),
});

const Exported = SettingsFile.omit({ plant: true }).extend({
  taktlineSettings: z.literal(EXPORT_VERSION),
  plant: ExportedPlant.optional(),
});
type Exported = z.infer<typeof Exported>;

/** Where an imported authority's certificate is put. */
function importedCaFile(dataFolder: string): string {
  return join(dataFolder, 'plant-ca.pem');
}

/**
 * The settings of a data folder as the text of such a file.
 * @throws SettingsError where they, or the certificate's file, cannot be read
 */
export async function exportSettings(dataFolder: string): Promise<string> {
  const { plant, ...others } = await readOwnSettings(dataFolder);
  const exported: Exported = {
    taktlineSettings: EXPORT_VERSION,
    ...others,
    ...(plant === undefined ? {} : { plant: await exportedPlant(plant) }),
  };
  return `${JSON.stringify(exported, null, 2)}\n`;
}

async function exportedPlant({ passwordPlace: _, tls, ...others }: ConfiguredPlant) {
  if (tls.caFile === undefined) return { ...others, tls: { mode: tls.mode } };
  try {
    return { ...others, tls: { mode: tls.mode, caCertificate: await readFile(tls.caFile, 'utf8') } };
  } catch (cause) {
    throw new SettingsError(
      `The certificate file ${tls.caFile} cannot be read; put it back, or set the plant up again.`,
      {
        cause,
      },
    );
  }
}

/** What such a file holds. @throws SettingsError with one sentence that names the file and the place */
export function readExport(name: string, text: string): Exported {
  return decodeSettings(Exported, text, name);
}

/**
 * Puts the settings of such a file into a data folder: over what is there, section by section; sections that the file
 * does not have stay.
 * @param passwordPlace where the password of its plant lies here; undefined to leave the plant and its tables out
 * @returns the file's plant, as it is configured here
 * @throws SettingsError; the system's error
 */
export async function importSettings(
  dataFolder: string,
  { taktlineSettings: _, plant, tables, ...others }: Exported,
  passwordPlace: PasswordPlace | undefined,
): Promise<ConfiguredPlant | undefined> {
  const imported = plant === undefined ? undefined : await importedPlant(dataFolder, plant, passwordPlace ?? 'ask');
  const withPlant = imported !== undefined && passwordPlace !== undefined;
  // Where the samples are belongs to the plant: it comes with it, also as nothing, and stays with it.
  const withTables = withPlant || (plant === undefined && tables !== undefined);
  await changeSettings(dataFolder, (content) => ({
    ...content,
    ...others,
    ...(withPlant ? { plant: imported } : {}),
    ...(withTables ? { tables } : {}),
  }));
  return imported;
}

async function importedPlant(
  dataFolder: string,
  { tls, ...others }: z.infer<typeof ExportedPlant>,
  passwordPlace: PasswordPlace,
): Promise<ConfiguredPlant> {
  if (tls.caCertificate === undefined) return { ...others, tls: { mode: tls.mode }, passwordPlace };
  const caFile = importedCaFile(dataFolder);
  await writeFileAtomically(caFile, tls.caCertificate);
  return { ...others, tls: { mode: tls.mode, caFile }, passwordPlace };
}
