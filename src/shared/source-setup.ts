import { z } from 'zod';

/** Another appliance as the source, as a person gives it. The token goes in by this and never comes back. */
export const SourceRequest = z.strictObject({
  url: z.string().trim().min(1).max(300),
  /** Empty: the one that is kept for this address. */
  token: z.string().trim().max(256),
  /** PEM file of the certificate's authority, where the system does not know it. */
  caFile: z.string().min(1).optional(),
  tokenPlace: z.enum(['keyring', 'file']),
});
export type SourceRequest = z.infer<typeof SourceRequest>;

/** What is set now, and where a token can be kept. */
export const SourceState = z.object({
  url: z.string().optional(),
  caFile: z.string().optional(),
  tokenPlaces: z.array(z.object({ place: z.enum(['keyring', 'file']), sentence: z.string() })),
});
export type SourceState = z.infer<typeof SourceState>;

/** What a test found, a sentence each, in the order of trying. */
export const SourceTest = z.object({
  isGood: z.boolean(),
  stages: z.array(z.object({ isGood: z.boolean(), sentence: z.string() })),
});
export type SourceTest = z.infer<typeof SourceTest>;
