import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** Inner size of an element in CSS px; undefined until it has been laid out. */
export interface ElementSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The size of the element that the returned ref is put on, followed as it changes. */
export function useSize<E extends HTMLElement>(): readonly [RefObject<E | null>, ElementSize | undefined] {
  const ref = useRef<E>(null);
  const [size, setSize] = useState<ElementSize>();
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = () => {
      const { clientWidth: widthPx, clientHeight: heightPx } = element;
      setSize((old) => (old?.widthPx === widthPx && old.heightPx === heightPx ? old : { widthPx, heightPx }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
