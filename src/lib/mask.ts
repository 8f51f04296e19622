/** A phone number as people may see it: `+44…01`. Enough to tell two apart, too little to call. */
export function mask(phone: string): string {
  return phone.length < 8 ? "…" : `${phone.slice(0, 3)}…${phone.slice(-2)}`;
}
