import { createHmac } from "node:crypto";

const BYTE = 2 ** 8;

/**
 * Picks for a text's code that only its id and a secret decide: two copies that write the same text give it the
 * same code, by which either finds it at the provider, and nobody without the secret can guess it.
 *
 * @returns gives a whole number of at least 0 and below its argument, 256 at most
 */
export function picksFor(secret: string, id: string): (below: number) => number {
  let bytes: Buffer = Buffer.alloc(0);
  let round = 0;
  return (below) => {
    const limit = BYTE - (BYTE % below);
    for (;;) {
      if (bytes.length === 0) bytes = createHmac("sha256", secret).update(`${round++} ${id}`).digest();
      const byte = bytes.readUInt8();
      bytes = bytes.subarray(1);
      if (byte < limit) return byte % below;
    }
  };
}
