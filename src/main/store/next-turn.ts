/** Lets the event loop do what else is due: long work on the main thread is cut into slices. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
