import type { types } from "@slack/bolt";
import type { Overrides } from "../../config/origins.ts";
import { problemLine } from "../../config/problem.ts";
import { plainAnswer } from "../blocks/answers.ts";
import type { Message } from "../blocks/fit.ts";
import { messageModal, modal } from "../blocks/modal.ts";
import { onCallBlocks } from "../blocks/oncall.ts";
import { groupList, type ListView, peopleList } from "../blocks/people-list.ts";
import type { Control } from "../control.ts";
import type { Counter } from "../listeners/counter.ts";
import { applied } from "./save.ts";

type Rights = Pick<Counter, "rights">;

/** Who is on call, in a window. */
export async function onCallWindow(
  { rights, clock }: Pick<Counter, "rights" | "clock">,
  { live }: Control,
  user: string,
): Promise<types.ModalView> {
  const editable = await rights.isAdmin(user);
  return modal({ title: "On call", blocks: onCallBlocks(live.roster(), clock.now(), { editable }) });
}

export async function peopleWindow({ rights }: Rights, { live }: Control, user: string, view: ListView) {
  if (!(await rights.isAdmin(user))) return messageModal("People", rights.refusal("change people"));
  return peopleList(live.roster(), view);
}

export async function groupsWindow({ rights }: Rights, { live }: Control, user: string, view: ListView) {
  if (!(await rights.isAdmin(user))) return messageModal("Groups", rights.refusal("change groups"));
  return groupList(live.roster(), view);
}

/** Takes a person or a group out, if nothing needs them any more. @returns what to tell */
export async function takeOut(
  counter: Counter,
  { live }: Control,
  path: string,
  user: string,
): Promise<{ done: boolean; note: Message }> {
  if (!(await counter.rights.isAdmin(user))) {
    return { done: false, note: counter.rights.refusal("change people and groups") };
  }
  const change: Overrides = { [path]: null };
  const problems = live.judge(change);
  if (problems.length > 0) {
    const why = problems.map(problemLine).join(" · ");
    return { done: false, note: plainAnswer(`✗ Not taken out, it is still needed. ${why}`) };
  }
  return { done: true, note: await applied(counter, live.change(change, user), change) };
}
