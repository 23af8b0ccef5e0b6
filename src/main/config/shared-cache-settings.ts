import { z } from 'zod';

/** The cache that the appliances of a plant share; empty texts: there is none. */
export const SharedCacheSettings = z
  .strictObject({
    /** Without a password: this file is shown and exported. */
    url: z.string(),
    /** A file of the user's alone that holds the URL, password included. */
    urlFile: z.string(),
    /** Appliances that name the same plant, and read its tables alike, share its tiles; empty: its host, port and database. */
    plantId: z.string().max(200),
  })
  .refine(({ url }) => !/^[^/]*\/\/[^/]*:[^/]*@/.test(url), {
    path: ['url'],
    message: 'it holds a password, which does not belong here; put the URL into a file and name that as redis.urlFile',
  })
  .refine(({ url, urlFile }) => url === '' || urlFile === '', {
    path: ['urlFile'],
    message: 'redis.url and redis.urlFile both name a server; give one of them',
  });
export type SharedCacheSettings = z.infer<typeof SharedCacheSettings>;

/** Where the shared cache is; undefined: there is none. @throws Error with one sentence where the file cannot be read */
export function sharedCacheUrl(
  { url, urlFile }: SharedCacheSettings,
  readFile: (path: string) => string,
): string | undefined {
  if (urlFile === '') return url === '' ? undefined : url;
  try {
    return readFile(urlFile).trim();
  } catch (cause) {
    throw new Error(`The file ${urlFile}, named as redis.urlFile in the settings, cannot be read; correct its path.`, {
      cause,
    });
  }
}
