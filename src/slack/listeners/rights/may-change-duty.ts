import type { DutyChange } from "../../../oncall/own-duty.ts";
import type { Message } from "../../blocks/fit.ts";
import type { Control } from "../../control.ts";
import type { Counter } from "../counter.ts";

/** Admins may change any duty, whoever is on call their own. @returns what to tell whoever may not */
export function dutyObjection(
  { rights }: Pick<Counter, "rights">,
  { duty }: Control,
  user: string,
  change: DutyChange,
): Promise<Message | undefined> {
  const right = duty.isOwn(user, change) ? "look" : "change";
  return rights.objection(right, user, "change who is on call");
}
