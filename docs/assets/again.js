// What a script asks for may not come: it is asked for again.

const LONGEST = 16_000; // milliseconds between two attempts

/** What an attempt comes to. Each that fails is told to `failed`, and the next is made after one second, two, four … An attempt
 * is told how long ago the last one failed: 0 for the first. */
export async function again(attempt, failed, ago = 0) {
  try {
    return await attempt(ago);
  } catch {
    failed?.();
  }
  const pause = Math.min(2 * ago || 1000, LONGEST);
  await new Promise((go) => setTimeout(go, pause));
  return again(attempt, failed, pause);
}
