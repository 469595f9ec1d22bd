/** Random whole numbers from 0 up to, not including, a limit; the same ones for the same seed, so that a failure repeats. */
export function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
