import { SegmentedMessage } from "sms-segments-calculator";

// Each of these is one septet in GSM-7, wherever it stands.
const PLAIN = /^[A-Za-z0-9 @$_!"#%&'()*+,\-./:;<=>?]+$/;

/** How many parts a text is billed as: GSM-7 160/153, UCS-2 70/67. */
export function segmentsOf(body: string, smart: boolean): number {
  // The calculator takes a millisecond a message; most texts are plain.
  if (PLAIN.test(body)) return body.length <= 160 ? 1 : Math.ceil(body.length / 153);
  return new SegmentedMessage(body, "auto", smart).segmentsCount;
}
