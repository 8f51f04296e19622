/**
 * A number that stands for a text: 53 bits, all that one holds, of two FNV-1a sums with different beginnings. Tells
 * whether something changed; no protection against somebody who makes two texts alike on purpose.
 */
export function fingerprint(text: string): number {
  let one = 0x811c9dc5;
  let other = 0xcbf29ce4;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 0x01000193);
    // Another order of the same steps, lest both sums collide together.
    other = Math.imul(other, 0x01000193) ^ unit;
  }
  return (one >>> 0) * 2 ** 21 + (other >>> 11);
}
