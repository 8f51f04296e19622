/** The number that may send and call without being owned. */
export const MAGIC_SENDER = "+15005550006";

/** How the documented test numbers are refused, by the role they play in a request. */
export const MAGIC = {
  smsFrom: { "+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611 },
  smsTo: {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
  },
  callFrom: { "+15005550001": 21212 },
  callTo: { "+15005550001": 21217, "+15005550002": 21214, "+15005550003": 21215, "+15005550004": 21216 },
} as const satisfies Record<string, Readonly<Record<string, number>>>;

/** The code a magic number is refused with in that role, undefined when it is not. */
export function magicRefusal(role: keyof typeof MAGIC, number: string): number | undefined {
  return new Map<string, number>(Object.entries(MAGIC[role])).get(number);
}
