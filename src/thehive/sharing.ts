import { Pap, Tlp } from "../sla/model.ts";

const TLP_OF_5 = Tlp.options;
const TLP_OF_4 = TLP_OF_5.filter((name) => name !== "amber+strict");

/** The TLP by TheHive's number: 5 has one more than 3 and 4. What no version knows counts as the strictest. */
export function tlpOf(number: number, is5: boolean): Tlp {
  return (is5 ? TLP_OF_5 : TLP_OF_4)[number] ?? "red";
}

/** The PAP by TheHive's number. What no version knows counts as the strictest. */
export function papOf(number: number): Pap {
  return Pap.options[number] ?? "red";
}
