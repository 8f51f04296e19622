/** Gives each prefix its own count, so that the same script yields the same SIDs. */
export type NextSid = (prefix: string) => { sid: string; seq: number };

/** Makes SIDs of Twilio's shape, two letters and 32 hex digits, by counting. */
export function sidCounter(): NextSid {
  const counts = new Map<string, number>();
  return (prefix) => {
    const seq = (counts.get(prefix) ?? 0) + 1;
    counts.set(prefix, seq);
    return { sid: prefix + seq.toString(16).padStart(32, "0"), seq };
  };
}
