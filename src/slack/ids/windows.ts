import { z } from "zod";
import { jsonCodec } from "./codec.ts";

/** What Slack calls our forms when they come back. */
export const forms = {
  section: "settings.section",
  person: "people.person",
  group: "oncall.group",
} as const;

/** The buttons and menus that open, close and empty forms. */
export const modalActions = {
  openSettings: "settings.open",
  openSection: "settings.open-section",
  resetSection: "settings.reset-section",
  openOnCall: "oncall.open",
  openPeople: "people.open",
  addPerson: "people.add",
  editPerson: "people.edit",
  removePerson: "people.remove",
  openGroups: "oncall.open-groups",
  addGroup: "oncall.add-group",
  editGroup: "oncall.edit-group",
  removeGroup: "oncall.remove-group",
  openHelp: "help.open",
} as const;

const FormState = z.strictObject({
  /** Of the settings, when the form was drawn. */
  revision: z.number().int(),
  /** Section, person or group; absent for one that is to be added. */
  name: z.string().optional(),
});
export type FormState = z.infer<typeof FormState>;

/** What a form remembers in Slack while it is open. */
export const formState = jsonCodec(FormState);
