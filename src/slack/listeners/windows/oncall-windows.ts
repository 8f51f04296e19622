import type { types } from "@slack/bolt";
import type { Overrides } from "../../../config/origins.ts";
import { problemLine } from "../../../config/problem.ts";
import { plainText } from "../../../lib/untrusted.ts";
import { plainAnswer } from "../../blocks/answers.ts";
import type { Message } from "../../blocks/fit.ts";
import { messageModal, modal } from "../../blocks/modal.ts";
import { onCallBlocks } from "../../blocks/oncall.ts";
import type { Control } from "../../control.ts";
import { groupList, type ListView, peopleList } from "../../modals/people-list.ts";
import { pathOf } from "../../modals/setting.ts";
import type { Counter } from "../counter.ts";
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
  const refused = await rights.objection("change", user, "change people");
  return refused === undefined ? peopleList(live.roster(), view) : messageModal("People", refused);
}

export async function groupsWindow({ rights }: Rights, { live }: Control, user: string, view: ListView) {
  const refused = await rights.objection("change", user, "change groups");
  return refused === undefined ? groupList(live.roster(), view) : messageModal("Groups", refused);
}

/** Somebody else was faster. */
export function goneAlready(name: string): Message {
  return plainAnswer(`There is no ${plainText(name, 60)} any more, so nothing was changed.`);
}

/** Takes a person or a group out, if nothing needs them any more. @returns what to tell, and whether the form is done with */
export async function takeOut(
  counter: Counter,
  { live }: Control,
  { section, name }: { section: "people" | "groups"; name: string },
  user: string,
): Promise<{ done: boolean; note: Message }> {
  const refused = await counter.rights.objection("change", user, "change people and groups");
  if (refused !== undefined) return { done: true, note: refused };
  if (!Object.hasOwn(live.roster()[section], name)) return { done: true, note: goneAlready(name) };
  const path = pathOf(section, name);
  const change: Overrides = { [path]: null };
  const problems = live.judge(change);
  if (problems.length > 0) {
    const why = problems.map(problemLine).join(" · ");
    return { done: false, note: plainAnswer(`✗ Not taken out, it is still needed. ${why}`) };
  }
  return { done: true, note: await applied(counter, live.change(change, user), change) };
}
