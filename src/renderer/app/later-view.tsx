import { type ComponentType, useEffect, useState } from 'react';

/** A view whose code is not a part of what the first picture waits for. */
export interface LaterView<Props> {
  readonly View: ComponentType<Props>;
  /** Brings its code, so that a tap need not wait for it; settles when it is there. */
  readonly bring: () => Promise<void>;
}

/** The appliance may be away for a moment. */
const AGAIN_MS = 2_000;

/**
 * Shows a view as soon as its code is there: at once where it has been brought before. React's own `lazy` would show its
 * fallback first in that case too, and would never try again after a failure.
 * @param options.isPatient it stands on the first picture already: showing it brings nothing, it comes when it is brought
 */
export function laterView<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  options: { readonly isPatient?: boolean } = {},
): LaterView<Props> {
  let loaded: ComponentType<Props> | undefined;
  let bringing: Promise<void> | undefined;
  let tellBrought: () => void = () => undefined;
  const brought = new Promise<void>((resolve) => {
    tellBrought = resolve;
  });
  const bring = () => {
    bringing ??= untilLoaded(load).then((view) => {
      loaded = view;
      tellBrought();
    });
    return bringing;
  };
  function View(props: Props) {
    const [Loaded, setLoaded] = useState(() => loaded);
    useEffect(() => {
      if (Loaded === undefined) void (options.isPatient ? brought : bring()).then(() => setLoaded(() => loaded));
    }, [Loaded]);
    return Loaded === undefined ? null : <Loaded {...props} />;
  }
  return { View, bring };
}

async function untilLoaded<View>(load: () => Promise<View>): Promise<View> {
  for (;;) {
    try {
      return await load();
    } catch (error) {
      console.warn('A part of the page could not be fetched and is asked for again:', error);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
