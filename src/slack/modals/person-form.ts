import type { types } from "@slack/bolt";
import { mask } from "../../lib/mask.ts";
import type { Person } from "../../oncall/person.ts";
import type { Message } from "../blocks/fit.ts";
import type { Control } from "../control.ts";
import { forms, modalActions } from "../ids/windows.ts";
import { type Entries, type Field, textOf } from "./fields.ts";
import { formView, undoButton } from "./form-view.ts";
import type { Reading } from "./reading.ts";
import { hintOf, originUnder, pathOf } from "./setting.ts";

/** The form of one person; of one that is to be added without `name`. */
export function personForm({ live }: Control, name: string | undefined, note?: Message): types.ModalView {
  const person = name === undefined ? {} : (own(live.roster().people, name) ?? {});
  const origin = name === undefined ? undefined : originUnder(live.origins(), pathOf("people", name));
  return formView({
    form: forms.person,
    title: name ?? "New person",
    state: { revision: live.revision(), ...(name === undefined ? {} : { name }) },
    fields: [...(name === undefined ? [nameField] : []), ...contactFields(person, hintOf(undefined, origin))],
    note,
    after:
      name === undefined
        ? []
        : [
            undoButton(
              modalActions.removePerson,
              name,
              `Take ${name} out`,
              `${name} can then not be called, texted or written to any more.`,
            ),
          ],
  });
}

/** What was filled in. The number that is known stays unless another one is given; `-` takes it out. */
export function readPerson(entries: Entries, name: string, before: Person | undefined): Reading {
  const path = pathOf("people", name);
  const slack = textOf(entries, "slack");
  const email = textOf(entries, "email");
  const phone = phoneFrom(textOf(entries, "phone"), before?.phone);
  return {
    values: {
      [path]: {
        ...(phone === undefined ? {} : { phone }),
        ...(slack === "" ? {} : { slack }),
        ...(email === "" ? {} : { email }),
      },
    },
    places: [
      [path, entries.has("name") ? "name" : "slack"],
      [`${path}.phone`, "phone"],
      [`${path}.slack`, "slack"],
      [`${path}.email`, "email"],
    ],
  };
}

const nameField: Field = {
  id: "name",
  label: "Name",
  kind: "text",
  value: "",
  placeholder: "such as alice or bob.smith",
  hint: "What groups and commands call them.",
};

function contactFields({ phone, slack, email }: Person, origin: string): Field[] {
  const now =
    phone === undefined
      ? "None yet. With country code, such as +447700900001."
      : `Now ${mask(phone)}. Leave it empty to keep it, or type a new one; - takes it out.`;
  return [
    { id: "slack", label: "In Slack", kind: "user", optional: true, value: slack, hint: origin },
    {
      id: "phone",
      label: "Phone",
      kind: "text",
      optional: true,
      value: "",
      placeholder: phone === undefined ? "+447700900001" : mask(phone),
      hint: now,
    },
    {
      id: "email",
      label: "E-mail",
      kind: "text",
      optional: true,
      value: email ?? "",
      hint: "As in TheHive.",
    },
  ];
}

// People write numbers as they read them; the settings want digits only.
function phoneFrom(entered: string, before: string | undefined): string | undefined {
  if (entered === "") return before;
  if (/^[-–—]$/.test(entered)) return undefined;
  return entered.replace(/[\s().-]/g, "");
}

function own<Value>(named: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(named, name) ? named[name] : undefined;
}
