import type { App, BlockAction, RespondFn, types, ViewSubmitAction } from "@slack/bolt";
import { Name } from "../../../oncall/person.ts";
import type { Message } from "../../blocks/fit.ts";
import { messageModal } from "../../blocks/modal.ts";
import type { Control } from "../../control.ts";
import { type FormState, formState, forms, modalActions } from "../../ids/windows.ts";
import { blockId, type Entries, readEntries, textOf } from "../../modals/fields.ts";
import { groupForm, readGroup } from "../../modals/group-form.ts";
import { strangersAmong } from "../../modals/members.ts";
import type { ListView } from "../../modals/people-list.ts";
import { personForm, readPerson } from "../../modals/person-form.ts";
import type { Reading } from "../../modals/reading.ts";
import type { Counter } from "../counter.ts";
import { goneAlready, groupsWindow, peopleWindow, takeOut } from "./oncall-windows.ts";
import { openModal, pushModal, updateModal } from "./open.ts";
import { saveForm } from "./save.ts";
import { readWindowPress } from "./window-press.ts";

/** One kind of thing that a list shows and a form changes. */
interface Kind {
  readonly title: string;
  readonly section: "people" | "groups";
  readonly form: string;
  readonly open: string;
  readonly add: string;
  readonly edit: string;
  readonly remove: string;
  exists(name: string): boolean;
  list(user: string, view?: ListView): Promise<types.ModalView>;
  /** @param name absent: one to be added */
  draw(name: string | undefined, note?: Message): types.ModalView;
  read(entries: Entries, name: string): Reading;
  /** What only this form knows to be wrong, by field block. */
  objections?(entries: Entries, revision: number): Readonly<Record<string, string>>;
}

/** The windows of people and of groups: lists, forms, and what comes back from them. */
export function registerOnCall(app: App, counter: Counter, control: Control): void {
  for (const kind of [peopleKind(counter, control), groupKind(counter, control)]) {
    registerList(app, counter, kind);
    registerForm(app, counter, control, kind);
  }
}

function peopleKind(counter: Counter, control: Control): Kind {
  return {
    title: "People",
    section: "people",
    form: forms.person,
    open: modalActions.openPeople,
    add: modalActions.addPerson,
    edit: modalActions.editPerson,
    remove: modalActions.removePerson,
    exists: (name) => Object.hasOwn(control.live.roster().people, name),
    list: (user, view = {}) => peopleWindow(counter, control, user, view),
    draw: (name, note) => personForm(control, name, note),
    read(entries, name) {
      const { people } = control.live.roster();
      return readPerson(entries, name, Object.hasOwn(people, name) ? people[name] : undefined);
    },
  };
}

function groupKind(counter: Counter, control: Control): Kind {
  return {
    title: "Groups and rotations",
    section: "groups",
    form: forms.group,
    open: modalActions.openGroups,
    add: modalActions.addGroup,
    edit: modalActions.editGroup,
    remove: modalActions.removeGroup,
    exists: (name) => Object.hasOwn(control.live.roster().groups, name),
    list: (user, view = {}) => groupsWindow(counter, control, user, view),
    draw: (name, note) => groupForm(control, name, counter.clock.now(), note),
    read: (entries, name) => readGroup(entries, name, control.live.roster()),
    objections: (entries, revision) => strangersAmong(entries, control.live.roster().people, revision),
  };
}

function registerList(
  app: App,
  counter: Counter,
  { title, open, add, edit, list, draw, exists }: Kind,
): void {
  app.action<BlockAction>(open, async ({ ack, body, respond }) => {
    await ack();
    const { user, ...opening } = readWindowPress(body);
    const refused = await openModal(counter, opening, title, () => list(user));
    if (refused !== undefined) await tell(counter, opening.modal, respond, refused, title);
  });
  for (const action of [add, edit]) {
    app.action<BlockAction>(action, async ({ ack, body, respond }) => {
      await ack();
      const { user, trigger, value, modal } = readWindowPress(body);
      const refused =
        (await counter.rights.objection("change", user, "change people and groups")) ??
        (action === edit && !exists(value) ? goneAlready(value) : undefined) ??
        (await pushModal(counter, trigger, draw(action === add ? undefined : value)));
      if (refused !== undefined) return await tell(counter, modal, respond, refused, title);
      // What was chosen stands in the menu, and could not be chosen again.
      if (modal !== undefined) await updateModal(counter, modal, await list(user, { key: trigger }));
    });
  }
}

function registerForm(app: App, counter: Counter, control: Control, kind: Kind): void {
  app.action<BlockAction>(kind.remove, async ({ ack, body }) => {
    await ack();
    const { user, value: name, modal, below } = readWindowPress(body);
    if (modal === undefined) return;
    const { done, note } = await takeOut(counter, control, { section: kind.section, name }, user);
    await updateModal(counter, modal, done ? messageModal(kind.title, note) : kind.draw(name, note));
    if (done && below !== undefined) await updateModal(counter, below, await kind.list(user));
  });

  app.view<ViewSubmitAction>(kind.form, async ({ ack, body, view }) => {
    const state = formState.decode(view.private_metadata);
    if (state === undefined) return await ack();
    const user = body.user.id;
    const entries = readEntries(view.state.values);
    const given = state.name ?? textOf(entries, "name");
    if (state.name !== undefined && !kind.exists(state.name)) {
      return await ack({ response_action: "update", view: messageModal(kind.title, goneAlready(given)) });
    }
    // Under a name that is none nothing else would be judged.
    const name = Name.safeParse(given).success ? given : UNNAMED;
    await saveForm(counter, control, {
      user,
      title: kind.title,
      state,
      ack,
      reading: kind.read(entries, name),
      objections: {
        ...nameObjection(state, given, control, kind),
        ...kind.objections?.(entries, state.revision),
      },
      fresh: (note) => kind.draw(state.name, note),
      async below(note) {
        if (view.previous_view_id === null) return;
        await updateModal(
          counter,
          view.previous_view_id,
          await kind.list(user, { note, key: `saved-${control.live.revision()}` }),
        );
      },
    });
  });
}

const UNNAMED = "unnamed";

/** Adding must not write over somebody who is there already. */
function nameObjection(
  { name: known, revision }: FormState,
  name: string,
  { live }: Control,
  { section }: Kind,
): Record<string, string> {
  if (known !== undefined) return {};
  const say = (text: string) => ({ [blockId("name", revision)]: text });
  if (!Name.safeParse(name).success) {
    return say("Lower-case letters and digits, joined by . _ or -, such as alice or bob.smith.");
  }
  if (!Object.hasOwn(live.roster()[section], name)) return {};
  return say(`The name ${name} is taken: choose another one, or change who has it.`);
}

async function tell(
  counter: Counter,
  modal: string | undefined,
  respond: RespondFn | undefined,
  message: Message,
  title: string,
): Promise<void> {
  if (modal !== undefined) return await updateModal(counter, modal, messageModal(title, message));
  await respond?.({ response_type: "ephemeral", replace_original: false, ...message });
}
