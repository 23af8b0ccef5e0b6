/**
 * The answer of what is awaited, if it comes before a timer of this process that starts now.
 * A process that stands still for a while, as on a busy machine, holds up both alike; a clock would count that as waiting.
 * @throws Error where the timer comes first
 */
export async function settlesBefore<Answer>(limitMs: number, awaited: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not settled before a timer of ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([awaited, late]);
  } finally {
    clearTimeout(timer);
  }
}
