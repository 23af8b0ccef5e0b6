import { z } from 'zod';

/** A view as a kiosk shows it: what follows the page's address. Set-up and network are for whoever installs it. */
export const KioskAddress = z
  .string()
  .max(2_000)
  .regex(
    /^#\/(?!setup|network|plan)/,
    'a view is written as its address has it, from "#/" on; set-up, network and shifts are none',
  );

const FOR_SECONDS = 'a view is shown for 5 to 86400 whole seconds';
const seconds = z.number(FOR_SECONDS).int(FOR_SECONDS).min(5, FOR_SECONDS).max(86_400, FOR_SECONDS);

/** One screen at the line: full screen, without a pointer, without a keyboard. */
export const KioskSettings = z.strictObject({
  enabled: z.boolean(),
  /** Shown one after the other, each for its seconds; one alone is what the screen comes back to; none: what was shown last. */
  views: z.array(z.strictObject({ address: KioskAddress, seconds: seconds.default(30) })).max(50),
  hidePointerAfterSeconds: z.number().int().min(1).max(3_600),
  /** Moves the picture by a pixel now and then, so that nothing burns in. */
  pixelShift: z.boolean(),
});
export type KioskSettings = z.infer<typeof KioskSettings>;

/** What a window is told of being a kiosk's. */
export const KioskState = KioskSettings.extend({
  /** What it showed last; absent where nothing was kept. */
  lastView: KioskAddress.optional(),
});
export type KioskState = z.infer<typeof KioskState>;
