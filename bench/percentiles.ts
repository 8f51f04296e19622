/** The figure below which that share of all lies. */
function percentile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (figures: readonly number[]) => percentile(figures, 0.5);

/** p50, p99 and the worst of some figures in ms, as one line. */
export function percentiles(figures: readonly number[]): string {
  const ms = (share: number) => `${percentile(figures, share).toFixed(1)} ms`;
  return `p50 ${ms(0.5)}, p99 ${ms(0.99)}, max ${ms(1)} (n=${figures.length})`;
}
