import { SegmentedMessage } from "sms-segments-calculator";

/** How many parts a text is billed as: GSM-7 160/153, UCS-2 70/67. */
export function segmentsOf(body: string, smart: boolean): number {
  return new SegmentedMessage(body, "auto", smart).segmentsCount;
}
